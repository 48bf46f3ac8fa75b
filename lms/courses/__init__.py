"""Courses as trainees see them: the catalogue, programmes, immutable revisions, modules, items, their media.

Owns the tables in `models`. Announces `revision_published`.
"""
