from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.queries import CourseFacts
from lms.enrolment import queries, services
from lms.enrolment.signals import enrolment_activated
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment, an_offering

NOW = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)


def presses(person: Any, course: CourseFacts, minutes: int = 0, **more: Any) -> str:
    return services.enrol(
        person_id=person.id,
        course_id=course.id,
        prerequisites_met=True,
        now=NOW + timedelta(minutes=minutes),
        **more,
    )


def status_of(person: Any, course: CourseFacts) -> str | None:
    found = queries.enrolment_of(person.id, course.id)
    return found.status if found else None


def taken(course: CourseFacts) -> int:
    found = queries.offering(course.id)
    assert found is not None
    return found.seats_taken


def about(letters: list[Any], person: Any) -> list[str]:
    """What the letters to this person are about."""
    return [letter["Subject"].split(":")[0] for letter in letters if letter["To"] == person.email]


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


def test_whoever_left_comes_back_to_the_same_enrolment(app: Flask) -> None:
    course, person = a_course(), a_person()
    before = an_enrolment(person, course)
    services.withdraw(person_id=person.id, course_id=course.id, now=NOW)
    assert presses(person, course) == "active"
    after = queries.enrolment_of(person.id, course.id)
    assert after is not None and after.id == before.id
    assert taken(course) == 1


def test_leaving_the_waiting_list_frees_no_seat(app: Flask) -> None:
    course, holder, waiter = a_course(), a_person(), a_person()
    an_offering(course, capacity=1)
    presses(holder, course)
    presses(waiter, course)
    services.withdraw(person_id=waiter.id, course_id=course.id, now=NOW)
    assert status_of(waiter, course) == "withdrawn"
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
    with pytest.raises(Refused, match="does not take people in"):
        presses(a_person(), a_course())


def test_a_code_opens_the_course_and_a_wrong_one_does_not(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="code", access_code="Silk-2026")
    with pytest.raises(Refused) as refusal:
        presses(person, course, access_code="silk-2025")
    assert refusal.value.field == "code" and status_of(person, course) is None
    assert presses(person, course, access_code=" SILK-2026 ") == "active"


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


def test_the_staff_are_told_once_that_requests_wait_each_in_their_language(
    app: Flask, mailbox: Callable[[], list[Any]]
) -> None:
    course, boss = a_course(title="Landed cost"), an_administrator()
    owner, helper = an_instructor(course, language="ru"), an_instructor(course, role="assistant")
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


def test_where_a_course_has_no_staff_its_administrators_are_told(app: Flask, mailbox: Callable[[], list[Any]]) -> None:
    course, boss = a_course(), an_administrator()
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


def test_completing_happens_once_and_only_to_those_who_take_part(app: Flask) -> None:
    course, person = a_course(), a_person()
    enrolment = an_enrolment(person, course)
    assert services.complete(enrolment.id, NOW) is True
    assert services.complete(enrolment.id, NOW + timedelta(days=1)) is False
    done = queries.enrolment_by_id(enrolment.id)
    assert done is not None and (done.status, done.completed_at) == ("completed", NOW)


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
