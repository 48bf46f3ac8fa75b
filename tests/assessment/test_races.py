"""Many requests at once against real commits: the database decides, whatever the order."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from lms.assessment import queries, services
from lms.assessment.models import Attempt, Response
from lms.assessment.signals import attempt_graded
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from tests.factories.accounts import a_person
from tests.factories.assessment import a_question, a_quiz, a_sitting, an_enrolment, start
from tests.together import Together


def test_f04_many_starts_with_one_attempt_left_make_one_attempt(together: Together) -> None:
    quiz = a_quiz(a_question(), attempts=2)
    enrolment = an_enrolment(a_person(), quiz.course)
    services.grade(start(quiz, enrolment, utc_now()).id, now=utc_now())
    db.session.commit()
    ids = {
        "enrolment_id": enrolment.id, "person_id": enrolment.person_id,
        "item_id": quiz.item.id, "item_version_id": quiz.item.version_id,
    }  # fmt: skip
    db.session.remove()
    started = together(lambda _n: services.start_attempt(**ids, now=utc_now()).public_id)
    assert len(set(started)) == 1, started
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2


def test_f04_starting_and_handing_in_at_once_never_makes_more_attempts_than_allowed(together: Together) -> None:
    quiz = a_quiz(a_question(), attempts=3)
    enrolment = an_enrolment(a_person(), quiz.course)
    ids = {
        "enrolment_id": enrolment.id, "person_id": enrolment.person_id,
        "item_id": quiz.item.id, "item_version_id": quiz.item.version_id,
    }  # fmt: skip
    db.session.remove()

    def work(n: int) -> str:
        attempt = services.start_attempt(**ids, now=utc_now())
        db.session.commit()
        if n % 2:
            services.grade(attempt.id, now=utc_now())
        return attempt.public_id

    answers = together(work)
    assert {type(answer) for answer in answers} <= {str, Refused}, answers
    numbers = list(db.session.scalars(select(Attempt.number).order_by(Attempt.number)))
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) <= 3


def test_f03_many_submits_make_one_grade_and_all_get_the_same_answer(live_app: Flask, together: Together) -> None:
    sitting = a_sitting(a_question(), now=utc_now())
    services.save_answer(
        attempt_id=sitting.attempt.id, slot=1, answer={"choice": "cottonKEY"}, base_seq=0, now=utc_now()
    )
    db.session.commit()
    client: Any = live_app.test_client()
    client.sign_in(sitting.person)
    with client.session_transaction() as session:
        cookie = dict(session)
    url, attempt_id = sitting.url, sitting.attempt.id
    db.session.remove()
    heard: list[Any] = []

    def listen(_sender: object, **facts: Any) -> None:
        heard.append(facts["percent"])

    def submit(_n: int) -> tuple[int, str]:
        browser = live_app.test_client()
        with browser.session_transaction() as session:
            session.update(cookie)
        response = browser.post(f"{url}submit")
        return response.status_code, response.location

    with attempt_graded.connected_to(listen):
        answers = together(submit)
    assert set(answers) == {(303, f"{url}result")}
    assert heard == [100.0]
    assert db.session.scalar(select(Attempt.percent).where(Attempt.id == attempt_id)) == 100


def test_f10_of_many_answers_from_the_same_state_one_is_kept_and_the_others_are_told(together: Together) -> None:
    sitting = a_sitting(a_question(), now=utc_now())
    keys = ["wool", "cottonKEY", "silk", "linen"]
    attempt_id = sitting.attempt.id
    db.session.remove()

    def save(n: int) -> str:
        answer = {"choice": keys[n % 4]}
        services.save_answer(attempt_id=attempt_id, slot=1, answer=answer, base_seq=0, now=utc_now())
        return keys[n % 4]

    answers = together(save)
    kept = queries.responses_to(attempt_id)[1]
    assert kept.seq == 1
    assert {answer for answer in answers if isinstance(answer, str)} == {kept.answer["choice"]}
    assert all(isinstance(answer, str | services.Overtaken) for answer in answers), answers


def test_what_was_acknowledged_before_handing_in_is_graded(together: Together) -> None:
    sitting = a_sitting(*(a_question() for _ in range(40)), now=utc_now())
    attempt_id = sitting.attempt.id
    db.session.remove()

    def work(n: int) -> int | None:
        if n == 20:
            services.grade(attempt_id, now=utc_now())
            return None
        slot = n % 40 + 1
        services.save_answer(
            attempt_id=attempt_id, slot=slot, answer={"choice": "cottonKEY"}, base_seq=0, now=utc_now()
        )
        return slot

    answers = together(work)
    acknowledged = {answer for answer in answers if isinstance(answer, int)}
    assert all(answer is None or isinstance(answer, int | services.Ended) for answer in answers), answers
    graded = set(db.session.scalars(select(Response.slot).where(Response.points == 1)))
    assert graded == acknowledged
    assert db.session.scalar(select(Attempt.points).where(Attempt.id == attempt_id)) == len(acknowledged)
