from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest

from lms.assessment import queries
from lms.core.clock import utc_now
from tests.assessment.browsing import choose, kept, save, sitting_now
from tests.factories.accounts import a_person
from tests.factories.assessment import a_question, a_sitting

# Saving one answer


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
    for slot in (0, 2, 99):
        assert save(client, sitting, slot, answer_1="1").status_code == 400
    assert save(client, sitting, 10**12, answer_1="1").status_code == 404  # no number of ours is so large
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
