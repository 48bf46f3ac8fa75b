from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.assessment import queries, services
from lms.assessment.drafts import Section
from lms.assessment.models import Question, QuestionVersion
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.enrolment.models import Enrolment
from tests.assessment.sitting import hand_in, save
from tests.factories.accounts import a_person
from tests.factories.assessment import (
    NOW,
    a_question,
    a_quiz,
    a_sitting,
    an_enrolment,
    start,
)

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


# Forgetting


def test_what_an_erased_person_typed_goes_and_what_it_earned_stays(app: Any) -> None:
    sitting, other = (a_sitting(a_question("short_text"), a_question("single"), a_question("numeric")) for _ in "12")
    answers = {1: {"text": "WCO"}, 2: {"choice": "cottonKEY"}, 3: {"text": "1265.5"}}
    for one in (sitting, other):
        hand_in(one, answers)
    services.forget_person(sitting.person.id, now=NOW)
    kept = queries.responses_to(sitting.attempt.id)
    assert {slot: (response.answer, response.points) for slot, response in kept.items()} == {
        1: ({}, 1), 2: ({"choice": "cottonKEY"}, 1), 3: ({}, 1),
    }  # fmt: skip
    assert sitting.sheet().percent == 100
    assert {slot: response.answer for slot, response in queries.responses_to(other.attempt.id).items()} == answers


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
