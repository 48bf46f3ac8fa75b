"""Peer reviews from the asking to the grade, and what anybody learns of it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lms.assessment import services
from lms.assessment.models import PeerReview
from lms.assessment.queries.assignments import submission_by_id
from lms.assessment.queries.reviews import pool_of, reviews_got, reviews_to_give
from lms.assessment.queries.work_files import files_of
from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment.services import withdraw
from lms.mail.models import OutgoingMail
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assignments import (
    BEST,
    PDF,
    PEERS,
    Work,
    a_draft_of,
    an_assignment,
    bring_file,
    give_back,
    hand_in,
)


def handed_in(count: int, assignment: Any = None, **settings: Any) -> list[Work]:
    assignment = assignment or an_assignment(peer_review=PEERS, **settings)
    return [hand_in(a_draft_of(assignment)) for _ in range(count)]


def allot(work: Work, now: Any = None) -> int:
    asked = services.allot_reviews(work.assignment.course.id, work.assignment.item.id, now=now or utc_now())
    db.session.commit()
    return asked


def reviews_of(work: Work) -> list[tuple[int, str]]:
    """(row, public id) of the reviews that this person was asked for."""
    rows = db.session.execute(
        select(PeerReview.id, PeerReview.public_id)
        .where(PeerReview.enrolment_id == work.enrolment.id)
        .order_by(PeerReview.id)
    )
    return [(number, public_id) for number, public_id in rows]


def review_url(work: Work, public_id: str) -> str:
    return f"{work.item_url}reviews/{public_id}/"


def give_all(work: Work, marks: dict[str, str], now: Any = None) -> None:
    for number, _public_id in reviews_of(work):
        row = db.session.execute(select(PeerReview.submission_id, PeerReview.seq).where(PeerReview.id == number)).one()
        services.save_review(
            review_id=number, submission_id=row.submission_id, marks=marks, comment="A word.", base_seq=row.seq,
            now=now or utc_now(), is_given=True,
        )  # fmt: skip
    db.session.commit()


def test_a_self_paced_course_asks_for_reviews_as_soon_as_a_round_is_full(app: Any, mailbox: Any) -> None:
    first, second = handed_in(2)
    assert allot(first) == 0
    (third,) = handed_in(1, first.assignment)
    letters = [letter for letter in mailbox() if "review" in letter["Subject"]]  # the job of handing in asks by itself
    assert len(letters) == 3
    for work in (first, second, third):
        assert len(reviews_to_give(work.enrolment.id, work.assignment.item.id)) == 2
        assert len(reviews_got(work.sheet().id)) == 2
    assert allot(first) == 0


def test_whoever_waits_long_is_served_from_among_everybody(app: Any) -> None:
    works = handed_in(3)
    allot(works[0])
    (late,) = handed_in(1, works[0].assignment)
    assert allot(late) == 0
    assert allot(late, utc_now() + timedelta(days=6, hours=23)) == 0
    for work in works:
        give_all(work, BEST)
    assert allot(late, utc_now() + timedelta(days=7)) == 4
    assert len(reviews_got(late.sheet().id)) == 2


def test_before_a_due_moment_nothing_is_asked_and_after_it_everything(app: Any) -> None:
    due = utc_now() + timedelta(days=2)
    works = handed_in(5, due={"at": due.isoformat()})
    assert allot(works[0]) == 0
    assert allot(works[0], due + timedelta(minutes=1)) == 10


def test_a_review_is_written_by_the_rubric_and_sent_once(client: Browser) -> None:
    works = handed_in(3)
    allot(works[0])
    client.sign_in(works[0].person)
    ((_number, public_id), _other) = reviews_of(works[0])
    url = review_url(works[0], public_id)
    page = client.get(url).text
    assert "First." in page and "All are there." in page
    for other in works:
        assert other.person.printed_name not in page.split("<main")[1]
    half = client.post(url, data={"seq": "0", "mark-facts": "all", "action": "send", "comment": "Good."})
    assert half.status_code == 422 and "Choose a level" in half.text and "Good." in half.text
    saved = client.post(url, data={"seq": "0", "mark-facts": "all", "action": "save", "comment": "Good."})
    assert saved.status_code == 303
    whole = {"seq": "1", "mark-facts": "all", "mark-tone": "kind", "action": "send", "comment": "Good."}
    assert client.post(url, data=whole).location == works[0].item_url
    again = client.post(url, data={**whole, "seq": "2", "mark-tone": "rude"})
    assert again.status_code == 422 and "You have sent this review" in again.text
    assert "You have sent this review" in client.get(url).text
    assert client.post(url, data={**whole, "mark-tone": "best"}).status_code == 400


def test_the_reviews_become_a_grade_and_the_staff_have_the_last_word(client: Browser) -> None:
    works = handed_in(3)
    allot(works[0])
    mine, *others = works
    client.sign_in(mine.person)
    give_all(others[0], {"facts": "none", "tone": "kind"})
    page = client.get(mine.url).text
    assert "once you have given the 2 reviews" in page and "A word." not in page
    give_all(mine, BEST)
    page = client.get(mine.url).text
    assert "1 review is still being written" in page and "A word." in page
    give_all(others[1], {"facts": "none", "tone": "kind"})
    assert (mine.sheet().state, mine.sheet().graded_by, mine.sheet().percent) == ("returned", "peers", 40)
    assert "reviews of other trainees" in client.get(mine.url).text
    give_back(mine, accounts.an_instructor(mine.assignment.course))
    assert (mine.sheet().graded_by, mine.sheet().percent) == ("staff", 100)


def test_staff_who_graded_first_are_not_overruled_by_reviews(app: Any) -> None:
    works = handed_in(3)
    allot(works[0])
    give_back(works[0], accounts.an_instructor(works[0].assignment.course))
    for work in works:
        give_all(work, {"facts": "none", "tone": "rude"})
    assert (works[0].sheet().graded_by, works[0].sheet().percent) == ("staff", 100)
    assert works[1].sheet().percent == 0


def test_a_review_that_never_comes_holds_nobody_up(app: Any) -> None:
    works = handed_in(4)
    allot(works[0])
    give_all(works[0], BEST)
    give_all(works[1], BEST)
    later = utc_now() + timedelta(days=8)
    assert allot(works[0], later) > 0
    given = [work for work in works if all(review.given_at for review in reviews_got(work.sheet().id))]
    assert all(work.sheet().state == "returned" for work in given)
    pool = pool_of(works[0].assignment.item.id)
    assert len({(review.enrolment_id, review.submission_id) for review in pool.reviews}) == len(pool.reviews)


def test_whoever_leaves_the_course_is_replaced(client: Browser) -> None:
    works = handed_in(4)
    allot(works[0])
    gone = works[0]
    urls = [review_url(gone, public_id) for _number, public_id in reviews_of(gone)]
    withdraw(person_id=gone.person_id, course_id=gone.assignment.course.id, now=utc_now())
    db.session.commit()
    assert allot(works[1]) > 0
    live = [work for work in works if work is not gone]
    for work in live:
        counted = [
            review for review in pool_of(work.assignment.item.id).reviews
            if review.submission_id == work.sheet().id and review.takes_part
        ]  # fmt: skip
        assert len(counted) >= 2
    client.sign_in(gone.person)
    assert {client.get(url).status_code for url in urls} == {404}


def test_a14_whoever_has_left_gets_neither_a_grade_nor_a_letter_when_the_reviews_are_in(app: Any, mailbox: Any) -> None:
    gone, *others = handed_in(3)
    allot(gone)
    submission_id = gone.sheet().id
    withdraw(person_id=gone.person_id, course_id=gone.assignment.course.id, now=utc_now())
    db.session.commit()
    for work in others:
        give_all(work, BEST)
    allot(others[0], utc_now() + timedelta(days=8))
    left = submission_by_id(submission_id)
    assert left is not None and (left.state, left.percent) == ("submitted", None)
    told = db.session.scalars(select(OutgoingMail.to_address).where(OutgoingMail.template == "work-returned"))
    assert set(told) == {work.person.email for work in others}


def test_b01_a07_what_a_reviewer_writes_is_inert_and_neither_learns_who_the_other_is(client: Browser) -> None:
    mine, *others = handed_in(3)
    allot(mine)
    (_number, public_id), _other = reviews_of(mine)
    client.sign_in(mine.person)
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
    strange = {"person_id": str(others[0].person_id), "given_at": "2020-01-01", "percent": "100"}
    whole = {"seq": "0", "mark-facts": "none", "mark-tone": "rude", "action": "send", "comment": evil, **strange}
    assert client.post(review_url(mine, public_id), data=whole).status_code == 303
    reviewed = next(work for work in others if any(review.given_at for review in reviews_got(work.sheet().id)))
    give_all(reviewed, BEST)
    page = client.sign_in(reviewed.person).get(reviewed.url).text.split("<main")[1]
    assert "&lt;script&gt;" in page and "<img src=x" not in page and "{{7*7}}" in page
    assert mine.person.printed_name not in page and (mine.sheet().percent, reviewed.sheet().percent) == (None, None)


def test_a01_a02_the_review_of_another_does_not_exist(client: Browser) -> None:
    works = handed_in(3)
    allot(works[0])
    url = review_url(works[0], reviews_of(works[0])[0][1])
    client.sign_in(works[1].person)
    whole = {"seq": "0", "mark-facts": "all", "mark-tone": "kind", "action": "send"}
    assert client.get(url).status_code == 404 and client.post(url, data=whole).status_code == 404


def test_a_reviewer_gets_the_files_without_their_name_and_nobody_else_does(client: Browser) -> None:
    settings = {"submission": {"files": 1, "kinds": ["pdf"]}}
    assignment = an_assignment(peer_review={**PEERS, "reviews": 1}, **settings)
    drafts = [a_draft_of(assignment) for _ in range(3)]
    for draft in drafts:
        bring_file(draft.sheet().id, draft.person_id, "Aizhan Bekova.pdf")
        hand_in(draft)
    allot(drafts[0])
    (file,) = files_of(drafts[0].sheet().id)
    asked = db.session.scalar(select(PeerReview.person_id).where(PeerReview.submission_id == drafts[0].sheet().id))
    for draft in drafts[1:]:
        client.sign_in(draft.person)
        answer = client.get(f"/files/{file.public_id}")
        if draft.person_id == asked:
            assert answer.data == PDF and "Aizhan" not in answer.headers["Content-Disposition"]
        else:
            assert answer.status_code == 404


def test_the_periodic_look_asks_only_where_peers_review(app: Any) -> None:
    handed_in(3)
    hand_in(a_draft_of(an_assignment()))
    assert services.queue_allotments(utc_now()) == 1
