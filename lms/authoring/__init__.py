"""The studio: authors write the draft of a course, translate it, preview it and publish it.

A draft is a course package (docs/course-format.md) that lives in the database: one row a file. Publishing compiles
it as `lms course import` would. The room owns drafts and their history; it announces nothing of its own, since
`courses.signals.revision_published` tells the news.
"""
