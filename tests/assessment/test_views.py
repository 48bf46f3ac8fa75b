import re
from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest
from sqlalchemy import update

from lms.assessment import queries, services
from lms.assessment.models import Attempt
from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.factories.accounts import a_person, an_administrator
from tests.factories.assessment import ASitting, a_question, a_sitting, start
from tests.laws.page import faults


def sitting_now(*questions: Any, **settings: Any) -> ASitting:
    return a_sitting(*questions, now=utc_now(), **settings)


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status
    return str(response.get_data(as_text=True))


def kept(sitting: ASitting) -> dict[int, Any]:
    db.session.rollback()
    return {slot: response.answer for slot, response in queries.responses_to(sitting.attempt.id).items()}


def whole_page(sitting: ASitting, **fields: Any) -> dict[str, Any]:
    """What a browser without scripts sends: every question's count, and what was filled in."""
    responses = queries.responses_to(sitting.attempt.id)
    slots = range(1, len(sitting.sheet().slots) + 1)
    counts = {f"seq-{n}": responses[n].seq if n in responses else 0 for n in slots}
    return {**counts, **{name.replace("_", "-"): value for name, value in fields.items()}}


def choose(sitting: ASitting, key: str) -> str:
    """The value that the page gives this option of the first question."""
    return str(sitting.sheet().slots[0].options.index(key) + 1)


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


def test_drawn_numbers_are_written_as_the_reader_writes_them(client: Any) -> None:
    sitting = sitting_now(a_question("calculated"), person=a_person(language="fa"))
    whole, _, rest = sitting.sheet().slots[0].variables["price"].partition(".")
    shown = f"{whole}[.٫]{rest}" if rest.strip("0") else whole
    shown = shown.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert re.search(f"Price {shown} EUR", text_of(client.sign_in(sitting.person).get(sitting.url)))


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


# Saving one answer


def save(client: Any, sitting: ASitting, slot: int, seq: int = 0, **fields: str) -> Any:
    data = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.post(f"{sitting.url}answers/{slot}", data={"seq": seq, **data})


def test_an_answer_is_saved_as_it_is_given_with_three_statements(client: Any, statements: Any) -> None:
    sitting = sitting_now(person=a_person(time_zone="Asia/Tashkent"))
    client.sign_in(sitting.person)
    for seq, value in enumerate([choose(sitting, "wool"), choose(sitting, "silk")]):
        with statements as seen:
            response = save(client, sitting, 1, seq=seq, answer_1=value)
        assert seen.count <= 3, seen.texts
    assert response.status_code == 200
    assert response.json == {"seq": 2, "saved_at": ANY, "text": ANY}
    saved_at = queries.responses_to(sitting.attempt.id)[1].saved_at
    assert response.json["text"] == f"Saved {(saved_at + timedelta(hours=5)):%H:%M}"
    assert kept(sitting) == {1: {"choice": "silk"}}


