from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.assessment.signals import attempt_graded
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.queries import CourseFacts, published_course
from lms.courses.services import publish_revision
from lms.enrolment import queries as places
from lms.enrolment import services as place_services
from lms.jobs.models import Job
from lms.jobs.worker import Worker
from lms.progress import jobs, queries, services
from lms.progress.signals import course_completed
from tests.factories.accounts import a_person
from tests.factories.courses import a_course, a_draft, a_module, a_quiz_item, a_reading, a_video_item
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import a_learner, complete_reading, open_item, the_item

NOW = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def news() -> Iterator[list[dict[str, Any]]]:
    """What `course_completed` told, in order."""
    heard: list[dict[str, Any]] = []

    def listen(_sender: object, **facts: Any) -> None:
        heard.append(facts)

    with course_completed.connected_to(listen):
        yield heard


def percent(enrolment_id: int) -> int:
    state = queries.progress_of(enrolment_id).course
    assert state is not None
    return state.percent


def grade(enrolment_id: int, course: CourseFacts, key: str, score: float, now: datetime = NOW) -> None:
    """What the assessment room announces when an attempt was graded."""
    item_id = the_item(course, key).id
    attempt_graded.send(None, enrolment_id=enrolment_id, item_id=item_id, attempt_id=1, percent=score, now=now)


def test_a_new_enrolment_begins_at_zero_of_what_is_required(app: Flask) -> None:
    course = a_course(a_module("m", a_reading("a"), a_reading("b"), a_reading("extra", required=False)))
    enrolment = an_enrolment(a_person(), course)
    state = queries.progress_of(enrolment.id).course
    assert state is not None
    assert (state.percent, state.completed_items, state.required_items, state.last_item_id) == (0, 0, 2, None)


def test_opening_is_recorded_with_its_first_moment(app: Flask) -> None:
    course = a_course()
    enrolment = an_enrolment(a_person(), course)
    open_item(enrolment, course, "welcome", NOW)
    open_item(enrolment, course, "first-sale", NOW + timedelta(minutes=1))
    open_item(enrolment, course, "welcome", NOW + timedelta(minutes=2))
    progress = queries.progress_of(enrolment.id)
    assert progress.items[the_item(course, "welcome").id].opened_at == NOW
    assert progress.course is not None
    assert progress.course.last_item_id == the_item(course, "welcome").id
    assert progress.course.last_seen_at == NOW + timedelta(minutes=2)


def test_f13_a_reading_that_was_never_opened_cannot_be_marked(app: Flask) -> None:
    course = a_course()
    enrolment = an_enrolment(a_person(), course)
    with pytest.raises(Refused, match="Open this step first"):
        services.mark_complete(enrolment_id=enrolment.id, item=the_item(course, "welcome"), now=NOW)
    assert percent(enrolment.id) == 0


def test_readings_that_are_opened_and_marked_complete_the_course_once(app: Flask, news: list[dict[str, Any]]) -> None:
    course, person = a_course(), a_person()
    enrolment = a_learner(person, course, "welcome", "first-sale", now=NOW)
    assert (percent(enrolment.id), news) == (66, [])
    later = NOW + timedelta(days=1)
    assert complete_reading(enrolment, course, "second-sale", later) is True
    assert complete_reading(enrolment, course, "second-sale", later) is False
    assert percent(enrolment.id) == 100
    assert news == [
        {
            "enrolment_id": enrolment.id,
            "person_id": person.id,
            "course_id": course.id,
            "result_percent": None,
            "now": later,
        }
    ]
    done = places.enrolment_by_id(enrolment.id)
    assert done is not None and (done.status, done.completed_at) == ("completed", later)
    state = queries.progress_of(enrolment.id).course
    assert state is not None and state.completed_at == later


