"""A course that is translated in part: trainees read the source where there is nothing else, and are told so."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask import Flask

from lms.courses.queries import CourseFacts, published_course
from lms.courses.rules import share_translated
from lms.packages.importing import import_package
from lms.packages.reading import read_package
from tests.client import Browser
from tests.factories.accounts import a_person
from tests.factories.courses import SAMPLE, a_course
from tests.factories.progress import a_learner

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> CourseFacts:
    """The sample without the Russian of one reading, and without the Russian of half of its questions."""
    folder = tmp_path / "sample-parcels"
    copytree(SAMPLE, folder)
    (folder / "items" / "more-to-read.ru.md").unlink()
    words = folder / "questions" / "parcels.ru.yaml"
    text = words.read_text()
    words.write_text(text[: text.index("which-form:")])
    import_package(read_package(folder), now=NOW, by=None)
    facts = published_course("sample-parcels")
    assert facts is not None
    return facts


@pytest.fixture
def trainee(course: CourseFacts, client: Browser) -> Any:
    person = a_person(language="ru")
    client.sign_in(person)
    return person


def test_a_course_page_tells_how_far_each_language_is(course: CourseFacts, client: Browser) -> None:
    # 1 about the course, 2 modules, 7 items, 1 rubric, 8 questions; a reading and four questions are missing.
    assert course.translated == {"en": 19, "ru": 14}
    page = client.get(f"/courses/{course.slug}/").text
    assert "English · Русский – 73% translated" in page


def test_a_revision_from_before_the_count_says_nothing_of_shares(app: Flask) -> None:
    assert a_course().language_shares == [("en", 100), ("ru", 100)]


@pytest.mark.parametrize(("done", "whole", "percent"), [(0, 7, 0), (199, 200, 99), (200, 200, 100), (3, 2, 100)])
def test_only_what_is_whole_is_100_percent(done: int, whole: int, percent: int) -> None:
    assert share_translated(done, whole) == percent


def test_a_step_that_is_not_translated_is_shown_in_the_source_and_says_so(
    course: CourseFacts, trainee: Any, client: Browser
) -> None:
    a_learner(trainee, course)
    client.post(f"/learn/{course.slug}/language", data={"language": "ru", "item": ""})
    with client.session_transaction() as session:
        session["language"] = "en"  # of the interface
    page = client.get(f"/learn/{course.slug}/more-to-read/").text
    assert "This step is not translated yet: <bdi>Русский</bdi>. It is shown in: <bdi>English</bdi>" in page
    assert '<div class="prose" lang="en" dir="ltr">' in page
    assert '<h1><bdi lang="en">More to read</bdi></h1>' in page
    assert "This step is not translated yet" not in client.get(f"/learn/{course.slug}/what-is-in-it/").text


def test_each_title_of_the_outline_is_marked_with_its_own_language(
    course: CourseFacts, trainee: Any, client: Browser
) -> None:
    a_learner(trainee, course)
    client.post(f"/learn/{course.slug}/language", data={"language": "ru", "item": ""})
    with client.session_transaction() as session:
        session["language"] = "en"
    page = client.get(f"/learn/{course.slug}/").text
    assert '<span lang="ru">Отправить</span>' in page
    assert "More to read" in page
    assert '<span lang="ru">More to read' not in page


def test_choosing_a_language_comes_back_to_the_same_step(course: CourseFacts, trainee: Any, client: Browser) -> None:
    a_learner(trainee, course)
    answer = client.post(f"/learn/{course.slug}/language", data={"language": "en", "item": "what-is-in-it"})
    assert answer.location == f"/learn/{course.slug}/what-is-in-it/"
    page = client.get(answer.location).text
    assert '<div class="prose" lang="en" dir="ltr">' in page
    assert page.count("data-keeps-place") == 2  # before the text for phones, beside it elsewhere
