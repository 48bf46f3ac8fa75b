"""What upper rooms answer to the hooks of lower ones; `wiring` joins them."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext

from lms.accounts.hooks import Figure, RecordLine
from lms.accounts.queries import count_people
from lms.authoring.queries.listing import titled_courses
from lms.certificates.queries import certificates_of, count_awaiting, count_issued, undecided_of
from lms.certificates.rules import UNDECIDED_WORDS
from lms.core.actor import STAFF_ROLES, Actor
from lms.core.cache import remembered_for
from lms.core.clock import utc_now
from lms.core.messages import phrase
from lms.courses.queries import course_titles as titles_of
from lms.courses.queries import published_course_ids
from lms.courses.queries.identities import step_titles
from lms.enrolment.queries import count_learning, enrolments_by_id, enrolments_of
from lms.enrolment.rules import STATUS_WORDS
from lms.progress.dashboard import StudioLine
from lms.progress.queries import course_states, item_states_in
from lms.progress.queries.grades import overrides_of
from lms.web.language import day, percent, wanted_languages


@remembered_for(seconds=300)  # it counts everybody, and strangers open the home page most
def home_figures() -> dict[str, int]:
    """For the home page: countries that people come from, certificates issued."""
    return {"countries": count_people(utc_now() - timedelta(days=7)).countries, "certificates": count_issued()}


def figures() -> list[Figure]:
    """For the administrator's first page."""
    return [
        Figure(phrase("Learning now"), count_learning()),
        Figure(phrase("Certificates issued"), count_issued(), "certificates.admin_certificates", {"show": "all"}),
        Figure(phrase("Awaiting approval"), count_awaiting(), "certificates.admin_certificates", {"show": "awaiting"}),
    ]


def course_titles(course_ids: list[int]) -> dict[int, str]:
    return {key: course.title for key, course in titles_of(course_ids, wanted_languages()).items()}


def course_choices() -> list[tuple[int, str]]:
    return sorted(course_titles(published_course_ids()).items(), key=lambda choice: choice[1])


def studio_lines(actor: Actor, wanted: list[str]) -> list[StudioLine]:
    """For the first page of staff: the courses that they are staff of by name, also an administrator's."""
    as_staff = replace(actor, grants=frozenset(grant for grant in actor.grants if grant.role in STAFF_ROLES))
    return [StudioLine(one.course.slug, one.title) for one in titled_courses(as_staff, wanted)]


def places(enrolment_ids: list[int]) -> dict[int, tuple[int, int]]:
    """For the audit log: whose place it is, and in which course."""
    return {key: (found.person_id, found.course_id) for key, found in enrolments_by_id(enrolment_ids).items()}


def courses_taken(person_id: int) -> list[RecordLine]:
    """For the administrator's page of a person: every place they ever asked for, by three statements."""
    enrolments = enrolments_of(person_id)
    if not enrolments:
        return []
    titles = titles_of([enrolment.course_id for enrolment in enrolments], wanted_languages())
    states = course_states([enrolment.id for enrolment in enrolments])
    lines = []
    for enrolment in enrolments:
        course = titles[enrolment.course_id]
        detail = percent(states[enrolment.id].percent) if enrolment.id in states else ""
        if enrolment.completed_at:
            detail = gettext("Completed on %(day)s", day=day(enrolment.completed_at))
        line = RecordLine(course.title, *STATUS_WORDS[enrolment.status], enrolment.requested_at, detail)
        if course.is_published:
            line = replace(line, endpoint="enrolment.people", arguments={"slug": course.slug})
        lines.append(line)
    return lines


def certificates_held(person_id: int) -> list[RecordLine]:
    """For the same page: what waits for approval or was declined, then the certificates; at most three statements."""
    undecided = []
    for award, course in undecided_of(person_id, wanted_languages()):
        line = RecordLine(course.title, *UNDECIDED_WORDS[award.state], award.completed_at, award.reason or "")
        if award.state == "awaiting":
            line = replace(line, endpoint="certificates.approve_awards", arguments={"enrolment": award.enrolment_id})
        undecided.append(line)
    return undecided + [
        RecordLine(
            certificate.course_title,
            certificate.status_words,
            certificate.status_tone,
            certificate.issued_on,
            certificate.printed_code,
            "certificates.admin_certificate",
            {"code": certificate.code},
        )
        for certificate in certificates_of(person_id)
    ]


def learning_data(person_id: int) -> list[dict[str, Any]]:
    """For the export of one's own data: every enrolment with its progress, step by step, and what staff set instead
    of a score. Six statements; the room of quizzes and work tells what was given and said in them."""
    enrolments = enrolments_of(person_id)
    ids = [enrolment.id for enrolment in enrolments]
    courses = course_titles([enrolment.course_id for enrolment in enrolments])
    sums, states, set_by_staff = course_states(ids), item_states_in(ids), overrides_of(ids)
    steps = step_titles({item_id for here in states.values() for item_id in here}, wanted_languages())
    return [
        {
            "course": courses.get(enrolment.course_id, ""),
            **asdict(enrolment),
            "progress": asdict(sums[enrolment.id]) if enrolment.id in sums else None,
            "set_by_staff": set_by_staff.get(enrolment.id, []),
            "steps": [
                {"step": steps.get(item_id, ""), **asdict(state)}
                for item_id, state in states.get(enrolment.id, {}).items()
            ],
        }
        for enrolment in enrolments
    ]


def certificate_data(person_id: int) -> list[dict[str, Any]]:
    """For the export of one's own data: the certificates."""
    return [asdict(certificate) for certificate in certificates_of(person_id)]
