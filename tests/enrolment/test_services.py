"""Taking a place, leaving it, completing the course."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from lms.core.errors import Refused
from lms.enrolment import queries, services
from lms.enrolment.signals import enrolment_activated
from tests.enrolment.acts import NOW, presses, status_of, taken
from tests.factories.accounts import a_person
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment, an_offering


def test_an_open_course_gives_a_seat_at_once(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course, capacity=2)
    heard: list[dict[str, Any]] = []

    def listen(_sender: object, **facts: Any) -> None:
        heard.append(facts)

    with enrolment_activated.connected_to(listen):
        assert presses(person, course) == "active"
    enrolment = queries.enrolment_of(person.id, course.id)
    assert enrolment is not None and enrolment.activated_at == NOW
    assert taken(course) == 1
    assert heard == [{"enrolment_id": enrolment.id, "person_id": person.id, "course_id": course.id, "now": NOW}]


def test_pressing_twice_takes_one_seat(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course, capacity=2)
    assert [presses(person, course), presses(person, course)] == ["active", "active"]
    assert taken(course) == 1


def test_whoever_left_comes_back_to_the_same_enrolment(app: Flask) -> None:
    course, person = a_course(), a_person()
    before = an_enrolment(person, course)
    services.withdraw(person_id=person.id, course_id=course.id, now=NOW)
    assert presses(person, course) == "active"
    after = queries.enrolment_of(person.id, course.id)
    assert after is not None and after.id == before.id
    assert taken(course) == 1


def test_a_completed_course_cannot_be_left(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_enrolment(person, course, status="completed", completed_at=NOW)
    with pytest.raises(Refused, match="stays in your record"):
        services.withdraw(person_id=person.id, course_id=course.id, now=NOW)
    assert presses(person, course) == "completed"


def test_a_stranger_cannot_leave(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course)
    with pytest.raises(Refused, match="not enrolled"):
        services.withdraw(person_id=person.id, course_id=course.id, now=NOW)


def test_courses_that_come_first_are_enforced(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course)
    with pytest.raises(Refused, match="come first"):
        services.enrol(person_id=person.id, course_id=course.id, prerequisites_met=False, now=NOW)
    assert status_of(person, course) is None and taken(course) == 0


def test_a_course_that_was_never_opened_takes_nobody_in(app: Flask) -> None:
    with pytest.raises(Refused, match="is not open yet"):
        presses(a_person(), a_course())


def test_a_code_opens_the_course_and_a_wrong_one_does_not(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="code", access_code="Silk-2026")
    with pytest.raises(Refused) as refusal:
        presses(person, course, access_code="silk-2025")
    assert refusal.value.field == "code" and status_of(person, course) is None
    assert presses(person, course, access_code=" SILK-2026 ") == "active"


def test_completing_happens_once_and_only_to_those_who_take_part(app: Flask) -> None:
    course, person = a_course(), a_person()
    enrolment = an_enrolment(person, course)
    assert services.complete(enrolment.id, NOW) is True
    assert services.complete(enrolment.id, NOW + timedelta(days=1)) is False
    done = queries.enrolment_by_id(enrolment.id)
    assert done is not None and (done.status, done.completed_at) == ("completed", NOW)
