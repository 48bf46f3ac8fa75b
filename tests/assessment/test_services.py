from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from lms.assessment import queries, services
from lms.assessment.drafts import Section
from lms.assessment.models import Attempt, Question, QuestionVersion
from lms.assessment.rules.attempts import GRACE
from lms.assessment.signals import attempt_graded
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.demo.answers import right_answer
from lms.enrolment.models import Enrolment
from lms.jobs.models import Job
from lms.jobs.worker import Worker
from tests.factories.accounts import a_person
from tests.factories.assessment import (
    KINDS,
    NOW,
    ASitting,
    a_question,
    a_quiz,
    a_sitting,
    an_enrolment,
    start,
)


def right_answers(sitting: ASitting) -> dict[int, dict[str, Any]]:
    """The answer that earns everything, for each slot."""
    sheet = sitting.sheet()
    questions = queries.quiz_content(sheet.item_version_id).questions
    return {n: right_answer(slot, questions[slot.question_version_id]) for n, slot in enumerate(sheet.slots, 1)}


def save(sitting: ASitting, slot: int, answer: dict[str, Any], base_seq: int = 0, now: Any = NOW) -> services.Saved:
    return services.save_answer(attempt_id=sitting.attempt.id, slot=slot, answer=answer, base_seq=base_seq, now=now)


def hand_in(sitting: ASitting, answers: dict[int, dict[str, Any]], now: Any = NOW) -> None:
    services.save_answers(attempt_id=sitting.attempt.id, answers=answers, base_seqs={}, now=now)
    services.grade(sitting.attempt.id, now=now)
    db.session.commit()


# The bank


def test_the_same_question_is_kept_once_and_a_changed_one_beside_it(app: Any) -> None:
    quiz = a_quiz(a_question(key="cotton"))
    again = services.store_questions(quiz.course.id, [a_question(key="cotton")])
    changed = services.store_questions(quiz.course.id, [a_question(key="cotton", points=2)])
    assert again["cotton"] != changed["cotton"]
    assert db.session.scalar(select(func.count()).select_from(Question)) == 1
    assert db.session.scalar(select(func.count()).select_from(QuestionVersion)) == 2


def test_a_bank_is_kept_by_a_fixed_number_of_statements(app: Any, statements: Any) -> None:
    quiz = a_quiz(a_question())
    with statements as seen:
        services.store_questions(quiz.course.id, [a_question() for _ in range(60)])
    assert seen.count <= 6


def test_a_question_that_breaks_a_rule_is_not_kept(app: Any) -> None:
    quiz = a_quiz(a_question())
    with pytest.raises(ValueError, match="not among the options"):
        services.store_questions(quiz.course.id, [a_question(body={"options": ["a", "b"], "answer": "c"})])


def test_a_section_that_draws_more_than_it_has_is_refused(app: Any) -> None:
    with pytest.raises(ValueError, match="draws 3 of 2"):
        services.store_quiz(1, {}, [Section(3, (1, 2))])


# Starting


def test_an_attempt_that_is_going_on_is_resumed_with_the_same_questions(app: Any) -> None:
    sitting = a_sitting(*(a_question() for _ in range(20)), draw=5, shuffle_questions=True)
    again = start(sitting.quiz, db.session.get(Enrolment, sitting.enrolment_id), NOW + timedelta(hours=3))
    assert again == sitting.attempt
    assert len(sitting.sheet().slots) == 5


def test_f07_attempts_are_counted_when_they_are_started_not_when_they_are_handed_in(app: Any) -> None:
    sitting = a_sitting(attempts=2)
    enrolment = db.session.get(Enrolment, sitting.enrolment_id)
    hand_in(sitting, {})
    start(sitting.quiz, enrolment)
    overview = queries.quiz_overview(sitting.quiz.item.version_id, sitting.enrolment_id, sitting.quiz.item.id)
    assert overview.attempts_left == 0 and overview.open_attempt is not None
    services.grade(overview.open_attempt.id, now=NOW)
    with pytest.raises(Refused, match="used all your attempts"):
        start(sitting.quiz, enrolment)


def test_f07_nobody_copies_a_bank_by_starting_over_and_over(app: Any) -> None:
    quiz = a_quiz(a_question())
    enrolment = an_enrolment(a_person(), quiz.course)
    for _ in range(30):
        services.grade(start(quiz, enrolment).id, now=NOW)
    with pytest.raises(Refused, match="Take a break"):
        start(quiz, enrolment)
    assert start(quiz, enrolment, NOW + timedelta(minutes=61)).number == 31


