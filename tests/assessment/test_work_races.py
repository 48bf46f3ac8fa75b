"""Work that many requests change at once, against real commits: the database decides, whatever the order."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select

from lms.assessment import services
from lms.assessment.models import PeerReview, Submission, SubmissionFile
from lms.assessment.queries.grading import grading_of
from lms.assessment.signals import assignment_graded, assignment_submitted
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from tests.factories import accounts
from tests.factories.assignments import (
    BEST,
    PDF,
    PEERS,
    Work,
    a_draft_of,
    an_assignment,
    bring_file,
    hand_in,
    some_work,
)
from tests.factories.enrolment import an_enrolment
from tests.together import AT_ONCE, Together


def written_work() -> Work:
    """A draft that says something."""
    work = some_work()
    services.save_text(submission_id=work.sheet().id, text="A text.", base_seq=0, now=utc_now())
    db.session.commit()
    return work


def test_f04_many_starts_make_one_draft(together: Together) -> None:
    assignment = an_assignment()
    person = accounts.a_person()
    place = an_enrolment(person, assignment.course)
    ids = {
        "enrolment_id": place.id, "person_id": person.id, "course_id": assignment.course.id,
        "item_id": assignment.item.id, "item_version_id": assignment.item.version_id,
    }  # fmt: skip
    db.session.commit()
    db.session.remove()
    started = together(lambda _n: services.start_work(**ids, now=utc_now()))
    assert len(set(map(str, started))) == 1, started
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_f03_many_submits_hand_in_one_piece_of_work_once(together: Together) -> None:
    work = written_work()
    sheet = work.sheet()
    db.session.remove()
    heard: list[Any] = []

    def listen(_sender: object, **facts: Any) -> None:
        heard.append(facts["enrolment_id"])

    with assignment_submitted.connected_to(listen):
        answers = together(lambda _n: services.hand_in(sheet.id, now=utc_now()))
    assert Counter(answers) == {True: 1, False: AT_ONCE - 1}
    assert heard == [work.enrolment.id]
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_what_was_acknowledged_before_handing_in_is_handed_in(together: Together) -> None:
    work = written_work()
    sheet = work.sheet()
    db.session.remove()

    def change(n: int) -> int | None:
        if n == 20:
            services.hand_in(sheet.id, now=utc_now())
            return None
        seq = db.session.scalar(select(Submission.seq).where(Submission.id == sheet.id)) or 0
        return services.save_text(submission_id=sheet.id, text=str(n), base_seq=seq, now=utc_now()).seq

    answers = together(change)
    saved = [answer for answer in answers if isinstance(answer, int)]
    refused = (services.Ended, services.NewerDraft)
    assert all(answer is None or isinstance(answer, int | refused[0] | refused[1]) for answer in answers), answers
    assert len(set(saved)) == len(saved), "no two were told that the same state is theirs"
    kept = db.session.execute(select(Submission.seq, Submission.state).where(Submission.id == sheet.id)).one()
    assert kept.state == "submitted" and kept.seq == max(saved, default=1)


def test_g14_many_uploads_at_once_stay_within_the_number_that_is_taken(together: Together) -> None:
    work = some_work(submission={"files": 3, "kinds": ["pdf"]})
    sheet = work.sheet()
    db.session.remove()

    def add(n: int) -> str:
        bring_file(sheet.id, work.person_id, data=PDF + str(n).encode())
        return "added"

    answers = together(add)
    assert answers.count("added") == 3
    assert all(answer == "added" or isinstance(answer, Refused) for answer in answers), answers
    assert db.session.scalar(select(func.count()).select_from(SubmissionFile)) == 3


def test_of_many_graders_one_is_kept_and_the_others_are_told(together: Together) -> None:
    work = hand_in(some_work())
    sheet = work.sheet()
    graders = [accounts.an_instructor(work.assignment.course).id for _ in range(4)]
    db.session.commit()
    db.session.remove()
    heard: list[Any] = []

    def listen(_sender: object, **facts: Any) -> None:
        heard.append((facts["percent"], facts["passed"]))

    def grade(n: int) -> int:
        services.save_grading(
            submission_id=sheet.id, marks=BEST, given_percent=None, comments=[], feedback=str(n), base_seq=0,
            by=graders[n % 4], now=utc_now(), is_returned=True,
        )  # fmt: skip
        return n

    with assignment_graded.connected_to(listen):
        answers = together(grade)
    (winner,) = [answer for answer in answers if isinstance(answer, int)]
    assert all(isinstance(answer, int | services.NewerGrading) for answer in answers), answers
    assert grading_of(sheet.id).feedback == str(winner) and heard == [(100.0, True)]


def test_many_allotments_at_once_ask_for_each_review_once(together: Together) -> None:
    assignment = an_assignment(peer_review=PEERS)
    for _ in range(7):
        hand_in(a_draft_of(assignment))
    course_id, item_id = assignment.course.id, assignment.item.id
    db.session.remove()
    asked = together(lambda _n: services.allot_reviews(course_id, item_id, now=utc_now()))
    assert sorted(asked) == [0] * (AT_ONCE - 1) + [14]
    got = Counter(db.session.scalars(select(PeerReview.submission_id)))
    gives = Counter(db.session.scalars(select(PeerReview.person_id)))
    assert set(got.values()) == set(gives.values()) == {2} and len(got) == 7


def test_nobody_is_asked_to_review_what_is_taken_back_at_the_same_time(together: Together) -> None:
    assignment = an_assignment(peer_review=PEERS)
    ids = [hand_in(a_draft_of(assignment)).sheet().id for _ in range(8)]
    course_id, item_id = assignment.course.id, assignment.item.id
    db.session.remove()

    def change(n: int) -> None:
        if n % 8 == 3:
            services.allot_reviews(course_id, item_id, now=utc_now())
        else:
            services.take_back(ids[n % 8], now=utc_now())

    answers = together(change)
    assert all(answer is None or isinstance(answer, Refused) for answer in answers), answers
    asked = select(Submission.state).join(PeerReview, PeerReview.submission_id == Submission.id)
    assert set(db.session.scalars(asked)) <= {"submitted"}


def test_f03_many_sends_of_one_review_give_it_once(together: Together) -> None:
    assignment = an_assignment(peer_review={**PEERS, "reviews": 1})
    works = [hand_in(a_draft_of(assignment)) for _ in range(2)]
    services.allot_reviews(assignment.course.id, assignment.item.id, now=utc_now())
    db.session.commit()
    review = db.session.execute(select(PeerReview.id, PeerReview.submission_id).limit(1)).one()
    reviewed = next(work for work in works if work.sheet().id == review.submission_id)
    db.session.remove()
    heard: list[Any] = []

    def listen(_sender: object, **facts: Any) -> None:
        heard.append((facts["enrolment_id"], facts["percent"]))

    def send(n: int) -> int:
        services.save_review(
            review_id=review.id, submission_id=review.submission_id, marks=BEST, comment=str(n), base_seq=0,
            now=utc_now(), is_given=True,
        )  # fmt: skip
        return n

    with assignment_graded.connected_to(listen):
        answers = together(send)
    (winner,) = [answer for answer in answers if isinstance(answer, int)]
    assert all(isinstance(answer, int | services.Ended) for answer in answers), answers
    assert db.session.scalar(select(PeerReview.comment).where(PeerReview.id == review.id)) == str(winner)
    assert heard == [(reviewed.enrolment.id, 100.0)]
