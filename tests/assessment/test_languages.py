"""The language of a quiz: chosen in the middle of it, told where a question is not translated."""

from typing import Any

from sqlalchemy import select, update

from lms.assessment.models import Response
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.assessment.browsing import sitting_now, whole_page
from tests.factories.assessment import a_question


def test_choosing_a_language_in_a_quiz_saves_the_answers_and_comes_back_to_it(client: Any) -> None:
    sitting = sitting_now(a_question("short_text"))
    client.sign_in(sitting.person)
    page = client.get(sitting.url).text
    assert 'name="language" value="ru"' in page
    assert page.index('value="submit"') < page.index('name="language"')  # Enter presses the first button
    answer = client.post(sitting.url, data=whole_page(sitting, answer_1="WCO", language="ru"))
    assert (answer.status_code, answer.location) == (303, sitting.url)
    assert db.session.scalar(select(Enrolment.language)) == "ru"
    assert db.session.scalar(select(Response.answer)) == {"text": "WCO"}
    assert client.post(sitting.url, data=whole_page(sitting, language="xx")).status_code == 400


def test_a_question_that_is_not_translated_says_so_and_has_its_own_direction(client: Any) -> None:
    question = a_question("single")
    question.texts.pop("ru", None)
    sitting = sitting_now(question)
    client.sign_in(sitting.person)
    assert "Not translated yet" not in client.get(sitting.url).text
    db.session.execute(update(Enrolment).values(language="ru"))
    db.session.commit()
    page = client.get(sitting.url).text
    assert "Not translated yet. Shown in: <bdi>English</bdi>" in page
    assert '<div class="prose" lang="en" dir="ltr">' in page
