"""Letters about places, in the language of their reader. Templates: `templates/mail/`."""

from datetime import datetime

from lms.accounts.queries import person_names, who_answers_for
from lms.courses.queries import course_titles
from lms.mail.services import send_later


def write_about_place(template: str, *, person_id: int, course_id: int, now: datetime) -> None:
    """Queues `place-free`, `request-approved`, `request-waiting` or `request-refused` in the caller's transaction."""
    person = person_names([person_id])[person_id]
    course = course_titles([course_id], [person.language])[course_id]
    send_later(
        template,
        to=person.email,
        language=person.language,
        context={"name": person.printed_name, "course": course.title, "slug": course.slug},
        now=now,
    )


def write_about_request(course_id: int, *, now: datetime) -> None:
    """Tells those who answer for the course that somebody asks for a place, in the caller's transaction."""
    for person in who_answers_for(course_id):
        course = course_titles([course_id], [person.language])[course_id]
        send_later(
            "request-arrived",
            to=person.email,
            language=person.language,
            context={"name": person.printed_name, "course": course.title, "slug": course.slug},
            now=now,
        )
