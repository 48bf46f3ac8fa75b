"""Many people at once, each in a thread with a connection of its own and real commits."""

from collections import Counter
from datetime import timedelta

from flask import Flask

from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment import queries, services
from tests.factories.accounts import a_person
from tests.factories.courses import a_course
from tests.factories.enrolment import an_offering
from tests.together import AT_ONCE, all_together


def taken(course_id: int) -> int:
    offered = queries.offering(course_id)
    assert offered is not None
    return offered.seats_taken


def test_f05_the_last_seat_has_one_winner_and_the_others_wait_in_order(live_app: Flask) -> None:
    now = utc_now()
    with live_app.app_context():
        course = a_course()
        an_offering(course, capacity=1)
        people = [a_person().id for _ in range(AT_ONCE)]
        db.session.commit()

    def press(number: int) -> str:
        return services.enrol(
            person_id=people[number],
            course_id=course.id,
            prerequisites_met=True,
            now=now + timedelta(milliseconds=number),
        )

    said = all_together(live_app, press, AT_ONCE, threads=AT_ONCE)
    assert Counter(said) == {"active": 1, "waitlisted": AT_ONCE - 1}
    with live_app.app_context():
        assert taken(course.id) == 1
        waiting = [queries.enrolment_of(people[n], course.id) for n in range(AT_ONCE) if said[n] == "waitlisted"]
        assert [queries.place_in_line(each) for each in waiting if each] == list(range(1, AT_ONCE))


def test_one_person_in_many_tabs_takes_one_seat(live_app: Flask) -> None:
    with live_app.app_context():
        course, me = a_course(), a_person().id
        an_offering(course, capacity=5)
        db.session.commit()

    def press(_tab: int) -> str:
        return services.enrol(person_id=me, course_id=course.id, prerequisites_met=True, now=utc_now())

    assert set(all_together(live_app, press, 16)) == {"active"}
    with live_app.app_context():
        assert taken(course.id) == 1


def test_while_people_leave_and_others_press_no_seat_is_lost_and_nobody_waits_beside_a_free_one(
    live_app: Flask,
) -> None:
    now = utc_now()
    with live_app.app_context():
        course = a_course()
        an_offering(course, capacity=8)
        inside, outside = [a_person().id for _ in range(8)], [a_person().id for _ in range(4)]
        for person_id in inside:
            services.enrol(person_id=person_id, course_id=course.id, prerequisites_met=True, now=now)
        db.session.commit()

    def leave_or_press(number: int) -> str:
        if number < len(inside):
            services.withdraw(person_id=inside[number], course_id=course.id, now=now)
            return "left"
        person_id = outside[number - len(inside)]
        return services.enrol(person_id=person_id, course_id=course.id, prerequisites_met=True, now=now)

    said = all_together(live_app, leave_or_press, len(inside) + len(outside))
    assert said[: len(inside)] == ["left"] * len(inside) and set(said[len(inside) :]) <= {"active", "waitlisted"}
    with live_app.app_context():
        assert [getattr(queries.enrolment_of(p, course.id), "status", None) for p in outside] == ["active"] * 4
        assert taken(course.id) == 4
