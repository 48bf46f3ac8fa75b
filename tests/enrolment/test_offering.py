"""What staff decide about a course and its people."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import queries, services
from tests.enrolment.acts import NOW, presses, status_of, taken
from tests.factories.accounts import a_person, an_administrator
from tests.factories.courses import a_course
from tests.factories.enrolment import an_offering


def test_a_person_whom_staff_remove_makes_room_for_the_next(app: Flask) -> None:
    course, holder, waiter, boss = a_course(), a_person(), a_person(), an_administrator()
    an_offering(course, capacity=1)
    presses(holder, course)
    presses(waiter, course)
    held = queries.enrolment_of(holder.id, course.id)
    assert held is not None
    services.remove(held.id, by=boss.id, now=NOW)
    assert [status_of(p, course) for p in (holder, waiter)] == ["withdrawn", "active"]
    with pytest.raises(Refused, match="not enrolled any more"):
        services.remove(held.id, by=boss.id, now=NOW)


def test_a_capacity_below_the_seats_taken_is_refused(app: Flask) -> None:
    course, boss = a_course(), an_administrator()
    an_offering(course, capacity=3)
    for _ in range(2):
        presses(a_person(), course)
    with pytest.raises(Refused) as refusal:
        services.change_offering(course.id, mode="open", capacity=1, access_code=None, by=boss.id, now=NOW)
    assert str(refusal.value) == "2 people have a seat already. Give at least as many."
    assert refusal.value.field == "capacity"


def test_more_seats_go_to_the_waiting_list_at_once(app: Flask, mailbox: Callable[[], list[Any]]) -> None:
    course, boss = a_course(), an_administrator()
    an_offering(course, capacity=1)
    people = [a_person() for _ in range(4)]
    for minutes, person in enumerate(people):
        presses(person, course, minutes)
    services.change_offering(course.id, mode="open", capacity=3, access_code=None, by=boss.id, now=NOW)
    assert [status_of(p, course) for p in people] == ["active", "active", "active", "waitlisted"]
    assert taken(course) == 3
    db.session.commit()
    assert {letter["To"] for letter in mailbox()} == {people[1].email, people[2].email}


def test_a_course_entered_by_code_needs_one(app: Flask) -> None:
    course, boss = a_course(), an_administrator()
    an_offering(course)
    with pytest.raises(Refused) as refusal:
        services.change_offering(course.id, mode="code", capacity=None, access_code=" ", by=boss.id, now=NOW)
    assert refusal.value.field == "access_code"


def test_importing_a_course_again_keeps_what_administrators_have_set(app: Flask) -> None:
    course, boss = a_course(), an_administrator()
    an_offering(course, capacity=10)
    services.change_offering(course.id, mode="approval", capacity=20, access_code=None, by=boss.id, now=NOW)
    services.open_offering(course.id, mode="open", capacity=5)
    offered = queries.offering(course.id)
    assert offered is not None and (offered.mode, offered.capacity) == ("approval", 20)
