"""Peer reviews: asking for them, and giving them."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from lms.assessment.models import PeerPool, PeerReview, Submission
from lms.assessment.queries.assignments import assignment_content, version_in_force
from lms.assessment.queries.reviews import Pool, items_with_work_waiting, pool_of
from lms.assessment.rules.allotment import Pair, Work, allot, is_time_to_allot
from lms.assessment.rules.assignments import AssignmentSettings, PeerRules, is_whole
from lms.assessment.services.answers import Ended, Saved
from lms.assessment.services.returning import settle_by_peers, write_about_work
from lms.core.db import db, rows_changed, upsert
from lms.core.errors import Refused
from lms.core.ids import new_public_id
from lms.jobs.services import enqueue


def queue_allotments(now: datetime) -> int:
    """Queues a look at each assignment that has work waiting and reviews among peers; returns how many."""
    found = 0
    for course_id, item_id in items_with_work_waiting():
        payload = {"course_id": course_id, "item_id": item_id}
        key = f"assessment.allot:{item_id}:{now:%Y%m%d%H%M}"
        settings = _settings_now(course_id, item_id)
        if settings and settings.peers:
            enqueue("assessment.allot", payload, now=now, unique_key=key)
            found += 1
    return found


def _settings_now(course_id: int, item_id: int) -> AssignmentSettings | None:
    """None when the course no longer has the item."""
    version_id = version_in_force(course_id, item_id, 0)
    return assignment_content(version_id).settings if version_id else None


def allot_reviews(course_id: int, item_id: int, *, now: datetime) -> int:
    """Asks for the reviews that are wanting in one assignment and writes to whom it asks; says how many it asked for.

    Gives back the works whose reviews are all in, or over. Whoever does it at the same time waits.
    """
    settings = _settings_now(course_id, item_id)
    if settings is None or settings.peers is None:
        return 0
    _hold_pool(item_id)
    pool = pool_of(item_id)
    asked = 0
    if is_time_to_allot(
        [work.submitted_at for work in pool.works if not work.was_allotted and work.takes_part],
        settings.peers.reviews,
        is_due_over=settings.due_at is not None and settings.due_at < now,
        has_due=settings.due_at is not None,
        patience=timedelta(days=settings.peers.days),
        now=now,
    ) or _was_let_down(pool, now):
        asked = _ask(pool, item_id, course_id, settings.peers, now)
    for submission_id in _reviewed_works(pool, settings.peers, now):
        settle_by_peers(submission_id, now=now)
    return asked


def _hold_pool(item_id: int) -> None:
    """Locks the pool, and the work that waits in it: nobody is asked to review what its author takes back just now."""
    db.session.execute(upsert(PeerPool).values(item_id=item_id).on_conflict_do_nothing())
    db.session.execute(select(PeerPool.item_id).where(PeerPool.item_id == item_id).with_for_update())
    waiting = select(Submission.id).where(Submission.item_id == item_id, Submission.state == "submitted")
    db.session.execute(waiting.order_by(Submission.id).with_for_update())


def _reviewed_works(pool: Pool, rules: PeerRules, now: datetime) -> list[int]:
    """Works that wait for their grade and for no review any more; none where reviews make no grade."""
    if rules.grade == "none":
        return []
    awaited = {review.submission_id for review in pool.reviews if review.given_at is None and review.due_at >= now}
    waiting = (work for work in pool.works if work.was_allotted and work.takes_part and not work.is_returned)
    return [work.submission_id for work in waiting if work.submission_id not in awaited]


def _was_let_down(pool: Pool, now: datetime) -> bool:
    """Whether a work that still waits for its grade has lost a reviewer."""
    waiting = {work.submission_id for work in pool.works if not work.is_returned and work.takes_part}
    return any(not pair.counts and pair.work in waiting for pair in _pairs(pool, now))


def _pairs(pool: Pool, now: datetime) -> list[Pair]:
    """A review counts once it was given, and while its reviewer is there and has time; of returned work, always."""
    returned = {work.submission_id for work in pool.works if work.is_returned}
    return [
        Pair(
            review.enrolment_id,
            review.submission_id,
            review.given_at is not None
            or (review.takes_part and review.due_at >= now)
            or review.submission_id in returned,
        )
        for review in pool.reviews
    ]


def _ask(pool: Pool, item_id: int, course_id: int, rules: PeerRules, now: datetime) -> int:
    works = [Work(work.submission_id, work.enrolment_id, work.takes_part) for work in pool.works]
    pairs = allot(works, _pairs(pool, now), rules.reviews, seed=secrets.randbelow(2**31))
    if not pairs:
        return 0
    people = {work.enrolment_id: work.person_id for work in pool.works}
    db.session.execute(
        insert(PeerReview),
        [
            {
                "public_id": new_public_id(),
                "submission_id": pair.work,
                "item_id": item_id,
                "enrolment_id": pair.reviewer,
                "person_id": people[pair.reviewer],
                "allotted_at": now,
                "due_at": now + timedelta(days=rules.days),
                "marks": {},
                "comment": "",
                "seq": 0,
            }
            for pair in pairs
        ],
    )
    db.session.execute(update(PeerPool).where(PeerPool.item_id == item_id).values(allotted_at=now))
    for person_id in sorted({people[pair.reviewer] for pair in pairs}):
        write_about_work("reviews-waiting", person_id, course_id, item_id, now=now)
    return len(pairs)


def save_review(
    *,
    review_id: int,
    submission_id: int,
    marks: Mapping[str, str],
    comment: str,
    base_seq: int,
    now: datetime,
    is_given: bool,
) -> Saved:
    """Keeps a review and, where it `is_given`, gives it: then it stays as it is.

    Raises `Ended` when it was given already, `Refused` when it is not whole or was changed in another window.
    """
    version_id = db.session.scalar(select(Submission.item_version_id).where(Submission.id == submission_id)) or 0
    if is_given and not is_whole(assignment_content(version_id).settings.rubric, marks):
        raise Refused("Choose a level for each criterion before you send the review.")
    changed = rows_changed(
        update(PeerReview)
        .where(PeerReview.id == review_id, PeerReview.seq == base_seq, PeerReview.given_at.is_(None))
        .values(marks=dict(marks), comment=comment, seq=base_seq + 1, given_at=now if is_given else None)
        .execution_options(synchronize_session=False)
    )
    if not changed:
        given = db.session.scalar(select(PeerReview.given_at).where(PeerReview.id == review_id))
        if given is not None:
            raise Ended("You have sent this review. Thank you: it can't be changed any more.")
        raise Refused("This review was changed in another window. Load the page again to see it.")
    if is_given:
        settle_by_peers(submission_id, now=now)
    return Saved(base_seq + 1, now)
