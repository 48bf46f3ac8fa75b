"""Entries of the audit log as administrators read them."""

from dataclasses import dataclass

from babel.lists import format_list
from flask_babel import get_locale, gettext

from lms.accounts import hooks, queries
from lms.accounts.queries import PersonFacts
from lms.accounts.words import CODE_DETAIL, DEED_NAMES, DETAIL_CODES, DETAIL_NAMES, THING_NAMES
from lms.audit.queries import AuditFacts
from lms.web.language import country_name, number


@dataclass(frozen=True, slots=True)
class Deed:
    """One row: `person` is whom it is about, or None when it is about the thing that `about` names."""

    entry: AuditFacts
    actor: PersonFacts | None
    what: str
    person: PersonFacts | None
    about: str
    details: list[tuple[str, str]]


def told(entries: list[AuditFacts]) -> list[Deed]:
    """The entries in words: one statement for all the people in them, one more where courses are named."""
    people = queries.person_names(sorted({key for entry in entries for key in (entry.actor_id, _person(entry)) if key}))
    course_ids = {key for entry in entries for key in (_course(entry), entry.details.get("course")) if key}
    titles = hooks.course_titles(sorted(course_ids)) if course_ids else {}
    return [
        Deed(
            entry,
            people.get(entry.actor_id or 0),
            gettext(DEED_NAMES.get(entry.action, entry.action)),
            people.get(_person(entry) or 0),
            titles.get(_course(entry) or 0) or _thing(entry),
            [
                (gettext(DETAIL_NAMES.get(name, name)), _value(entry.action, name, value, titles))
                for name, value in entry.details.items()
                if value is not None and value != "" and name != CODE_DETAIL
            ],
        )
        for entry in entries
    ]


def _id_of(entry: AuditFacts, kind: str) -> int | None:
    named, _, key = entry.thing.partition(":")
    return int(key) if named == kind and key.isdigit() else None


def _person(entry: AuditFacts) -> int | None:
    return _id_of(entry, "person")


def _course(entry: AuditFacts) -> int | None:
    return _id_of(entry, "course")


def _thing(entry: AuditFacts) -> str:
    """`certificate:42` in words, by its printed code where the deed keeps it; as it stands when it has no words."""
    kind, _, key = entry.thing.partition(":")
    if entry.thing in THING_NAMES:
        return str(gettext(THING_NAMES[entry.thing]))
    number = entry.details.get(CODE_DETAIL, key)
    return gettext(THING_NAMES[kind], number=number) if kind in THING_NAMES else entry.thing


def _value(action: str, name: str, value: object, titles: dict[int, str]) -> str:
    if isinstance(value, list):
        each = [_value(action, name, one, titles) for one in value]
        return str(format_list(each, locale=get_locale()))
    if name == "country":
        return country_name(str(value))
    if name == "course" and value in titles:
        return titles[int(str(value))]
    if isinstance(value, int):
        return number(value)
    codes = hooks.detail_codes.get((action, name)) or DETAIL_CODES.get((action, name), {})
    return gettext(codes[str(value)]) if value in codes else str(value)
