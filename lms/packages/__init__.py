"""Course packages: reading, checking, importing and exporting a course as files (docs/course-format.md); questions and
translations in the files of other systems (`exchange`).

Owns no tables: an import fills those of the rooms below in one transaction, and `courses` announces it.
"""