def test_the_script_may_name_the_slot_in_the_body(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    data = {"slot": 3, "seq": 0, "seq-3": 0, "answer-3": "false"}
    assert client.post(f"{sitting.url}answers", data=data).json["seq"] == 1
    assert kept(sitting) == {3: {"choice": "false"}}


def test_f10_an_older_tab_is_told_and_the_newest_answer_stays(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    save(client, sitting, 3, answer_3="true")
    stale = save(client, sitting, 3, answer_3="false")
    assert (stale.status_code, stale.json["seq"]) == (409, 1)
    assert kept(sitting) == {3: {"choice": "true"}}
    assert save(client, sitting, 3, answer_3="true").status_code == 200  # its reply was lost


def test_f02_a_late_answer_is_refused_with_words(client: Any) -> None:
    sitting = a_sitting(now=utc_now() - timedelta(minutes=20, seconds=15), time_limit_minutes=20)
    response = save(client.sign_in(sitting.person), sitting, 3, answer_3="true")
    assert response.status_code == 410 and "time is over" in response.json["text"]
    assert kept(sitting) == {}


def test_f01_no_field_of_the_browser_moves_the_deadline(client: Any) -> None:
    sitting = a_sitting(now=utc_now() - timedelta(hours=1), time_limit_minutes=20)
    client.sign_in(sitting.person)
    for extra in ({"deadline": "9999"}, {"now": "0"}, {"saved_at": "2000-01-01"}):
        assert client.post(f"{sitting.url}answers/3", data={"seq": 0, "answer-3": "true", **extra}).status_code == 400
    assert save(client, sitting, 3, answer_3="true").status_code == 410
    assert kept(sitting) == {}


@pytest.mark.parametrize(
    "data",
    [
        {"answer-1": "9"}, {"answer-1": "cottonKEY"}, {"answer-1": ["1", "2"]}, {"answer-2": "1"}, {"answer-1-1": "1"},
        {"answer-1": "1", "score": "100"}, {"answer-1": "1", "points": "-5"}, {"answer-1": "1", "user_id": "1"},
        {"answer-1": "1", "seq": "-1"}, {"answer-1": "1", "seq": "NaN"}, {"answer-1": "1", "seq": ["0", "1"]},
        {"answer-1": "1", "seq": "9" * 400}, {"answer-1": "1", "seq": ""},
    ],
)  # fmt: skip
def test_f08_what_the_page_cannot_send_changes_nothing(client: Any, data: dict[str, Any]) -> None:
    sitting = sitting_now()
    response = client.sign_in(sitting.person).post(f"{sitting.url}answers/1", data={"seq": "0", **data})
    assert response.status_code == 400
    assert kept(sitting) == {}


@pytest.mark.parametrize("typed", ["NaN", "1e400", "abc", "[1,2]"])
def test_f08_what_is_no_number_is_refused_with_an_example(client: Any, typed: str) -> None:
    sitting = sitting_now()
    response = save(client.sign_in(sitting.person), sitting, 4, answer_4=typed)
    assert response.status_code == 400 and typed in response.json["text"] and "12.5" in response.json["text"]
    assert kept(sitting) == {}


def test_a_question_that_was_not_drawn_does_not_exist(client: Any) -> None:
    sitting = sitting_now(a_question())
    client.sign_in(sitting.person)
    for slot in (0, 2, 99, 10**12):
        assert save(client, sitting, slot, answer_1="1").status_code == 400
    assert kept(sitting) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"seq": 1e400}',
        b'{"seq": NaN}',
        b'{"a":1,"a":2}',
        b"\xff\xfe",
        b"9" * 100_000,
    ],
    ids=["deep", "huge float", "nan", "twice", "bytes", "huge int"],
)
def test_c10_json_is_not_read_at_all(client: Any, body: bytes) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    for address in (sitting.url, f"{sitting.url}answers/1"):
        response = client.post(address, data=body, content_type="application/json")
        assert response.status_code in (303, 400)
    assert kept(sitting) == {}


