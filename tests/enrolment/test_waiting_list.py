"""Seats, and whom a free one goes to."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from lms.core.db import db
from lms.enrolment import queries, services
from tests.enrolment.acts import NOW, presses, status_of, taken
from tests.factories.accounts import a_person
from tests.factories.courses import a_course
from tests.factories.enrolment import an_offering


def test_a_full_course_puts_the_next_person_on_the_waiting_list(app: Flask) -> None:
    course, first, second, third = a_course(), a_person(), a_person(), a_person()
    an_offering(course, capacity=1)
    assert [presses(first, course), presses(second, course, 1), presses(third, course, 2)] == [
        "active", "waitlisted", "waitlisted",
    ]  # fmt: skip
    mine = queries.enrolment_of(third.id, course.id)
    assert mine is not None and queries.place_in_line(mine) == 2
    assert taken(course) == 1


def test_a_seat_that_becomes_free_goes_to_the_first_who_waits_and_tells_them(
    app: Flask, mailbox: Callable[[], list[Any]]
) -> None:
    course = a_course(title="Customs")
    leaver, first, second = a_person(), a_person(), a_person()
    an_offering(course, capacity=1)
    presses(leaver, course)
    presses(first, course, 1)
    presses(second, course, 2)
    services.withdraw(person_id=leaver.id, course_id=course.id, now=NOW)
    assert [status_of(p, course) for p in (leaver, first, second)] == ["withdrawn", "active", "waitlisted"]
    assert taken(course) == 1
    db.session.commit()
    letters = mailbox()
    assert [letter["To"] for letter in letters] == [first.email]
    assert letters[0]["Subject"] == "A place is free: Customs"
    assert f"/learn/{course.slug}/" in letters[0].get_body(("plain",)).get_content()


def test_a_seat_that_nobody_waits_for_becomes_free(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course, capacity=1)
    presses(person, course)
    services.withdraw(person_id=person.id, course_id=course.id, now=NOW)
    assert taken(course) == 0


def test_leaving_the_waiting_list_frees_no_seat(app: Flask) -> None:
    course, holder, waiter = a_course(), a_person(), a_person()
    an_offering(course, capacity=1)
    presses(holder, course)
    presses(waiter, course)
    services.withdraw(person_id=waiter.id, course_id=course.id, now=NOW)
    assert status_of(waiter, course) == "withdrawn"
    assert taken(course) == 1


def test_a14_whoever_left_the_waiting_list_gets_no_letter_about_it(
    app: Flask, mailbox: Callable[[], list[Any]]
) -> None:
    course, holder, gone, next_one = a_course(), a_person(), a_person(), a_person()
    an_offering(course, capacity=1)
    for minutes, person in enumerate((holder, gone, next_one)):
        presses(person, course, minutes)
    services.withdraw(person_id=gone.id, course_id=course.id, now=NOW)
    services.withdraw(person_id=holder.id, course_id=course.id, now=NOW)
    db.session.commit()
    assert [letter["To"] for letter in mailbox()] == [next_one.email]