def test_an_attempt_left_open_past_its_time_is_graded_when_the_next_one_starts(app: Any) -> None:
    sitting = a_sitting(time_limit_minutes=20)
    later = start(sitting.quiz, db.session.get(Enrolment, sitting.enrolment_id), NOW + timedelta(hours=1))
    assert later.number == 2
    first = sitting.sheet()
    assert (first.state, first.percent, first.submitted_at) == ("graded", 0, NOW + timedelta(minutes=20))


def test_an_item_that_is_no_quiz_cannot_be_started(app: Any) -> None:
    with pytest.raises(Missing):
        services.start_attempt(enrolment_id=1, person_id=1, item_id=1, item_version_id=987_654, now=NOW)


# Saving


def test_a_saved_answer_grows_its_count(app: Any) -> None:
    sitting = a_sitting()
    assert save(sitting, 1, {"choice": "wool"}).seq == 1
    assert save(sitting, 1, {"choice": "silk"}, base_seq=1).seq == 2
    assert queries.responses_to(sitting.attempt.id)[1].answer == {"choice": "silk"}


def test_f06_an_older_tab_cannot_overwrite_a_newer_answer(app: Any) -> None:
    sitting = a_sitting()
    save(sitting, 1, {"choice": "wool"})
    save(sitting, 1, {"choice": "silk"}, base_seq=1)
    with pytest.raises(services.Overtaken) as stale:
        save(sitting, 1, {"choice": "linen"}, base_seq=1)
    assert (stale.value.kept.answer, stale.value.kept.seq) == ({"choice": "silk"}, 2)
    assert queries.responses_to(sitting.attempt.id)[1].answer == {"choice": "silk"}


def test_sending_the_same_answer_again_after_a_lost_reply_is_no_conflict(app: Any) -> None:
    sitting = a_sitting()
    first = save(sitting, 1, {"choice": "wool"})
    again = save(sitting, 1, {"choice": "wool"}, base_seq=0, now=NOW + timedelta(seconds=5))
    assert again == first


@pytest.mark.parametrize(("late", "taken"), [(-1, True), (0, True), (9, True), (10, True), (11, False), (3600, False)])
def test_f02_an_answer_is_taken_until_the_deadline_and_the_grace_of_the_network(
    app: Any, late: int, taken: bool
) -> None:
    sitting = a_sitting(time_limit_minutes=20)
    moment = NOW + timedelta(minutes=20, seconds=late)
    if taken:
        assert save(sitting, 1, {"choice": "wool"}, now=moment).seq == 1
    else:
        with pytest.raises(services.Ended):
            save(sitting, 1, {"choice": "wool"}, now=moment)
        with pytest.raises(services.Ended):
            services.save_answers(
                attempt_id=sitting.attempt.id, answers={1: {"choice": "wool"}}, base_seqs={}, now=moment
            )
        assert queries.responses_to(sitting.attempt.id) == {}


def test_an_attempt_that_was_handed_in_takes_no_answer(app: Any) -> None:
    sitting = a_sitting()
    hand_in(sitting, {1: {"choice": "wool"}})
    with pytest.raises(services.Ended):
        save(sitting, 1, {"choice": "silk"}, base_seq=1)
    assert queries.responses_to(sitting.attempt.id)[1].answer == {"choice": "wool"}


def test_a_whole_page_leaves_newer_answers_alone_and_names_them(app: Any) -> None:
    sitting = a_sitting()
    save(sitting, 1, {"choice": "wool"})
    save(sitting, 2, {"choices": ["poem"]})
    newer = services.save_answers(
        attempt_id=sitting.attempt.id,
        answers={1: {"choice": "silk"}, 2: {"choices": ["song"]}, 3: {"choice": "true"}},
        base_seqs={1: 1, 2: 0, 3: 0},
        now=NOW,
    )
    assert newer == [2]
    kept = {slot: response.answer for slot, response in queries.responses_to(sitting.attempt.id).items()}
    assert kept == {1: {"choice": "silk"}, 2: {"choices": ["poem"]}, 3: {"choice": "true"}}


def test_a_field_still_empty_in_an_older_page_is_no_conflict_and_takes_nothing_away(app: Any) -> None:
    sitting = a_sitting()
    save(sitting, 1, {"choice": "wool"})
    newer = services.save_answers(attempt_id=sitting.attempt.id, answers={1: {}}, base_seqs={1: 0}, now=NOW)
    assert newer == []
    assert queries.responses_to(sitting.attempt.id)[1].answer == {"choice": "wool"}


def test_an_answer_can_be_taken_back(app: Any) -> None:
    sitting = a_sitting()
    save(sitting, 1, {"choice": "wool"})
    services.save_answers(attempt_id=sitting.attempt.id, answers={1: {}}, base_seqs={1: 1}, now=NOW)
    assert queries.responses_to(sitting.attempt.id)[1].answer == {}


# Grading


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
