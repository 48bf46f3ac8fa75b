"""Requests for a place, which staff answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import queries, services
from tests.enrolment.acts import NOW, about, presses, status_of, taken
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.courses import a_course
from tests.factories.enrolment import an_offering


def test_a_request_waits_and_holds_no_seat_until_it_is_approved(app: Flask, mailbox: Callable[[], list[Any]]) -> None:
    course, person, boss = a_course(), a_person(), an_administrator()
    an_offering(course, mode="approval", capacity=1)
    assert presses(person, course) == "pending" and taken(course) == 0
    asked = queries.enrolment_of(person.id, course.id)
    assert asked is not None
    assert services.approve(asked.id, by=boss.id, now=NOW) == "active"
    assert taken(course) == 1
    db.session.commit()
    assert about(mailbox(), person) == ["You have a place"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "enrolment.approved")).one()
    assert (entry.actor_id, entry.thing) == (boss.id, f"enrolment:{asked.id}")


def test_those_who_decide_are_told_once_that_requests_wait_each_in_their_language(
    app: Flask, mailbox: Callable[[], list[Any]]
) -> None:
    course, boss = a_course(title="Landed cost"), an_administrator()
    owner, helper = an_instructor(course, "owner", language="ru"), an_instructor(course)
    an_instructor(course, "assistant")
    an_instructor(course).suspended_at = NOW
    an_instructor(a_course())
    an_offering(course, mode="approval")
    asking = [a_person() for _ in range(3)]
    for person in asking[:2]:
        assert presses(person, course) == "pending"
    db.session.commit()
    letters = {letter["To"]: letter for letter in mailbox()}
    assert sorted(letters) == sorted([owner.email, helper.email]), "the second finds the first unanswered"
    assert letters[helper.email]["Subject"] == "Somebody asks for a place: Landed cost"
    assert "Курс Landed cost" in letters[owner.email]["Subject"]
    assert f"/studio/{course.slug}/people" in letters[helper.email].get_body(("plain",)).get_content()
    for person in asking[:2]:
        asked = queries.enrolment_of(person.id, course.id)
        assert asked is not None
        services.refuse(asked.id, by=boss.id, now=NOW)
    presses(asking[2], course, minutes=5)
    db.session.commit()
    told = [letter["To"] for letter in mailbox()]
    assert told.count(owner.email) == told.count(helper.email) == 2, "all were answered, so the next is told"


@pytest.mark.parametrize("has_assistant", [False, True])
def test_where_nobody_of_the_staff_decides_the_administrators_are_told(
    app: Flask, mailbox: Callable[[], list[Any]], has_assistant: bool
) -> None:
    course, boss = a_course(), an_administrator()
    if has_assistant:
        an_instructor(course, "assistant")
    an_offering(course, mode="approval")
    presses(a_person(), course)
    db.session.commit()
    assert [letter["To"] for letter in mailbox()] == [boss.email]


def test_g16_asking_and_taking_it_back_fills_no_mailbox(app: Flask, mailbox: Callable[[], list[Any]]) -> None:
    course, boss, person = a_course(), an_administrator(), a_person()
    an_offering(course, mode="approval")
    for minutes in range(0, 100, 10):
        assert presses(person, course, minutes) == "pending"
        services.withdraw(person_id=person.id, course_id=course.id, now=NOW + timedelta(minutes=minutes))
    db.session.commit()
    assert [letter["To"] for letter in mailbox()] == [boss.email]


def test_an_approved_request_to_a_full_course_joins_the_waiting_list(
    app: Flask, mailbox: Callable[[], list[Any]]
) -> None:
    course, first, second, boss = a_course(), a_person(), a_person(), an_administrator()
    an_offering(course, mode="approval", capacity=1)
    for person in (first, second):
        presses(person, course)
        asked = queries.enrolment_of(person.id, course.id)
        assert asked is not None
        services.approve(asked.id, by=boss.id, now=NOW)
    assert [status_of(p, course) for p in (first, second)] == ["active", "waitlisted"]
    db.session.commit()
    letters = mailbox()
    assert about(letters, first) == ["You have a place"]
    assert about(letters, second) == ["You are on the waiting list"]


def test_a_request_is_answered_once(app: Flask, mailbox: Callable[[], list[Any]]) -> None:
    course, person, boss = a_course(), a_person(language="ru"), an_administrator()
    an_offering(course, mode="approval")
    presses(person, course)
    asked = queries.enrolment_of(person.id, course.id)
    assert asked is not None
    services.refuse(asked.id, by=boss.id, now=NOW)
    assert status_of(person, course) == "refused"
    for again in (services.refuse, services.approve):
        with pytest.raises(Refused, match="answered already"):
            again(asked.id, by=boss.id, now=NOW)
    db.session.commit()
    assert about(mailbox(), person) == ["Ваша заявка"]
