"""Entries of the audit log as administrators read them."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from lms.accounts import hooks, queries
from lms.accounts.queries import PersonFacts
from lms.accounts.words import CODE_DETAIL, DAYS, DEED_NAMES, DETAIL_CODES, DETAIL_NAMES, THING_NAMES
from lms.audit.queries import AuditFacts
from lms.web.language import country_name, day, listed, localised_digits, number


@dataclass(frozen=True, slots=True)
class Deed:
    """One row: `person` is whom it is about, or None when it is about the thing that `about` names."""

    entry: AuditFacts
    actor: PersonFacts | None
    what: str
    person: PersonFacts | None
    about: str
    details: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Subject:
    """Ids of whom and what an entry is about, as far as these have names of their own."""

    person: int | None
    course: int | None


def told(entries: list[AuditFacts]) -> list[Deed]:
    """The entries in words: one statement each for the enrolments, people and courses that are named in them."""
    subjects = _subjects(entries)
    people = queries.person_names(sorted({key for e in entries for key in (e.actor_id, subjects[e.id].person) if key}))
    course_ids = {key for e in entries for key in (subjects[e.id].course, e.details.get("course")) if key}
    titles = hooks.course_titles(sorted(course_ids)) if course_ids else {}
    return [_deed(entry, subjects[entry.id], people, titles) for entry in entries]


def _subjects(entries: list[AuditFacts]) -> dict[int, _Subject]:
    enrolment_ids = {key for entry in entries if (key := _id_of(entry, "enrolment"))}
    places = hooks.places(sorted(enrolment_ids)) if enrolment_ids else {}
    return {
        entry.id: _Subject(
            *places.get(_id_of(entry, "enrolment") or 0, (_id_of(entry, "person"), _id_of(entry, "course")))
        )
        for entry in entries
    }


def _id_of(entry: AuditFacts, kind: str) -> int | None:
    named, _, key = entry.thing.partition(":")
    return int(key) if named == kind and key.isdigit() else None


def _deed(entry: AuditFacts, subject: _Subject, people: dict[int, PersonFacts], titles: dict[int, str]) -> Deed:
    person = people.get(subject.person or 0)
    course = titles.get(subject.course or 0)
    details = [
        (gettext(DETAIL_NAMES.get(name, name)), _value(entry.action, name, value, titles))
        for name, value in entry.details.items()
        if value is not None and value != "" and name != CODE_DETAIL
    ]
    if person and course:  # a place is both: the person is what it is about, the course stands among the details
        details.insert(0, (gettext(DETAIL_NAMES["course"]), course))
    return Deed(
        entry=entry,
        actor=people.get(entry.actor_id or 0),
        what=gettext(DEED_NAMES.get(entry.action, entry.action)),
        person=person,
        about=course or _thing(entry),
        details=details,
    )


def _thing(entry: AuditFacts) -> str:
    """`certificate:42` in words, by its printed code where the deed keeps it; as it stands when it has no words."""
    kind, _, key = entry.thing.partition(":")
    if entry.thing in THING_NAMES:
        return str(gettext(THING_NAMES[entry.thing]))
    named = entry.details.get(CODE_DETAIL) or localised_digits(key)
    return gettext(THING_NAMES[kind], number=named) if kind in THING_NAMES else entry.thing


def _value(action: str, name: str, value: object, titles: dict[int, str]) -> str:
    if isinstance(value, list):
        each = [_value(action, name, one, titles) for one in value]
        return listed(each)
    if name == "country":
        return country_name(str(value))
    if name == "course" and value in titles:
        return titles[int(str(value))]
    if isinstance(value, int | float):
        return number(value)
    if name in DAYS:
        return day(date.fromisoformat(str(value)))
    codes = hooks.detail_codes.get((action, name)) or DETAIL_CODES.get((action, name), {})
    return gettext(codes[str(value)]) if value in codes else str(value)
