"""Quizzes, work and reviews in the export of one's own data: everything that is one's own, nothing that is hidden."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.assessment import services
from lms.assessment.models import PeerReview
from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.assessment.sitting import hand_in as finish
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assessment import NOW, a_question, a_sitting, start
from tests.factories.assignments import BEST, PEERS, Work, a_draft_of, an_assignment, bring_file, give_back, hand_in
from tests.statements import Statements

GIVEN: dict[int, dict[str, Any]] = {
    1: {"choice": "wool"},
    2: {"choices": ["invoiceKEY", "poem"]},
    3: {"choice": "false"},
    4: {"text": "1,265.5"},
    5: {"text": "Всемирная таможня"},
    6: {"pairs": {"exw": "seller", "fob": "door"}},
    7: {"places": {"declare": 1, "assess": 2, "pay": 3, "release": 4}},
}


def own_data(client: Browser, person: Any) -> dict[str, Any]:
    client.sign_in(person)
    found: dict[str, Any] = json.loads(client.get("/account/data.json").text)
    return found


def ask_for_reviews(*works: Work) -> None:
    assignment = works[0].assignment
    services.allot_reviews(assignment.course.id, assignment.item.id, now=utc_now())
    db.session.commit()


def review_all(reviewer: Work, comment: str, *, is_given: bool = True) -> None:
    mine = select(PeerReview.id, PeerReview.submission_id).where(PeerReview.enrolment_id == reviewer.enrolment.id)
    for review_id, submission_id in db.session.execute(mine).all():
        services.save_review(
            review_id=review_id, submission_id=submission_id, marks=BEST, comment=comment, base_seq=0, now=utc_now(),
            is_given=is_given,
        )  # fmt: skip
    db.session.commit()


# Quizzes


def test_answers_are_told_in_the_words_that_were_chosen_or_typed(client: Browser) -> None:
    sitting = a_sitting(shuffle_options=False)
    finish(sitting, GIVEN)
    (told,) = own_data(client, sitting.person)["quizzes"]
    assert (told["step"], told["attempt"], told["state"]) == ("Quiz", 1, "graded")
    assert (told["points"], told["most_points"]) == (sitting.sheet().points, 8)
    assert [one["answer"] for one in told["answers"]] == [
        ["Wool"],
        ["Invoice", "Poem"],
        ["False"],
        ["1,265.5 USD"],
        ["Всемирная таможня"],
        ["EXW – at the seller", "FOB – at the door"],
        ["Declare", "Assess", "Pay", "Release"],
        [],
    ]
    first, *_others, last = told["answers"]
    assert first["question"] == "Which? single" and first["points"] == 0
    assert first["feedback"] == ["Wool: FEEDBACK wool", "Cotton: FEEDBACK cotton"]
    assert last["saved_at"] is None and last["points"] == 0


@pytest.mark.parametrize(
    ("settings", "shows_points"),
    [({"feedback": "never"}, False), ({"feedback": "after_pass"}, True), ({"feedback": "after_last_attempt"}, False)],
)
def test_a10_what_a_quiz_keeps_back_is_not_in_the_export(
    client: Browser, settings: dict[str, Any], shows_points: bool
) -> None:
    sitting = a_sitting(**settings)
    finish(sitting, {1: {"choice": "wool"}, 2: {"choices": ["poem"]}, 5: {"text": "A guess"}})
    client.sign_in(sitting.person)
    text = client.get("/account/data.json").text
    for secret in ("KEY", "FEEDBACK", "EXPLANATION"):
        assert secret not in text
    (told,) = json.loads(text)["quizzes"]
    assert told["answers"][4]["answer"] == ["A guess"] and told["percent"] == 0
    assert all(("points" in one) == shows_points for one in told["answers"])


def test_a10_an_attempt_that_is_going_on_tells_its_answers_and_nothing_of_their_worth(client: Browser) -> None:
    sitting = a_sitting()
    services.save_answers(attempt_id=sitting.attempt.id, answers=GIVEN, base_seqs={}, now=NOW)
    db.session.commit()
    client.sign_in(sitting.person)
    text = client.get("/account/data.json").text
    (told,) = json.loads(text)["quizzes"]
    assert told["state"] == "open" and told["answers"][0]["answer"] == ["Wool"]
    assert all("points" not in one for one in told["answers"])
    assert not any(secret in text for secret in ("KEY", "FEEDBACK", "EXPLANATION"))


def test_what_was_given_in_a_course_that_was_left_is_told_too(client: Browser) -> None:
    sitting, other = a_sitting(a_question("short_text")), a_sitting(a_question("short_text"))
    finish(sitting, {1: {"text": "my own words"}})
    finish(other, {1: {"text": "words of another"}})
    db.session.get_one(Enrolment, sitting.enrolment_id).status = "withdrawn"
    db.session.commit()
    data = own_data(client, sitting.person)
    (told,) = data["quizzes"]
    assert told["answers"][0]["answer"] == ["my own words"] and told["enrolment_id"] == sitting.enrolment_id
    assert "words of another" not in json.dumps(data)


# Work


def test_work_is_told_with_its_files_its_grade_and_what_the_staff_said(client: Browser) -> None:
    work = a_draft_of(an_assignment(submission={"text": True, "files": 2, "kinds": ["pdf"]}))
    teacher = accounts.an_instructor(work.assignment.course)
    bring_file(work.sheet().id, work.person_id, "отчёт.pdf")
    hand_in(work)
    comments = [{"paragraph": 2, "quote": "Second.", "text": "Say more here."}]
    give_back(work, teacher, {"facts": "all", "tone": "rude"}, feedback="Well begun.", comments=comments)
    draft = a_draft_of(work.assignment, work.person)
    services.save_text(submission_id=draft.sheet().id, text="Half a thought", base_seq=0, now=utc_now())
    db.session.commit()
    data = own_data(client, work.person)
    first, second = data["work"]
    assert (first["step"], first["text"], first["files"]) == ("Claim", "First.\n\nSecond.", ["отчёт.pdf"])
    assert (first["percent"], first["passed"], first["feedback"]) == (60, True, "Well begun.")
    assert first["comments"] == [{"to": "Second.", "comment": "Say more here."}]
    assert [(one["criterion"], one["level"], one["points"], one["most_points"]) for one in first["marks"]] == [
        ("The facts", "All are there.", 6, 6), ("The tone", "It is rude.", 0, 4),
    ]  # fmt: skip
    assert (second["state"], second["text"], second["percent"]) == ("draft", "Half a thought", None)
    assert teacher.printed_name not in json.dumps(data, ensure_ascii=False)


def test_what_a_grader_has_not_returned_yet_is_not_told(client: Browser) -> None:
    work = hand_in(a_draft_of(an_assignment()))
    teacher = accounts.an_instructor(work.assignment.course)
    give_back(work, teacher, BEST, feedback="Not thought through yet.", is_returned=False)
    data = own_data(client, work.person)
    (told,) = data["work"]
    assert (told["state"], told["marks"], told["feedback"], told["percent"]) == ("submitted", [], "", None)
    assert "Not thought through" not in json.dumps(data)


def test_reviews_are_told_to_who_wrote_them_and_nameless_to_whose_work_it_is(client: Browser) -> None:
    works = [hand_in(a_draft_of(an_assignment(peer_review=PEERS)))]
    works += [hand_in(a_draft_of(works[0].assignment)) for _ in "23"]
    ask_for_reviews(*works)
    mine, second, third = works
    review_all(second, "From the second.")
    review_all(third, "Only begun.", is_given=False)
    data = own_data(client, mine.person)
    assert "From the second." not in json.dumps(data)  # first one's own reviews, then those of one's work
    assert [one["given_at"] for one in data["reviews_written"]] == [None, None]
    review_all(mine, "From me.")
    data = own_data(client, mine.person)
    assert [one["comment"] for one in data["work"][0]["reviews"]] == ["From the second."]
    assert data["work"][0]["reviews"][0]["marks"][0]["level"] == "All are there."
    assert [one["comment"] for one in data["reviews_written"]] == ["From me."] * 2
    told = json.dumps(data)
    assert "Only begun." not in told
    for other in (second, third):
        assert other.person.printed_name not in told and other.public_id not in told
    assert [one["comment"] for one in own_data(client, third.person)["reviews_written"]] == ["Only begun."] * 2


# What it costs, and what is left after erasing


def test_the_export_costs_a_fixed_number_of_statements(client: Browser, statements: Statements) -> None:
    counts = []
    for more in (1, 6):
        sitting = a_sitting(a_question("single"), a_question("short_text"))
        enrolment = db.session.get_one(Enrolment, sitting.enrolment_id)
        finish(sitting, {1: {"choice": "wool"}})
        for hour in range(more):
            services.grade(start(sitting.quiz, enrolment, NOW + timedelta(hours=hour)).id, now=NOW)
        for _ in range(more):
            assignment = an_assignment(peer_review=PEERS)
            works = [hand_in(a_draft_of(assignment, person)) for person in (sitting.person, None, None)]
            ask_for_reviews(*works)
            for work in works:
                review_all(work, "A word.")
            give_back(works[0], accounts.an_instructor(assignment.course))
        client.sign_in(sitting.person)
        with statements as seen:
            data = json.loads(client.get("/account/data.json").text)
        assert (len(data["quizzes"]), len(data["work"]), len(data["reviews_written"])) == (more + 1, more, 2 * more)
        counts.append(seen.count)
    assert counts[0] == counts[1], "\n\n".join(seen.texts)


def test_whoever_is_erased_leaves_none_of_the_words_of_the_export(client: Browser) -> None:
    person = accounts.a_person()
    works = [hand_in(a_draft_of(an_assignment(peer_review=PEERS), person), "Erasable work.")]
    works += [hand_in(a_draft_of(works[0].assignment)) for _ in "23"]
    ask_for_reviews(*works)
    review_all(works[0], "Erasable review.")
    comments = [{"paragraph": 1, "quote": "Erasable work.", "text": "Erasable comment."}]
    give_back(works[0], accounts.an_instructor(works[0].assignment.course), feedback="Erasable.", comments=comments)
    services.save_text(
        submission_id=a_draft_of(works[0].assignment, person).sheet().id, text="Erasable draft.", base_seq=0,
        now=utc_now(),
    )  # fmt: skip
    sitting = a_sitting(a_question("short_text"), person=person)
    finish(sitting, {1: {"text": "Erasable answer."}})
    assert json.dumps(own_data(client, person)).count("Erasable") >= 8
    answer = client.post("/account/erase", data={"sure": "y", "current_password": accounts.PASSWORD})
    assert answer.status_code == 303
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            assert "Erasable" not in repr(row), table.name
