"""Course packages: reading, checking, importing and exporting a course as files (docs/course-format.md)."""
