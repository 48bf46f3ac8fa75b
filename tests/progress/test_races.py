"""Steps completed at once, each in a thread with a connection of its own and real commits."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment import queries as places
from lms.progress import queries, services
from lms.progress.queries.grades import overrides_at
from lms.progress.services import override_grade
from lms.progress.signals import course_completed
from tests.factories.accounts import a_person, an_instructor
from tests.factories.courses import a_course, a_module, a_quiz_item, a_reading
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import a_learner, open_item, the_item
from tests.together import all_together

AT_ONCE = 16


def run(app: Flask, deeds: list[Callable[[], str]]) -> tuple[list[str], list[int]]:
    """What each deed said, and the enrolments that `course_completed` told of."""
    heard: list[int] = []

    def listen(_sender: object, *, enrolment_id: int, **_facts: Any) -> None:
        heard.append(enrolment_id)

    with course_completed.connected_to(listen):
        return all_together(app, lambda n: deeds[n](), len(deeds)), heard


def test_the_last_step_marked_in_16_tabs_completes_the_course_once(live_app: Flask) -> None:
    with live_app.app_context():
        course = a_course()
        enrolment = a_learner(a_person(), course, "welcome", "first-sale")
        open_item(enrolment, course, "second-sale")
        last = the_item(course, "second-sale")
        db.session.commit()

    def mark() -> str:
        return str(services.mark_complete(enrolment_id=enrolment.id, item=last, now=utc_now()))

    said, heard = run(live_app, [mark] * AT_ONCE)
    assert sorted(said) == ["False"] * (AT_ONCE - 1) + ["True"]
    assert heard == [enrolment.id]


def test_16_different_steps_marked_at_once_all_count(live_app: Flask) -> None:
    with live_app.app_context():
        course = a_course(a_module("m", *(a_reading(f"r{n}") for n in range(AT_ONCE))))
        enrolment = an_enrolment(a_person(), course)
        items = [the_item(course, f"r{n}") for n in range(AT_ONCE)]
        for number in range(AT_ONCE):
            open_item(enrolment, course, f"r{number}")
        db.session.commit()

    def mark(number: int) -> Callable[[], str]:
        return lambda: str(services.mark_complete(enrolment_id=enrolment.id, item=items[number], now=utc_now()))

    said, heard = run(live_app, [mark(number) for number in range(AT_ONCE)])
    assert said.count("True") == 1 and heard == [enrolment.id]
    with live_app.app_context():
        state = queries.progress_of(enrolment.id).course
        found = places.enrolment_by_id(enrolment.id)
        assert state is not None and state.percent == 100
        assert found is not None and found.status == "completed"


def test_opening_and_marking_at_once_does_not_lock_up(live_app: Flask) -> None:
    with live_app.app_context():
        course = a_course()
        enrolment = an_enrolment(a_person(), course)
        open_item(enrolment, course, "welcome")
        item = the_item(course, "welcome")
        db.session.commit()

    def look() -> str:
        services.record_opening(enrolment_id=enrolment.id, course=course, item_id=item.id, now=utc_now())
        return "looked"

    def mark() -> str:
        services.mark_complete(enrolment_id=enrolment.id, item=item, now=utc_now())
        return "marked"

    said, _heard = run(live_app, [look, mark] * 8)
    assert sorted(said) == ["looked"] * 8 + ["marked"] * 8


def test_a_score_set_by_16_at_once_is_set_once_and_the_others_are_history(live_app: Flask) -> None:
    with live_app.app_context():
        course = a_course(a_module("m", a_quiz_item()))
        enrolment, by, item = an_enrolment(a_person(), course), an_instructor(course).id, the_item(course, "quiz")
        db.session.commit()

    def set_score(percent: float) -> Callable[[], str]:
        values: dict[str, Any] = {"enrolment_id": enrolment.id, "item": item, "reason": "x", "by": by, "now": utc_now()}
        return lambda: str(override_grade(percent=percent, **values))

    said, heard = run(live_app, [set_score(60 + number) for number in range(AT_ONCE)])
    assert said.count("True") == 1 and heard == [enrolment.id]
    with live_app.app_context():
        history = overrides_at(enrolment.id, item.id)
    assert len(history) == AT_ONCE and [one.is_in_force for one in history].count(True) == 1
