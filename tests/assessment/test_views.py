import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from lms.assessment import services
from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.assessment.browsing import choose, kept, save, sitting_now, text_of, whole_page
from tests.factories.accounts import a_person, an_administrator
from tests.factories.assessment import a_question, a_sitting
from tests.laws.page import faults

# The page


def test_the_page_shows_a_question_of_every_kind_and_is_sound(client: Any) -> None:
    sitting = sitting_now(time_limit_minutes=20)
    page = text_of(client.sign_in(sitting.person).get(sitting.url))
    assert faults(page) == []
    assert page.count("<fieldset") == 8 and page.count('type="radio"') == 6 and page.count('type="checkbox"') == 4
    assert re.search(r'<input id="answer-4"[^>]*inputmode="decimal"', page) and "USD" in page
    assert "Silk <b>fine</b>" in page
    assert f'data-attempt="{sitting.attempt.public_id}"' in page and "data-deadline" in page
    assert "{price}" not in page


def test_the_page_costs_a_fixed_number_of_statements(client: Any, statements: Any) -> None:
    counts = []
    for size in (3, 40):
        sitting = sitting_now(*(a_question() for _ in range(size)))
        client.sign_in(sitting.person)
        client.get(sitting.url)
        with statements as seen:
            client.get(sitting.url)
        counts.append(seen.count)
    assert counts[0] == counts[1] <= 8


def test_questions_are_in_the_language_of_the_enrolment_then_of_the_reader(client: Any) -> None:
    sitting = sitting_now(a_question())
    client.sign_in(sitting.person)
    assert '<div class="prose" lang="en" dir="ltr"><p>Which? single' in text_of(client.get(sitting.url))
    db.session.execute(update(Enrolment).values(language="ru"))
    db.session.commit()
    assert '<div class="prose" lang="ru" dir="ltr"><p>Какой? single' in text_of(client.get(sitting.url))


@pytest.mark.parametrize(("language", "mark"), [("en", "."), ("ru", ","), ("fa", ".")])
def test_drawn_numbers_are_written_as_the_questions_language_does(client: Any, language: str, mark: str) -> None:
    """There is no Persian text, so a Persian reader gets the English one, with its numbers."""
    sitting = sitting_now(a_question("calculated"), person=a_person(language=language))
    whole, _, rest = sitting.sheet().slots[0].variables["price"].partition(".")
    shown = f"{whole}{mark}{rest.rstrip('0')}" if rest.strip("0") else whole
    assert f"Price {shown} EUR" in text_of(client.sign_in(sitting.person).get(sitting.url))


