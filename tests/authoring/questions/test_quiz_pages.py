"""The settings of a quiz: what it draws, and its rules as trainees read them."""

import html
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import yaml_files
from tests.authoring.questions.pages import BASE, address_of, filled
from tests.factories.accounts import an_instructor

QUIZ = f"{BASE}/final-quiz/quiz"


def test_a_quiz_is_told_in_the_words_that_trainees_read(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(QUIZ).text
    assert "20 minutes" in page and "2 of 2 left" in page and "Once you have passed" in page and "of 8" in page
    form: Any = filled(page, f'action="{QUIZ}"')
    form |= {"attempts": "", "time_limit_minutes": "", "feedback": "never", "do": "show"}
    shown = desk.post(QUIZ, data=form).text
    assert "As many as you like" in shown and "Not shown" in shown
    assert yaml_files(course.id, ["items/final-quiz.yaml"])["items/final-quiz.yaml"].value["attempts"] == 2


def test_a_quiz_may_wait_for_its_questions_but_is_warned(desk: FlaskClient, course: StudioCourse) -> None:
    form: Any = filled(desk.get(QUIZ).text, f'action="{QUIZ}"')
    added = desk.post(QUIZ, data={**form, "row": "add:section"}).text
    form = filled(added, f'action="{QUIZ}"')
    form |= {"section-s1-draw": "9", "section-new-1-bank": "parcels", "section-new-1-tag": "basics"}
    assert desk.post(QUIZ, data=form).status_code == 302
    page = desk.get(QUIZ).text
    assert "Section 1 draws 9 questions, but parcels has only 8." in page and "Section 2 can draw" in page
    kept = yaml_files(course.id, ["items/final-quiz.yaml"])["items/final-quiz.yaml"].value
    assert kept["questions"] == [{"bank": "parcels", "draw": 9}, {"bank": "parcels", "tag": "basics"}]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"section-s1-draw": "0"}, "Draw 1 to 200"),
        ({"pass_percent": "101"}, "a number from 1 to 100"),
        ({"attempts": "", "feedback": "after_last_attempt"}, "Limit the attempts"),
        ({"grade": "worst"}, "choose from the list"),
    ],
)
def test_settings_that_no_quiz_can_have_are_refused(
    desk: FlaskClient, course: StudioCourse, changes: dict[str, str], told: str
) -> None:
    form = {**filled(desk.get(QUIZ).text, f'action="{QUIZ}"'), **changes}
    answer = desk.post(QUIZ, data=form)
    assert answer.status_code == 422 and told in answer.text


def test_two_authors_at_one_quiz(desk: FlaskClient, course: StudioCourse) -> None:
    form = filled(desk.get(QUIZ).text, f'action="{QUIZ}"')
    assert desk.post(QUIZ, data={**form, "attempts": "3"}).status_code == 302
    answer = desk.post(QUIZ, data={**form, "attempts": "4"})
    assert answer.status_code == 409 and "Yours is not saved yet" in answer.text and "<del>" in answer.text
    assert desk.post(QUIZ, data=filled(answer.text, f'action="{QUIZ}"')).status_code == 302
    assert yaml_files(course.id, ["items/final-quiz.yaml"])["items/final-quiz.yaml"].value["attempts"] == 4
    assert desk.get(f"{BASE}/what-is-in-it/quiz").status_code == 404


def test_a_quiz_leads_to_its_questions_and_each_of_them_back(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(f"{BASE}/quiz-send/quiz").text
    address = f"{BASE}/questions?bank=parcels&tag=basics&quiz=quiz-send"
    assert f'href="{html.escape(address)}"' in page
    listed = desk.get(address).text
    assert listed.count('name="question"') == 2 and f'href="{BASE}/quiz-send/quiz"' in _crumbs(listed)
    assert f'href="{address_of("which-label")}?quiz=quiz-send"' in listed
    opened = desk.get(f"{address_of('which-label')}?quiz=quiz-send").text
    assert f'href="{BASE}/quiz-send/quiz"' in _crumbs(opened)
    form = filled(opened, "data-question")
    saved = desk.post(f"{address_of('which-label')}?quiz=quiz-send", data=form)
    assert saved.location == f"{address_of('which-label')}?quiz=quiz-send#saved"
    copied = desk.post(f"{address_of('which-label')}/copy?quiz=quiz-send")
    assert copied.location == f"{address_of('which-label-2')}?quiz=quiz-send"


def _crumbs(page: str) -> str:
    return page[page.index('class="crumbs"') :].partition("</nav>")[0]


def test_the_list_shows_what_a_quiz_can_draw(desk: FlaskClient, course: StudioCourse) -> None:
    assert desk.get(f"{BASE}/questions?quiz=quiz-send").text.count('name="question"') == 2
    assert desk.get(f"{BASE}/questions?quiz=final-quiz").text.count('name="question"') == 8
    unknown = desk.get(f"{BASE}/questions?quiz=no-such").text
    assert "Nothing found" in unknown and "no-such" not in _crumbs(unknown)
    new = desk.get(f"{BASE}/questions/new?kind=single&quiz=final-quiz").text
    assert f'href="{BASE}/final-quiz/quiz"' in _crumbs(new)


def test_an_assistant_reads_the_list_and_is_led_to_no_page_of_authors(
    client: FlaskClient, course: StudioCourse
) -> None:
    client.sign_in(an_instructor(course, "assistant"))  # type: ignore[attr-defined]
    page = client.get(f"{BASE}/questions?quiz=quiz-send").text
    assert "Which label passes?" in page and "/quiz-send/quiz" not in page and "questions/exchange" not in page
