"""What courses say to the rooms above: a published course, its outline, words and media.

Rows of a revision never change, so what is known by a revision's or version's id is remembered.
"""

from lms.courses.queries.facts import (
    CourseFacts,
    CourseText,
    CourseTitle,
    RevisionFileFacts,
    course_by_id,
    course_ids_by_slug,
    course_of_digest,
    course_text,
    course_titles,
    course_titles_by_slug,
    published_course,
    published_course_ids,
    revision_files,
)
from lms.courses.queries.gradings import CategoryFacts, GradingFacts, grading
from lms.courses.queries.outlines import (
    ItemFacts,
    ItemText,
    MediaFacts,
    ModuleFacts,
    Outline,
    item_text,
    media,
    outline,
    titles_in,
    tongue_in,
)

__all__ = [
    "CategoryFacts",
    "CourseFacts",
    "CourseText",
    "CourseTitle",
    "GradingFacts",
    "ItemFacts",
    "ItemText",
    "MediaFacts",
    "ModuleFacts",
    "Outline",
    "RevisionFileFacts",
    "course_by_id",
    "course_ids_by_slug",
    "course_of_digest",
    "course_text",
    "course_titles",
    "course_titles_by_slug",
    "grading",
    "item_text",
    "media",
    "outline",
    "published_course",
    "published_course_ids",
    "revision_files",
    "titles_in",
    "tongue_in",
]
