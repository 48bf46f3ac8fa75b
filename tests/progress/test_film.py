"""Films: what a browser reports, and how much of it the server believes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts
from lms.enrolment.services import withdraw
from lms.progress.models import ItemProgress
from tests.client import Browser
from tests.factories.accounts import a_person, an_instructor
from tests.factories.courses import a_course, a_module, a_reading, a_video_item
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import open_item, the_item
from tests.progress.browsing import get, main_of, state_of


def film_course() -> CourseFacts:
    return a_course(a_module("m", a_video_item("film", percent=80), a_reading("after", after="film")))


def test_a_film_has_captions_goes_on_where_it_was_and_says_what_is_needed(client: Browser) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    item = ItemProgress.item_id == the_item(course, "film").id
    db.session.execute(
        update(ItemProgress)
        .where(ItemProgress.enrolment_id == enrolment.id, item)
        .values(position_seconds=37.5, percent=41.7)
    )
    main = main_of(get(client, course.slug, "film"))
    base = f"/learn/{course.slug}/film"
    assert f'data-progress-url="{base}/watch"' in main and 'data-resume-seconds="37.5"' in main
    assert f'<source src="{base}/media/film.webm"' in main and f'src="{base}/media/film.en.vtt"' in main
    assert 'srclang="en"' in main and "Watched: 41%" in main
    assert "Complete when you have watched 80% of the film." in main
    assert "<noscript>" in main and "I have watched it" in main


def report(client: Browser, course: CourseFacts, segments: str, **more: str) -> TestResponse:
    answer: TestResponse = client.post(
        f"/learn/{course.slug}/film/watch", data={"segments": segments, "position": "12.5", "duration": "100", **more}
    )
    return answer


def opened_some_time_ago(enrolment: Any, seconds: int) -> None:
    db.session.execute(
        update(ItemProgress)
        .where(ItemProgress.enrolment_id == enrolment.id)
        .values(opened_at=utc_now() - timedelta(seconds=seconds))
    )
    db.session.commit()


def test_watching_is_reported_and_completes_the_film(client: Browser) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    opened_some_time_ago(enrolment, 200)
    answer = report(client, course, "[[0, 50.5]]")
    assert answer.json == {"percent": 50, "text": "Watched: 50%", "course_complete": False}
    assert report(client, course, "[[50, 80]]").json == {
        "percent": 80, "text": "Watched: 80% · Complete", "course_complete": False,
    }  # fmt: skip
    state = state_of(enrolment, course, "film")
    assert state is not None and state.is_complete and state.position_seconds == 12.5
    get(client, course.slug, "after")


def test_staff_who_took_the_course_once_look_in_and_nothing_is_recorded(client: Browser) -> None:
    course = film_course()
    person = an_instructor(course)
    enrolment = an_enrolment(person, course)
    open_item(enrolment, course, "film", utc_now() - timedelta(hours=1))
    withdraw(person_id=person.id, course_id=course.id, now=utc_now())
    client.sign_in(person)
    assert report(client, course, "[[0, 100]]").status_code == 400
    state = state_of(enrolment, course, "film")
    assert state is not None and not state.is_complete and state.watched == []


def test_f13_a_whole_film_reported_at_once_is_not_believed(client: Browser) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    answer = report(client, course, "[[0, 100]]", duration="1", percent="100")
    assert answer.json is not None and answer.json["percent"] < 20
    state = state_of(enrolment, course, "film")
    assert state is not None and not state.is_complete
    get(client, course.slug, "after", status=403)


def test_f13_a_film_is_reported_only_after_it_was_opened(client: Browser) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert report(client, course, "[[0, 100]]").status_code == 409
    assert state_of(enrolment, course, "film") is None


@pytest.mark.parametrize(
    "segments",
    ["{}", "[1]", "[[1]]", '[["0", "9"]]', "[[0, null]]", "nonsense", "[" * 20_000, "[[0,1]," * 2000, "[[true, 1]]"],
)
def test_c10_a_report_that_is_no_list_of_pairs_is_refused(client: Browser, segments: str) -> None:
    person, course = a_person(), film_course()
    an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    assert report(client, course, segments).status_code == 400


@pytest.mark.parametrize("segments", ["[[NaN, 1]]", "[[0, Infinity]]", "[[0, 1e400]]", f"[[0, {'9' * 400}]]", "[]"])
def test_c10_numbers_that_are_none_count_nothing(client: Browser, segments: str) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    opened_some_time_ago(enrolment, 1000)
    answer = report(client, course, segments, position="nan")
    assert answer.status_code in (200, 400)
    state = state_of(enrolment, course, "film")
    assert state is not None and (state.percent or 0) == 0