def test_g06_answers_need_the_token_of_the_page_and_this_site(app: Any, client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    other = client.post(
        f"{sitting.url}answers/3", data={"seq": 0, "answer-3": "true"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert other.status_code == 403
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert save(client, sitting, 3, answer_3="true").status_code == 400
        assert client.post(f"{sitting.url}submit").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert kept(sitting) == {} and sitting.sheet().is_open


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


# The result


def finish(client: Any, sitting: ASitting, **fields: Any) -> str:
    client.sign_in(sitting.person)
    client.post(sitting.url, data=whole_page(sitting, **fields))
    client.post(f"{sitting.url}submit")
    return text_of(client.get(f"{sitting.url}result"))


def test_the_result_says_what_was_right_and_why(client: Any) -> None:
    sitting = sitting_now(pass_percent=70)
    page = finish(client, sitting, answer_1=choose(sitting, "wool"), answer_3="false", answer_4="12")
    assert faults(page) == []
    assert "Not passed yet" in page and "You reached 12.5%. 70% is needed." in page and "1 of 8 points" in page
    assert "FEEDBACK wool" in page and "FEEDBACK cotton" in page and "FEEDBACK silk" not in page
    assert page.count("EXPLANATION") == 8
    assert "1,265.5 USD (±0.5)" in page and "SecretKEY Organization" in page and "EXW – at the seller" in page
    assert "Try again" in page and f"/learn/{sitting.quiz.course.slug}/quiz/attempts" in page


def test_the_result_costs_a_fixed_number_of_statements(client: Any, statements: Any) -> None:
    counts = []
    for size in (3, 40):
        sitting = sitting_now(*(a_question() for _ in range(size)))
        finish(client, sitting)
        with statements as seen:
            client.get(f"{sitting.url}result")
        counts.append(seen.count)
    assert counts[0] == counts[1] <= 8


def test_just_below_the_pass_mark_never_reads_as_the_pass_mark(client: Any) -> None:
    sitting = sitting_now(*(a_question() for _ in range(3)), pass_percent=66.7, shuffle_options=False)
    page = finish(client, sitting, **{f"answer_{n}": choose(sitting, "cottonKEY") for n in (1, 2)})
    sheet = sitting.sheet()
    assert (sheet.percent, sheet.passed) == (66.67, False)
    assert "You reached 66.6%. 66.7% is needed." in page


def test_several_attempts_show_the_grade_that_counts_and_what_is_left(client: Any) -> None:
    sitting = sitting_now(a_question(), attempts=2, grade="best")
    finish(client, sitting, answer_1=choose(sitting, "cottonKEY"))
    second = start(sitting.quiz, db.session.get(Enrolment, sitting.enrolment_id), utc_now())
    services.grade(second.id, now=utc_now())
    db.session.commit()
    page = text_of(client.get(sitting.url.replace(sitting.attempt.public_id, second.public_id) + "result"))
    assert re.search(r"<dt>Best attempt</dt><dd><bdi>100%", page) and re.search(
        r"<dt>Attempts left</dt><dd><bdi>0", page
    )
    assert "Try again" not in page


SECRETS = ("KEY", "FEEDBACK", "EXPLANATION", "Right answer")


def secrets_in(text: str) -> list[str]:
    return [word for word in SECRETS if word in text]


def test_a10_nothing_before_the_end_tells_an_answer(client: Any) -> None:
    sitting = sitting_now()
    client.sign_in(sitting.person)
    answers = [client.get(sitting.url), client.get(f"{sitting.url}review")]
    answers += [save(client, sitting, 1, answer_1=choose(sitting, "cottonKEY")), save(client, sitting, 1, answer_1="1")]
    answers += [save(client, sitting, 4, answer_4="x"), client.get(sitting.url)]
    for response in answers:
        assert secrets_in(response.get_data(as_text=True) + str(response.headers)) == []
        assert "ETag" not in response.headers
    assert not re.search(r"1,?265[.,]5", text_of(client.get(sitting.url)))


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"feedback": "after_submit"}, True),
        ({"feedback": "after_pass"}, False),
        ({"feedback": "after_pass", "pass_percent": 0}, True),
        ({"feedback": "after_last_attempt", "attempts": 2}, False),
        ({"feedback": "after_last_attempt", "attempts": 1}, True),
        ({"feedback": "never"}, False),
    ],
)
def test_a10_the_result_keeps_answers_back_until_the_quiz_allows(
    client: Any, settings: dict[str, Any], shown: bool
) -> None:
    page = finish(client, sitting_now(**settings), answer_1="1", answer_3="true")
    assert bool(secrets_in(page)) is shown
    assert ("option good" in page or "option bad" in page) is shown


@pytest.mark.parametrize("settings", [{"feedback": "never"}, {"feedback": "after_last_attempt", "attempts": 2}])
def test_a10_an_exam_does_not_even_tell_which_questions_were_right(client: Any, settings: dict[str, Any]) -> None:
    page = finish(client, sitting_now(**settings), answer_3="false")
    assert ">Correct<" not in page and ">Not correct<" not in page and "of 1 point" not in page


def test_a_zero_of_the_attempt_row_is_still_a_result(client: Any) -> None:
    sitting = sitting_now(a_question())
    page = finish(client, sitting)
    assert "You reached 0%." in page and "Not answered" in page
    assert db.session.get(Attempt, sitting.attempt.id).percent == 0


def test_b01_an_answer_is_printed_as_text(client: Any) -> None:
    sitting = sitting_now(a_question("short_text"))
    page = finish(client, sitting, answer_1='"><script>alert(1)</script>{{7*7}}')
    assert "<script>alert" not in page and "{{7*7}}" in page and "&lt;script&gt;" in page
