"""Item analysis of real attempts: who is counted, what staff read, and what it costs."""

import re
from html import unescape
from typing import Any

import pytest

from lms.assessment import services
from lms.assessment.drafts import QuestionDraft
from lms.assessment.queries.analysis import AnalysedQuestion, analysed_questions
from lms.core.db import db
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assessment import NOW, AQuiz, a_question, a_quiz, an_enrolment, start
from tests.statements import Statements


def single(key: str, **changes: Any) -> QuestionDraft:
    return a_question("single", key=key, **changes)


def take(quiz: AQuiz, person: Any, *chosen: str) -> None:
    """One attempt, handed in: the option chosen of each question, empty for none."""
    enrolment = person if hasattr(person, "person_id") else an_enrolment(person, quiz.course)
    attempt = start(quiz, enrolment)
    answers = {number: {"choice": key} for number, key in enumerate(chosen, 1) if key}
    services.save_answers(attempt_id=attempt.id, answers=answers, base_seqs={}, now=NOW)
    services.grade(attempt.id, now=NOW)
    db.session.commit()


def figures(quiz: AQuiz) -> dict[str, AnalysedQuestion]:
    return {found.key: found for found in analysed_questions(quiz.item.id, quiz.item.version_id)}


def staff_of(quiz: AQuiz, client: Browser) -> Any:
    client.sign_in(accounts.an_instructor(quiz.course))
    return client


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text.split("<main", 1)[1])).split())


def test_first_attempts_alone_are_counted_and_what_was_left_open_earned_nothing(app: object) -> None:
    quiz = a_quiz(single("one"), single("two"))
    again = an_enrolment(accounts.a_person(), quiz.course)
    take(quiz, again, "wool", "cottonKEY")
    take(quiz, again, "cottonKEY", "cottonKEY")  # a second attempt has seen the answers
    take(quiz, accounts.a_person(), "cottonKEY", "")
    start(quiz, an_enrolment(accounts.a_person(), quiz.course))  # still going on
    found = figures(quiz)
    assert [(f.analysis.count, f.analysis.facility) for f in found.values()] == [(2, 0.5), (2, 0.5)]
    assert {use.key: use.count for use in found["one"].analysis.options} == {
        "wool": 1, "cottonKEY": 1, "silk": 0, "linen": 0,
    }  # fmt: skip
    assert found["one"].analysis.discrimination == pytest.approx(-1)
    assert sum(use.count for use in found["two"].analysis.options) == 1


def test_every_kind_of_question_has_its_figures(app: object) -> None:
    quiz = a_quiz()
    take(quiz, accounts.a_person())
    found = figures(quiz)
    assert len(found) == 8 and all(f.analysis.count == 1 and f.analysis.facility == 0 for f in found.values())
    kinds = {f.question.kind for f in found.values() if f.analysis.options}
    assert kinds == {"single", "multiple", "true_false"}


def test_staff_read_which_question_misleads_and_which_option_nobody_takes(client: Browser) -> None:
    quiz = a_quiz(single("good"), single("bad"), single("third"))
    for number in range(32):
        knows = number % 2 == 0
        right, wrong = "cottonKEY", "wool"
        take(quiz, accounts.a_person(), right if knows else wrong, wrong if knows else right, right if knows else wrong)
    staff = staff_of(quiz, client)
    listed = text_of(staff.get(f"/studio/{quiz.course.slug}/analysis"))
    assert "May mislead Look at it" in listed and "32" in listed and "-1.00" in listed.replace("−", "-")
    page = text_of(staff.get(f"/studio/{quiz.course.slug}/analysis/quiz/bad"))
    assert "People who do well in the rest miss this question more often." in page
    assert "People who know the rest choose it more often." in page
    assert "Nobody chooses it." in page and "Cotton right 50%" in page


def test_too_few_answers_are_said_to_be_too_few(client: Browser) -> None:
    quiz = a_quiz(single("one"), single("two"))
    take(quiz, accounts.a_person(), "wool", "cottonKEY")
    staff = staff_of(quiz, client)
    assert "Too few answers" in text_of(staff.get(f"/studio/{quiz.course.slug}/analysis?quiz=quiz"))
    page = text_of(staff.get(f"/studio/{quiz.course.slug}/analysis/quiz/one"))
    assert "1 first answer so far. From 30 on the question is judged." in page and "Nobody chooses it" not in page


def test_a04_the_analysis_of_a_course_one_does_not_teach_is_missing(client: Any) -> None:
    quiz, other = a_quiz(single("one")), a_quiz(single("one"))
    for who in (accounts.an_instructor(other.course), accounts.a_person(), accounts.an_observer()):
        client.sign_in(who)
        assert client.get(f"/studio/{quiz.course.slug}/analysis").status_code == 404
        assert client.get(f"/studio/{quiz.course.slug}/analysis/quiz/one").status_code == 404


@pytest.mark.parametrize("path", ["quiz/no-such", "no-such/one", "welcome/one", "quiz/%27"])
def test_a_question_that_is_not_in_the_quiz_is_missing(client: Browser, path: str) -> None:
    quiz = a_quiz(single("one"))
    assert staff_of(quiz, client).get(f"/studio/{quiz.course.slug}/analysis/{path}").status_code == 404


def test_b01_hostile_words_of_a_question_are_shown_as_the_texts_they_are(client: Browser) -> None:
    texts = {
        "en": {**a_question("single").texts["en"], "prompt": "<p>1 &lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}</p>"}
    }
    quiz = a_quiz(single("one", texts=texts))
    for path in ("", "/quiz/one"):
        page = staff_of(quiz, client).get(f"/studio/{quiz.course.slug}/analysis{path}")
        assert "<script>alert" not in page.text and "{{7*7}}" in page.text and "&lt;script&gt;alert(1)" in page.text


def test_every_size_of_a_picture_in_a_question_is_there_for_the_staff(client: Browser) -> None:
    sizes = "../../media/scale-640.webp 640w, ../../media/scale.webp 1280w"
    picture = f'<img alt="A scale" src="../../media/scale.png" srcset="{sizes}">'
    english = a_question("single").texts["en"]
    words = {**english, "prompt": f"<p>{picture}</p>", "options": {**english["options"], "wool": picture}}
    quiz = a_quiz(single("one", texts={"en": words}))
    page = staff_of(quiz, client).get(f"/studio/{quiz.course.slug}/analysis/quiz/one").text
    at = f"/learn/{quiz.course.slug}/quiz/media/scale"
    assert page.count(f'src="{at}.png"') == 2 and page.count(f"{at}-640.webp 640w, {at}.webp 1280w") == 2


def test_an_analysis_costs_as_many_statements_with_ten_times_the_attempts(
    client: Browser, statements: Statements
) -> None:
    quiz = a_quiz(single("one"), single("two"))
    staff = staff_of(quiz, client)

    def cost() -> int:
        with statements as seen:
            staff.get(f"/studio/{quiz.course.slug}/analysis")
        assert seen.count <= 7, "\n\n".join(seen.texts)
        return seen.count

    take(quiz, accounts.a_person(), "wool", "silk")
    cost()
    few = cost()
    for _ in range(10):
        take(quiz, accounts.a_person(), "wool", "silk")
    assert cost() == few
