"""What the rooms above add to this one's pages. `wiring` fills it; this room knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.core.messages import phrase
from lms.web.guards import administrators
from lms.web.menu import Entry

# Name of a part -> what the room knows of a person by id, as plain JSON (dates may be datetimes).
personal_data: dict[str, Callable[[int], Any]] = {}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the administrator's first page and the list that it leads to.

    `label` is marked with `phrase(…)`; without an endpoint the number leads nowhere.
    """

    label: str
    value: int
    endpoint: str | None = None
    arguments: dict[str, str] = field(default_factory=dict)


# Each gives the figures of one room.
figures: list[Callable[[], list[Figure]]] = []


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A course that a person takes or a certificate of theirs, and the page that it leads to.

    `status` is marked with `phrase(…)`, `tone` is that of its badge; `detail` is written for the reader already.
    """

    title: str
    status: str
    tone: str
    on: date
    detail: str = ""
    endpoint: str | None = None
    arguments: dict[str, str | int] = field(default_factory=dict)


def _no_record(_person_id: int) -> list[RecordLine]:
    return []


# What stands on the administrator's page of a person, newest first.
courses_taken: Callable[[int], list[RecordLine]] = _no_record
certificates_held: Callable[[int], list[RecordLine]] = _no_record


def _no_titles(_ids: list[int]) -> dict[int, str]:
    return {}


# Course id -> title, for the roles that hold in a course; (id, title) of every course, to choose from.
course_titles: Callable[[list[int]], dict[int, str]] = _no_titles
course_choices: Callable[[], list[tuple[int, str]]] = list


def _no_places(_ids: list[int]) -> dict[int, tuple[int, int]]:
    return {}


# Enrolment id -> (person id, course id): the audit log names both, instead of a record number.
places: Callable[[list[int]], dict[int, tuple[int, int]]] = _no_places

# (deed, detail) -> code -> its words, marked with `phrase(…)`: for details of the audit log that are kept as codes.
detail_codes: dict[tuple[str, str], Mapping[str, str]] = {}

# The tabs of the administrator's pages.
admin_pages: list[Entry] = [
    Entry(phrase("Overview"), "accounts.admin_home", "/admin/", administrators),
    Entry(phrase("People"), "accounts.people", "/admin/people", administrators),
    Entry(phrase("Audit log"), "accounts.audit", "/admin/audit", administrators),
]
