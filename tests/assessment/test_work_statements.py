"""The pages of work cost a fixed number of SQL statements: few, and as many with ten times the work."""

from typing import Any

import pytest

from lms.assessment import services
from lms.assessment.queries.reviews import reviews_to_give
from lms.core.clock import utc_now
from lms.core.db import db
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assignments import PEERS, Work, a_draft_of, an_assignment, give_back, hand_in
from tests.statements import Statements

PAGES = {
    "the step": ("{item_url}", 10),
    "a draft": ("{draft}", 8),
    "work that was returned": ("{work}", 10),
    "a review to give": ("{review}", 10),
    "the grading queue": ("/studio/{course}/grading", 6),
    "one work before a grader": ("{grading}", 9),
}


def a_scene(more: int) -> tuple[Any, Any, Work, dict[str, str]]:
    """A trainee with returned work and a draft, a teacher, and as many others as said."""
    assignment = an_assignment(peer_review=PEERS)
    teacher = accounts.an_instructor(assignment.course)
    mine = hand_in(a_draft_of(assignment))
    for _ in range(2 + more):
        hand_in(a_draft_of(assignment))
    services.allot_reviews(assignment.course.id, assignment.item.id, now=utc_now())
    give_back(mine, teacher)
    draft = a_draft_of(assignment, mine.person)
    review = reviews_to_give(mine.enrolment.id, assignment.item.id)[0].public_id
    other = hand_in(a_draft_of(assignment))
    addresses = {
        "item_url": mine.item_url, "draft": draft.url, "work": mine.url, "course": assignment.course.slug,
        "review": f"{mine.item_url}reviews/{review}/", "grading": other.grading_url,
    }  # fmt: skip
    db.session.commit()
    return mine.person, teacher, mine, addresses


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_work_costs_few_statements_and_no_more_with_ten_times_the_work(
    page: str, client: Browser, statements: Statements
) -> None:
    address, budget = PAGES[page]
    counts = []
    for more in (1, 20):
        person, teacher, _work, addresses = a_scene(more)
        client.sign_in(teacher if "grading" in address else person)
        path = address.format(**addresses)
        for _time in range(2):  # once the process has met the assignment
            with statements as seen:
                assert client.get(path).status_code == 200
        counts.append(seen.count)
        assert seen.count <= budget, "\n\n".join(seen.texts)
    assert counts[0] == counts[1]


def test_saving_a_draft_costs_three_statements(client: Browser, statements: Statements) -> None:
    work = a_draft_of(an_assignment())
    client.sign_in(work.person)
    with statements as seen:
        assert client.post(f"{work.url}text", data={"seq": "0", "text": "A text."}).status_code == 200
    assert seen.count <= 3, "\n\n".join(seen.texts)