def test_a_quiz_is_completed_by_its_score_and_not_by_a_mark(app: Flask, news: list[dict[str, Any]]) -> None:
    course = a_course(a_module("m", a_reading("a"), a_quiz_item("quiz", percent=70)), final_quiz="quiz")
    enrolment = a_learner(a_person(), course, "a")
    open_item(enrolment, course, "quiz")
    with pytest.raises(Refused, match="when you pass its quiz"):
        services.mark_complete(enrolment_id=enrolment.id, item=the_item(course, "quiz"), now=NOW)
    grade(enrolment.id, course, "quiz", 69.99)
    state = queries.progress_of(enrolment.id).items[the_item(course, "quiz").id]
    assert (state.is_complete, state.percent, news) == (False, 69.99, [])
    grade(enrolment.id, course, "quiz", 85.5)
    assert percent(enrolment.id) == 100
    assert [facts["result_percent"] for facts in news] == [85.5]


def test_the_result_is_the_mean_of_the_required_quizzes_where_there_is_no_final_one(
    app: Flask, news: list[dict[str, Any]]
) -> None:
    course = a_course(
        a_module("m", a_quiz_item("one"), a_quiz_item("two"), a_quiz_item("extra", required=False)),
    )
    enrolment = an_enrolment(a_person(), course)
    for key, score in (("extra", 10.0), ("one", 80.0), ("two", 90.5)):
        grade(enrolment.id, course, key, score)
    assert [facts["result_percent"] for facts in news] == [85.25]


def test_a_lower_score_that_counts_later_takes_no_completion_away(app: Flask) -> None:
    course = a_course(a_module("m", a_quiz_item("quiz"), a_reading("a")))
    enrolment = an_enrolment(a_person(), course)
    grade(enrolment.id, course, "quiz", 90.0)
    grade(enrolment.id, course, "quiz", 20.0)  # the last attempt counts in this quiz
    state = queries.progress_of(enrolment.id).items[the_item(course, "quiz").id]
    assert (state.is_complete, state.percent, percent(enrolment.id)) == (True, 20.0, 50)


def watch(enrolment_id: int, course: CourseFacts, segments: list[list[float]], seconds: float) -> float:
    share, _over = services.record_watching(
        enrolment_id=enrolment_id,
        item=the_item(course, "film"),
        segments=segments,
        position_seconds=42.0,
        now=NOW + timedelta(seconds=seconds),
    )
    return share


def test_watching_a_film_adds_up_until_it_is_complete(app: Flask, news: list[dict[str, Any]]) -> None:
    course = a_course(a_module("m", a_video_item("film", percent=80)))
    enrolment = an_enrolment(a_person(), course)
    open_item(enrolment, course, "film", NOW)
    assert watch(enrolment.id, course, [[0, 40]], 45) == 40.0
    assert watch(enrolment.id, course, [[20, 60]], 90) == 60.0
    assert news == []
    state = queries.progress_of(enrolment.id).items[the_item(course, "film").id]
    assert (state.position_seconds, state.watched) == (42.0, [[0, 60]])
    assert watch(enrolment.id, course, [[60, 80]], 120) == 80.0
    assert len(news) == 1 and news[0]["result_percent"] is None
    assert watch(enrolment.id, course, [[80, 100]], 150) == 100.0
    assert len(news) == 1


def test_f13_a_forged_report_of_a_whole_film_is_clipped_to_the_time_there_was(app: Flask) -> None:
    course = a_course(a_module("m", a_video_item("film", percent=80)))
    enrolment = an_enrolment(a_person(), course)
    open_item(enrolment, course, "film", NOW)
    assert watch(enrolment.id, course, [[0, 100]], 10) == 20.0
    assert watch(enrolment.id, course, [[0, 100]], 11) == 22.0
    assert percent(enrolment.id) == 0


def test_f13_a_film_that_was_never_opened_takes_no_report(app: Flask) -> None:
    course = a_course(a_module("m", a_video_item("film")))
    enrolment = an_enrolment(a_person(), course)
    with pytest.raises(Refused):
        watch(enrolment.id, course, [[0, 100]], 1000)


