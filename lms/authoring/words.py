"""What the staff of a course may do, in words."""

from lms.core.messages import phrase

STAFF_DUTIES = {
    "owner": phrase(
        "All that an instructor may do; chooses the staff; archives the course, or deletes it before it is published."
    ),
    "instructor": phrase("Writes, translates, previews and publishes the course; sees its people and grades."),
    "assistant": phrase("Looks at the draft, sees the people of the course and grades; changes nothing in it."),
}
