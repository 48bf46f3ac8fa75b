"""The studio: authors write the draft of a course, translate it, preview it and publish it; modules and items that
several courses use lie in the library.

A draft is a course package (docs/course-format.md) that lives in the database: one row a file. Publishing compiles
it as `lms course import` would. The room owns the tables in `models`: drafts, their history and the state of their
translations, the library with its versions and who uses them. It announces nothing of its own, since
`courses.signals.revision_published` tells the news, which it also hears to follow what commands import.
"""