def test_without_scripts_a_film_can_be_marked_once_there_was_time_to_see_it(app: Flask) -> None:
    course = a_course(a_module("m", a_video_item("film", percent=80)))
    enrolment = an_enrolment(a_person(), course)
    open_item(enrolment, course, "film", NOW)
    film = the_item(course, "film")
    with pytest.raises(Refused, match="Watch the film first"):
        services.mark_complete(enrolment_id=enrolment.id, item=film, now=NOW + timedelta(seconds=79))
    assert services.mark_complete(enrolment_id=enrolment.id, item=film, now=NOW + timedelta(seconds=80)) is True


def test_progress_survives_leaving_and_coming_back(app: Flask, news: list[dict[str, Any]]) -> None:
    course, person = a_course(), a_person()
    enrolment = a_learner(person, course, "welcome", "first-sale")
    place_services.withdraw(person_id=person.id, course_id=course.id, now=NOW)
    assert complete_reading(enrolment, course, "second-sale") is False
    assert news == []  # whoever has left completes nothing
    again = an_enrolment(person, course)
    assert again.id == enrolment.id and again.status == "completed"
    assert len(news) == 1


# --- new revisions ---------------------------------------------------------------------------------------------


def publish_again(course: CourseFacts, *modules: Any, **changes: Any) -> CourseFacts:
    """A new revision of the course, and everyone counted anew by the job that it queues."""
    draft = a_draft(*modules, slug=course.slug, **changes)
    publish_revision(draft, now=NOW, by=None)
    db.session.commit()
    found = published_course(course.slug)
    assert found is not None and found.revision_number == course.revision_number + 1
    return found


def do_jobs(app: Flask) -> None:
    Worker(app.app_context).drain()
    assert db.session.scalars(select(Job.last_error).where(Job.last_error.is_not(None))).all() == []


def test_progress_survives_a_new_revision(app: Flask) -> None:
    course = a_course(a_module("m", a_reading("a"), a_reading("b")))
    enrolment = a_learner(a_person(), course, "a")
    newer = publish_again(course, a_module("m", a_reading("a"), a_reading("b"), a_reading("c"), a_reading("d")))
    do_jobs(app)
    state = queries.progress_of(enrolment.id).course
    assert state is not None
    assert (state.percent, state.required_items, state.revision_id) == (25, 4, newer.revision_id)


def test_an_item_that_is_removed_can_complete_the_course_for_those_who_had_the_rest(
    app: Flask, news: list[dict[str, Any]]
) -> None:
    course = a_course(a_module("m", a_reading("a"), a_reading("b")))
    enrolment = a_learner(a_person(), course, "a")
    publish_again(course, a_module("m", a_reading("a")))
    do_jobs(app)
    assert percent(enrolment.id) == 100
    assert [facts["enrolment_id"] for facts in news] == [enrolment.id]


def test_a_completed_course_stays_completed_whatever_is_added(app: Flask, news: list[dict[str, Any]]) -> None:
    course = a_course(a_module("m", a_reading("a")))
    enrolment = a_learner(a_person(), course, "a")
    publish_again(course, a_module("m", a_reading("a"), a_reading("b")))
    do_jobs(app)
    found = places.enrolment_by_id(enrolment.id)
    assert found is not None and found.status == "completed"
    assert percent(enrolment.id) == 100
    assert len(news) == 1


def test_a_pass_mark_that_was_lowered_is_reached_by_the_score_one_had(app: Flask) -> None:
    course = a_course(a_module("m", a_quiz_item("quiz", percent=80), a_reading("a")))
    enrolment = an_enrolment(a_person(), course)
    grade(enrolment.id, course, "quiz", 75.0)
    assert percent(enrolment.id) == 0
    publish_again(course, a_module("m", a_quiz_item("quiz", percent=70), a_reading("a")))
    do_jobs(app)
    assert percent(enrolment.id) == 50


def test_many_learners_are_counted_in_batches(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    course = a_course(a_module("m", a_reading("a"), a_reading("b")))
    enrolments = [a_learner(a_person(), course, "a") for _ in range(5)]
    publish_again(course, a_module("m", a_reading("a"), a_reading("b"), a_reading("c"), a_reading("d")))
    do_jobs(app)
    assert [percent(enrolment.id) for enrolment in enrolments] == [25] * 5
