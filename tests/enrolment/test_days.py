"""From which day to which day a course takes people in: on the server, on its pages, and for its staff."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.audit.models import AuditEntry
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import queries, services
from lms.enrolment.models import Offering
from tests.client import Browser
from tests.enrolment.acts import NOW, presses, status_of, taken
from tests.enrolment.browsing import page_of, primary_labels
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment, an_offering
from tests.statements import Statements

DAY = timedelta(days=1)
TODAY = NOW.date()


def ago(days: int) -> date:
    """A day as the pages see it, by the real clock."""
    return utc_now().date() - days * DAY


def closes(course: Any, day: date) -> None:
    """Staff ended it, as it stands after the day has passed."""
    db.session.execute(update(Offering).where(Offering.course_id == course.id).values(closes_on=day))


# on the server


def test_nobody_enrols_before_the_first_day_or_after_the_last(app: Flask) -> None:
    early, late, person = a_course(), a_course(), a_person()
    an_offering(early, opens_on=TODAY + DAY)
    an_offering(late, closes_on=TODAY - DAY)
    with pytest.raises(Refused, match="Enrolment opens on 2026-11-05"):
        presses(person, early)
    with pytest.raises(Refused, match="Enrolment ended on 2026-11-03"):
        presses(person, late)
    assert (status_of(person, early), status_of(person, late), taken(early)) == (None, None, 0)


@pytest.mark.parametrize("mode", ["open", "approval", "code"])
def test_the_days_hold_however_people_join(app: Flask, mode: str) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode=mode, access_code="silk", closes_on=TODAY - DAY)
    with pytest.raises(Refused, match="Enrolment ended on"):
        presses(person, course, access_code="silk")
    assert status_of(person, course) is None


def test_f12_the_first_and_the_last_day_belong_to_it_and_are_days_in_utc_wherever_one_lives(app: Flask) -> None:
    course = a_course()
    an_offering(course, opens_on=TODAY, closes_on=TODAY + DAY)
    first, last = datetime(2026, 11, 4, tzinfo=UTC), datetime(2026, 11, 5, 23, 59, 59, tzinfo=UTC)
    east, west = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # 14 hours before UTC, 11 behind: other days on the wall
    for moment, zone, fits in (
        (first, west, True), (last, east, True), (first - timedelta(seconds=1), east, False), (last + DAY, west, False),
    ):  # fmt: skip
        person = a_person(time_zone=zone)
        if fits:
            assert services.enrol(person_id=person.id, course_id=course.id, prerequisites_met=True, now=moment)
        else:
            with pytest.raises(Refused):
                services.enrol(person_id=person.id, course_id=course.id, prerequisites_met=True, now=moment)
    assert taken(course) == 2


def test_whoever_asked_in_time_gets_a_place_after_the_last_day(app: Flask) -> None:
    course, asked_course, boss = a_course(), a_course(), an_administrator()
    an_offering(course, capacity=1, closes_on=TODAY)
    an_offering(asked_course, mode="approval", closes_on=TODAY)
    holder, waiter, asker = a_person(), a_person(), a_person()
    presses(holder, course)
    presses(waiter, course, 1)
    presses(asker, asked_course)
    after = NOW + 2 * DAY
    services.withdraw(person_id=holder.id, course_id=course.id, now=after)
    asked = queries.enrolment_of(asker.id, asked_course.id)
    assert asked is not None and services.approve(asked.id, by=boss.id, now=after) == "active"
    assert [status_of(p, course) for p in (holder, waiter)] == ["withdrawn", "active"]
    with pytest.raises(Refused, match="Enrolment ended on"):
        services.enrol(person_id=holder.id, course_id=course.id, prerequisites_met=True, now=after)


def test_pressing_again_after_the_last_day_changes_nothing_for_who_has_a_place(app: Flask) -> None:
    course, person = a_course(), a_person()
    an_offering(course, closes_on=TODAY)
    presses(person, course)
    again = services.enrol(person_id=person.id, course_id=course.id, prerequisites_met=True, now=NOW + 9 * DAY)
    assert again == "active" and taken(course) == 1


def test_days_the_wrong_way_round_are_refused_and_the_database_refuses_them_too(app: Flask) -> None:
    course, boss = a_course(), an_administrator()
    an_offering(course)
    days: dict[str, Any] = {"opens_on": TODAY, "closes_on": TODAY - DAY}
    with pytest.raises(Refused) as refusal:
        services.change_offering(course.id, mode="open", capacity=None, access_code=None, by=boss.id, now=NOW, **days)
    assert refusal.value.field == "closes_on"
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Offering).where(Offering.course_id == course.id).values(**days))


# on the pages


def test_before_the_first_day_the_page_says_when_and_has_no_button(
    client: Browser, new_client: Callable[[], Browser]
) -> None:
    course = a_course()
    an_offering(course, mode="code", access_code="silk", opens_on=date(2099, 3, 1))
    client.sign_in(a_person())
    for browser in (client, new_client()):
        page = page_of(browser, course)
        assert "Enrolment opens on 1 Mar 2099" in page.text and primary_labels(page) == []
        assert "Enrol until" not in page.text and 'name="code"' not in page.text


def test_after_the_last_day_the_page_and_the_answer_say_so(client: Browser) -> None:
    course, person = a_course(), a_person()
    an_offering(course, closes_on=date(2020, 5, 31))
    client.sign_in(person)
    page = page_of(client, course)
    assert "Enrolment ended on 31 May 2020" in page.text and primary_labels(page) == []
    answer = client.post(f"/courses/{course.slug}/enrol")
    assert answer.status_code == 422 and "Enrolment ended on 31 May 2020." in answer.text
    assert status_of(person, course) is None


def test_while_it_is_open_the_facts_say_until_when(client: Browser) -> None:
    course = a_course()
    an_offering(course, opens_on=ago(0), closes_on=date(2099, 3, 1))
    client.sign_in(a_person())
    page = page_of(client, course)
    assert "Enrol until" in page.text and "1 Mar 2099" in page.text and primary_labels(page) == ["Enrol"]


def test_whoever_has_a_place_learns_on_after_the_last_day(client: Browser) -> None:
    course, person = a_course(), a_person()
    an_enrolment(person, course)
    closes(course, ago(1))
    client.sign_in(person)
    page = page_of(client, course)
    assert primary_labels(page) == ["Start"] and "Enrolment ended on" not in page.text
    assert client.get(f"/learn/{course.slug}/").status_code == 200


def test_whoever_left_reads_that_it_ended_and_not_to_enrol_again(client: Browser) -> None:
    course, person = a_course(), a_person()
    an_enrolment(person, course, status="withdrawn")
    closes(course, ago(1))
    client.sign_in(person)
    page = page_of(client, course)
    assert primary_labels(page) == [] and "Enrol again" not in page.text and "Enrolment ended on" in page.text


def test_the_catalogue_says_closed_outside_of_the_days(client: Browser, statements: Statements) -> None:
    for opens_on, closes_on in ((None, ago(1)), (ago(-2), None), (ago(1), ago(-2))):
        an_offering(a_course(), capacity=20, opens_on=opens_on, closes_on=closes_on)
    an_offering(a_course(), closes_on=ago(1))  # without a limit
    db.session.commit()
    with statements:
        text = client.get("/courses/").text
    assert statements.count <= 6, statements.texts
    assert text.count("Enrolment closed") == 3 and text.count("20 seats left") == 1


# for the staff


def test_staff_set_the_days_and_the_log_tells_them(client: Browser) -> None:
    course, boss = a_course(), an_administrator()
    an_offering(course)
    client.sign_in(boss)
    url = f"/studio/{course.slug}/people/settings"
    sent = {"mode": "open", "capacity": "", "access_code": "", "opens_on": "2027-03-01", "closes_on": "2027-05-31"}
    assert client.post(url, data=sent).status_code == 302
    offered = queries.offering(course.id)
    assert offered is not None
    assert (offered.opens_on, offered.closes_on) == (date(2027, 3, 1), date(2027, 5, 31))
    page = client.get(f"/studio/{course.slug}/people").text
    assert 'type="date" value="2027-05-31"' in page and "midnight UTC" in page
    kept = db.session.scalar(select(AuditEntry.details).where(AuditEntry.action == "offering.changed"))
    assert kept == {"mode": "open", "capacity": None, "opens_on": "2027-03-01", "closes_on": "2027-05-31"}
    log = client.get("/admin/audit").text
    assert "First day to enrol: <bdi>1 Mar 2027</bdi>" in log and "Last day to enrol: <bdi>31 May 2027</bdi>" in log
    assert client.post(url, data={**sent, "opens_on": "", "closes_on": ""}).status_code == 302
    emptied = queries.offering(course.id)
    assert emptied is not None and (emptied.opens_on, emptied.closes_on) == (None, None)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "told"),
    [
        ("2027-03-02", "2027-03-01", "The last day to enrol is before the first."),
        ("2027-02-30", "", "Please write a day as year, month and day, such as 2027-03-01."),
        ("", "tomorrow", "Please write a day as year, month and day, such as 2027-03-01."),
        ("0001-01-01", "", "Please write a day as year, month and day, such as 2027-03-01."),
    ],
)
def test_what_is_no_day_is_said_at_its_field(client: Browser, opens_on: str, closes_on: str, told: str) -> None:
    course = a_course()
    an_offering(course)
    client.sign_in(an_instructor(course))
    sent = {"mode": "open", "opens_on": opens_on, "closes_on": closes_on}
    answer = client.post(f"/studio/{course.slug}/people/settings", data=sent)
    assert answer.status_code == 422 and told in answer.text
    offered = queries.offering(course.id)
    assert offered is not None and (offered.opens_on, offered.closes_on) == (None, None)
