"""What the page of an item says is to be mended before the course is published."""

from typing import Any

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.services.files import change_files
from lms.authoring.services.outline import add_item
from lms.core.db import db
from lms.packages.writing import write_yaml
from tests.factories.authoring import NOW
from tests.statements import Statements

FIRST = "To be mended before the course is published"


def _change(course: StudioCourse, me: Any, path: str, text: str) -> None:
    change_files(course.id, {path: text}, kind="edit-item", subject="x", by=me.id, now=NOW)
    db.session.commit()


def _page(client: Any, course: StudioCourse, item: str) -> str:
    answer = client.get(f"/studio/{course.slug}/{item}/")
    assert answer.status_code == 200
    return str(answer.text)


@pytest.mark.parametrize("item", ["what-is-in-it", "packing-film", "quiz-send", "final-quiz", "write-a-claim"])
def test_an_item_that_can_be_published_has_nothing_to_be_mended(client: Any, course: StudioCourse, item: str) -> None:
    page = _page(client, course, item)
    assert FIRST not in page and "Nothing wrong with this text." in page


@pytest.mark.parametrize(
    ("item", "path", "text", "told", "mended_at"),
    [
        ("packing-film", "items/packing-film.yaml", "file: film.webm\nduration_seconds: 12\n",
         "there are no captions in en", "film"),
        ("packing-film", "items/packing-film.yaml", "captions: {en: film.en.vtt}\n", "the video has no film", "film"),
        ("packing-film", "items/packing-film.yaml", "file: gone.mp4\nduration_seconds: 12\n",
         "media/gone.mp4 is not there", "film"),
        ("quiz-send", "items/quiz-send.yaml", "questions: []\npass_percent: 70\n", "the quiz has no questions", "quiz"),
        ("quiz-send", "items/quiz-send.yaml", "questions: [{bank: parcels, draw: 99}]\npass_percent: 70\n",
         "99 questions are drawn", "quiz"),
        ("write-a-claim", "items/write-a-claim.en.yaml", "{}\n", "the file is empty", "assignment"),
    ],
)  # fmt: skip
def test_an_item_says_what_keeps_it_from_being_published_and_leads_to_where_it_is_mended(
    client: Any, course: StudioCourse, me: Any, item: str, path: str, text: str, told: str, mended_at: str
) -> None:
    _change(course, me, path, text)
    page = _page(client, course, item)
    assert FIRST in page
    check = page.split(FIRST)[1].split("data-look-facts")[0]
    assert told in check
    assert f'href="/studio/{course.slug}/{item}/{mended_at}"' in check


@pytest.mark.parametrize(
    ("kind", "told"),
    [("reading", ""), ("video", "the video has no film"), ("quiz", "the quiz has no questions"), ("assignment", "")],
)
def test_an_item_that_was_just_added_says_what_it_lacks(
    client: Any, course: StudioCourse, me: Any, kind: str, told: str
) -> None:
    add_item(course.id, "receive", kind, "Fresh", by=me.id, now=NOW)
    db.session.commit()
    page = _page(client, course, "fresh")
    assert (FIRST in page) == bool(told) and told in page
    assert ("the text is empty: write what the trainee reads" in page) == (kind != "quiz")


def test_mistakes_of_other_items_are_no_matter_of_this_one(client: Any, course: StudioCourse, me: Any) -> None:
    _change(course, me, "items/quiz-send.yaml", "questions: []\npass_percent: 70\n")
    assert FIRST not in _page(client, course, "final-quiz")


def test_a_course_yaml_with_a_mistake_breaks_no_page_of_an_item(client: Any, course: StudioCourse, me: Any) -> None:
    _change(course, me, "course.yaml", write_yaml({**course_files(course.id).course, "hours": "many"}))
    assert FIRST not in _page(client, course, "packing-film")


@pytest.mark.parametrize("item", ["packing-film", "quiz-send", "write-a-claim"])
def test_the_check_of_an_item_costs_as_many_statements_in_a_large_course(
    client: Any, course: StudioCourse, me: Any, statements: Statements, item: str
) -> None:
    costs = []
    for _time in range(2):
        with statements as seen:
            _page(client, course, item)
        costs.append(seen.count)
        for number in range(20):
            add_item(course.id, "send", "video", f"More {number}", by=me.id, now=NOW)
        db.session.commit()
    assert costs[0] == costs[1] <= 14, seen.texts
