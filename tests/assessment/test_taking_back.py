"""Taking back what was handed in too early, until somebody has begun to look at it."""

from datetime import timedelta
from typing import Any

import pytest

from lms.assessment import services
from lms.assessment.queries.grading import QueueFilter, count_in_queue
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Missing
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assignments import PEERS, Work, a_draft_of, an_assignment, give_back, hand_in, some_work


def take_back(client: Browser, work: Work) -> str:
    client.sign_in(work.person)
    return client.post(f"{work.url}take-back", follow_redirects=True).text


def said(work: Work, *, is_returned: bool) -> None:
    services.save_grading(
        submission_id=work.sheet().id, marks={"facts": "all"}, given_percent=None, comments=[], feedback="", base_seq=0,
        by=accounts.an_instructor(work.assignment.course).id, now=utc_now(), is_returned=is_returned,
    )  # fmt: skip
    db.session.commit()


def test_work_is_taken_back_changed_and_handed_in_again(client: Browser) -> None:
    work = hand_in(some_work(due={"days": 7}, now=utc_now() - timedelta(days=8)))
    client.sign_in(work.person)
    assert "Take it back" in client.get(work.url).text
    page = take_back(client, work)
    assert "You have taken your work back" in page and "Second." in page and "Hand in" in page
    sheet = work.sheet()
    assert (sheet.is_draft, sheet.submitted_at, sheet.late_days, sheet.number) == (True, None, 0, 1)
    assert count_in_queue(sheet.course_id, QueueFilter()) == 0
    hand_in(work, "Better.")
    assert (work.sheet().state, work.sheet().text, work.sheet().late_days) == ("submitted", "Better.", 2)


@pytest.mark.parametrize("is_returned", [False, True])
def test_once_somebody_has_begun_to_grade_it_stays(client: Browser, is_returned: bool) -> None:
    work = hand_in(some_work())
    if is_returned:
        give_back(work, accounts.an_instructor(work.assignment.course))
    else:
        said(work, is_returned=False)
    state = work.sheet().state
    page = take_back(client, work)
    assert "it stays as you handed it in" in page and "Take it back" not in page
    assert work.sheet().state == state


def test_once_peers_review_it_or_its_author_reviews_theirs_it_stays(client: Browser) -> None:
    assignment = an_assignment(peer_review={**PEERS, "reviews": 1})
    works = [hand_in(a_draft_of(assignment)) for _ in range(2)]
    services.allot_reviews(assignment.course.id, assignment.item.id, now=utc_now())
    db.session.commit()
    for work in works:
        assert "it stays as you handed it in" in take_back(client, work)
        assert work.sheet().state == "submitted"


def test_what_could_not_be_handed_in_again_is_not_taken_back(client: Browser) -> None:
    begun = utc_now() - timedelta(days=8)
    work = some_work(now=begun, due={"days": 7}, late={"policy": "refuse"})
    hand_in(work, now=begun + timedelta(days=1))
    page = take_back(client, work)
    assert "you could not hand in again" in page and work.sheet().state == "submitted"


def test_a01_a_draft_and_the_work_of_another_are_not_taken_back(client: Browser) -> None:
    draft = some_work()
    assert "it stays as you handed it in" in take_back(client, draft)
    work = hand_in(a_draft_of(draft.assignment))
    client.sign_in(draft.person)
    assert client.post(f"{work.url}take-back").status_code == 404
    assert work.sheet().state == "submitted"


def test_a_grader_who_is_too_late_grades_nothing(app: Any) -> None:
    work = hand_in(some_work())
    services.take_back(work.sheet().id, now=utc_now())
    db.session.commit()
    with pytest.raises(Missing):
        said(work, is_returned=False)
