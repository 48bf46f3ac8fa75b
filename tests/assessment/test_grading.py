"""Handing in and grading, once for each attempt."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from lms.assessment import queries, services
from lms.assessment.models import Attempt
from lms.assessment.rules.attempts import GRACE
from lms.assessment.signals import attempt_graded
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.jobs.models import Job
from lms.jobs.worker import Worker
from tests.assessment.sitting import hand_in, right_answers, save
from tests.factories.accounts import a_person
from tests.factories.assessment import (
    KINDS,
    NOW,
    a_question,
    a_quiz,
    a_sitting,
    an_enrolment,
    start,
)


def test_right_answers_to_every_kind_earn_everything(app: Any) -> None:
    sitting = a_sitting()
    hand_in(sitting, right_answers(sitting))
    sheet = sitting.sheet()
    assert [slot.kind for slot in sheet.slots] == list(KINDS)
    assert (sheet.points, sheet.max_points, sheet.percent, sheet.passed) == (8, 8, 100, True)
    assert {response.points for response in queries.responses_to(sitting.attempt.id).values()} == {1.0}


def test_an_empty_attempt_earns_nothing_and_is_graded(app: Any) -> None:
    sitting = a_sitting()
    hand_in(sitting, {})
    assert (sitting.sheet().percent, sitting.sheet().passed) == (0, False)


def test_the_grade_that_counts_is_announced_once(app: Any) -> None:
    sitting = a_sitting(a_question(), a_question(), grade="mean")
    heard: list[dict[str, Any]] = []

    def listen(_sender: object, **facts: Any) -> None:
        heard.append(facts)

    with attempt_graded.connected_to(listen):
        hand_in(sitting, right_answers(sitting))
        assert services.grade(sitting.attempt.id, now=NOW) is False
        second = start(sitting.quiz, db.session.get(Enrolment, sitting.enrolment_id))
        services.grade(second.id, now=NOW)
    assert [(fact["attempt_id"], fact["percent"]) for fact in heard] == [(sitting.attempt.id, 100.0), (second.id, 50.0)]
    assert (heard[0]["enrolment_id"], heard[0]["item_id"]) == (sitting.enrolment_id, sitting.quiz.item.id)


def test_handing_in_costs_the_same_for_five_and_for_fifty_questions(app: Any, statements: Any) -> None:
    counts = []
    for size in (5, 50):
        sitting = a_sitting(*(a_question() for _ in range(size)))
        services.save_answers(attempt_id=sitting.attempt.id, answers=right_answers(sitting), base_seqs={}, now=NOW)
        with attempt_graded.muted(), statements as seen:  # what rooms above do with it is theirs to count
            services.grade(sitting.attempt.id, now=NOW)
        counts.append(seen.count)
    assert counts == [5, 5]


def test_saving_a_whole_page_costs_the_same_for_five_and_for_fifty_questions(app: Any, statements: Any) -> None:
    counts = []
    for size in (5, 50):
        sitting = a_sitting(*(a_question() for _ in range(size)))
        answers = right_answers(sitting)
        with statements as seen:
            services.save_answers(attempt_id=sitting.attempt.id, answers=answers, base_seqs={}, now=NOW)
        counts.append(seen.count)
    assert counts == [3, 3]


def test_f11_an_attempt_is_graded_by_the_question_it_was_given(app: Any) -> None:
    question = a_question(key="cotton")
    sitting = a_sitting(question)
    changed = a_question(key="cotton", body={**question.body, "answer": "wool"})
    services.store_questions(sitting.quiz.course.id, [changed])
    hand_in(sitting, {1: {"choice": "cottonKEY"}})
    assert sitting.sheet().percent == 100


def test_overdue_attempts_are_graded_by_themselves_and_others_left(app: Any) -> None:
    over, going_on, endless = a_sitting(time_limit_minutes=20), a_sitting(time_limit_minutes=60), a_sitting()
    save(over, 1, {"choice": "cottonKEY"})
    assert services.queue_overdue(NOW + timedelta(minutes=20) + GRACE) == 0
    assert services.queue_overdue(NOW + timedelta(minutes=21)) == 1
    assert services.queue_overdue(NOW + timedelta(minutes=22)) == 1  # not done yet, and not queued twice
    db.session.commit()
    assert list(db.session.scalars(select(Job.payload).where(Job.kind == "assessment.grade"))) == [
        {"attempt_id": over.attempt.id}
    ]
    Worker(app.app_context).drain()
    assert [s.sheet().state for s in (over, going_on, endless)] == ["graded", "open", "open"]
    assert over.sheet().points == 1
    assert over.sheet().submitted_at == NOW + timedelta(minutes=20)


def test_one_attempt_that_cannot_be_graded_does_not_hold_up_the_others(app: Any) -> None:
    broken, sound = a_sitting(time_limit_minutes=20), a_sitting(time_limit_minutes=20)
    slots = [{"question_version_id": 0, "kind": "single", "points": 1}]
    db.session.execute(update(Attempt).where(Attempt.id == broken.attempt.id).values(slots=slots))
    services.queue_overdue(NOW + timedelta(hours=1))
    db.session.commit()
    Worker(app.app_context).drain()
    assert (broken.sheet().state, sound.sheet().state) == ("open", "graded")


def test_the_overview_tells_the_rules_and_what_was_done(app: Any, statements: Any) -> None:
    sitting = a_sitting(a_question(), a_question(), attempts=3, time_limit_minutes=20, pass_percent=60)
    hand_in(sitting, {1: {"choice": "cottonKEY"}})
    with statements as seen:
        overview = queries.quiz_overview(sitting.quiz.item.version_id, sitting.enrolment_id, sitting.quiz.item.id)
    assert seen.count == 1
    assert (overview.question_count, overview.attempts_allowed, overview.attempts_left) == (2, 3, 2)
    assert (overview.time_limit_minutes, overview.pass_percent, overview.grade_percent) == (20, 60, 50.0)
    assert overview.open_attempt is None


def test_a_person_without_attempts_has_no_grade(app: Any) -> None:
    quiz = a_quiz()
    enrolment = an_enrolment(a_person(), quiz.course)
    assert queries.quiz_overview(quiz.item.version_id, enrolment.id, quiz.item.id).grade_percent is None