def test_answers_given_so_far_are_shown_again(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    fields = {"answer-1": choose(sitting, "silk"), "answer-4": "1 265,5", "answer-6-1": "2", "answer-7-3": "1"}
    client.post(sitting.url, data={**whole_page(sitting), **fields, "action": "save"})
    page = text_of(client.get(sitting.url))
    assert f'name="answer-1" value="{fields["answer-1"]}" checked' in page
    assert 'name="answer-4" value="1 265,5"' in page
    assert re.search(r'<select id="answer-6-1".*?<option value="2" selected>', page)
    assert re.search(r'<select name="answer-7-3".*?<option value="1" selected>', page)


def test_a_graded_attempt_leads_to_its_result_and_an_open_one_back(client: Any) -> None:
    sitting = sitting_now(a_question())
    client.sign_in(sitting.person)
    assert client.get(f"{sitting.url}result").location == sitting.url
    client.post(f"{sitting.url}submit")
    assert client.get(sitting.url).location == client.get(f"{sitting.url}review").location == f"{sitting.url}result"


def test_the_address_must_name_the_attempts_own_course_and_item(client: Any) -> None:
    sitting, other = sitting_now(a_question()), sitting_now(a_question())
    client.sign_in(sitting.person)
    slug, foreign = sitting.quiz.course.slug, other.quiz.course.slug
    assert client.get(sitting.url.replace(slug, foreign)).status_code == 404
    assert client.get(sitting.url.replace("/quiz/", "/welcome/")).status_code == 404
    assert client.get(sitting.url.replace("/quiz/", "/nothing/")).status_code == 404


# Whose attempt it is


@pytest.mark.parametrize("path", ["", "review", "result"])
def test_a01_another_persons_attempt_is_not_there(client: Any, path: str) -> None:
    sitting = sitting_now(a_question())
    for stranger in (a_person(), an_administrator()):
        theirs = client.sign_in(stranger).get(f"{sitting.url}{path}")
        missing = client.get(sitting.url.replace(sitting.attempt.public_id, "x" * 22) + path)
        assert theirs.status_code == missing.status_code == 404


@pytest.mark.parametrize("path", ["", "answers/3", "submit"])
def test_a02_nobody_answers_or_hands_in_for_another(client: Any, path: str) -> None:
    sitting = sitting_now()
    response = client.sign_in(a_person()).post(f"{sitting.url}{path}", data={"seq": 0, "seq-3": 0, "answer-3": "true"})
    assert response.status_code == 404
    assert kept(sitting) == {} and sitting.sheet().is_open


@pytest.mark.parametrize("status", ["withdrawn", "expired", "refused", "pending"])
def test_an_enrolment_that_has_ended_closes_its_attempts(client: Any, status: str) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    db.session.execute(update(Enrolment).values(status=status))
    db.session.commit()
    assert client.get(sitting.url).status_code == 404
    assert save(client, sitting, 3, answer_3="true").status_code == 404
    assert client.post(f"{sitting.url}submit").status_code == 404
    assert kept(sitting) == {}


def test_a_visitor_is_asked_to_sign_in(client: Any) -> None:
    sitting = sitting_now(a_question())
    assert client.get(sitting.url).location.startswith("/auth/login?next=")
    assert client.post(f"{sitting.url}submit").status_code == 403


# Without scripts


def test_without_scripts_the_whole_page_is_saved_and_shown_again(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    data = {**whole_page(sitting), "answer-3": "true", "answer-5": "WCO", "answer-2": ["1", "3"], "action": "save"}
    response = client.post(sitting.url, data=data)
    assert (response.status_code, response.location) == (303, sitting.url)
    assert "Your answers are saved." in text_of(client.get(sitting.url))
    assert set(kept(sitting)) == {2, 3, 5}


def test_finishing_with_open_questions_lists_them_first(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    response = client.post(sitting.url, data={**whole_page(sitting), "answer-3": "true", "action": "submit"})
    assert response.location == f"{sitting.url}review"
    page = text_of(client.get(response.location))
    assert faults(page) == []
    assert 'href="' + sitting.url + '#question-1"' in page and "#question-3" not in page
    assert sitting.sheet().is_open
    assert client.post(f"{sitting.url}submit").location == f"{sitting.url}result"
    assert not sitting.sheet().is_open


def test_finishing_with_every_answer_gives_the_result_at_once(client: Any) -> None:
    sitting = sitting_now(a_question())
    client.sign_in(sitting.person)
    data = {**whole_page(sitting), "answer-1": choose(sitting, "cottonKEY"), "action": "submit"}
    assert client.post(sitting.url, data=data).location == f"{sitting.url}result"
    assert sitting.sheet().percent == 100


def test_one_unreadable_number_does_not_cost_the_other_answers(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    data = {**whole_page(sitting), "answer-3": "true", "answer-4": "twelve", "action": "submit"}
    response = client.post(sitting.url, data=data)
    assert response.location == f"{sitting.url}review"
    assert "“twelve” is not a number" in text_of(client.get(response.location))
    assert kept(sitting) == {3: {"choice": "true"}}


def test_f06_a_stale_page_keeps_newer_answers_and_says_so(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    old = whole_page(sitting)
    save(client, sitting, 3, answer_3="true")
    client.post(sitting.url, data={**old, "answer-3": "false", "answer-5": "WCO", "action": "save"})
    assert "Question 3 has a newer answer" in text_of(client.get(sitting.url))
    assert kept(sitting) == {3: {"choice": "true"}, 5: {"text": "WCO"}}


@pytest.mark.parametrize(
    "extra", [{"answer-9": "1"}, {"answer-1": "7"}, {"seq-3": "x"}, {"grade": "100"}, {"seq-99": "0"}]
)
def test_f08_a_tampered_page_changes_nothing_at_all(client: Any, extra: dict[str, str]) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    response = client.post(sitting.url, data={**whole_page(sitting), "answer-5": "WCO", **extra})
    assert response.status_code == 400
    assert kept(sitting) == {}


def test_c11_a_body_of_a_megabyte_is_refused(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    assert save(client, sitting, 5, answer_5="x" * 3_000_000).status_code == 413
    assert save(client, sitting, 5, answer_5="x" * 60_000).status_code == 400
    assert kept(sitting) == {}


# Time


def test_f02_handing_in_late_grades_what_was_saved_in_time(client: Any) -> None:
    sitting = a_sitting(a_question(), now=utc_now() - timedelta(minutes=21), time_limit_minutes=20)
    services.save_answer(
        attempt_id=sitting.attempt.id, slot=1, answer={"choice": "wool"}, base_seq=0, now=sitting.attempt.started_at
    )
    db.session.commit()
    client.sign_in(sitting.person)
    late = {"seq-1": 1, "answer-1": choose(sitting, "cottonKEY"), "action": "submit"}
    response = client.post(sitting.url, data=late)
    assert response.location == f"{sitting.url}result"
    assert kept(sitting) == {1: {"choice": "wool"}}
    assert sitting.sheet().percent == 0
    assert sitting.sheet().submitted_at == sitting.attempt.deadline_at


def test_at_zero_the_clock_hands_in_without_looking_over_open_questions(client: Any) -> None:
    sitting = a_sitting(now=utc_now() - timedelta(minutes=20), time_limit_minutes=20)
    client.sign_in(sitting.person)
    response = client.post(sitting.url, data={**whole_page(sitting), "answer-3": "false", "action": "submit"})
    assert response.location == f"{sitting.url}result"
    assert sitting.sheet().points == 1


def test_a_page_opened_after_the_end_says_so_and_leads_to_the_result(client: Any) -> None:
    sitting = a_sitting(now=utc_now() - timedelta(minutes=21), time_limit_minutes=20)
    page = text_of(client.sign_in(sitting.person).get(sitting.url))
    assert faults(page) == []
    assert "The time is over" in page and f'action="{sitting.url}submit"' in page and "<fieldset class" not in page
    assert faults(text_of(client.get(f"{sitting.url}review"))) == []


@pytest.mark.parametrize("zone", ["Asia/Tehran", "Pacific/Apia", "America/St_Johns"])
def test_f12_the_time_zone_of_the_profile_moves_no_deadline(client: Any, zone: str) -> None:
    person = a_person(time_zone=zone)
    going_on = a_sitting(now=utc_now() - timedelta(minutes=19), time_limit_minutes=20, person=person)
    over = a_sitting(now=utc_now() - timedelta(minutes=21), time_limit_minutes=20, person=person)
    client.sign_in(person)
    assert save(client, going_on, 3, answer_3="true").status_code == 200
    assert save(client, over, 3, answer_3="true").status_code == 410
