"""Writing work, handing it in, and reading what came of it, as a browser without scripts does."""

from datetime import timedelta
from typing import Any

import pytest

from lms.assessment.rules.assignments import LONGEST_TEXT
from lms.core.clock import utc_now
from lms.core.db import db
from tests.assessment.working import sent, signed_in
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assignments import (
    a_draft_of,
    an_assignment,
    give_back,
    hand_in,
    some_work,
)


def test_the_step_shows_the_due_date_the_rule_and_the_rubric_beforehand(client: Browser) -> None:
    assignment = an_assignment(due={"days": 14}, late={"policy": "minus", "percent_a_day": 10})
    work = a_draft_of(assignment)
    page = signed_in(client, work).get(work.item_url).text
    for told in ("Due", "10 points of 100", "All are there.", "at least 60%", "Go on with your work"):
        assert told in page, told


def test_work_is_written_handed_in_graded_and_read(client: Browser, new_client: Any, mailbox: Any) -> None:
    work = some_work()
    teacher = accounts.an_instructor(work.assignment.course)
    db.session.commit()
    signed_in(client, work)
    assert "Your work is saved" in sent(client, work, text="One.\n\nTwo.").text
    assert "We received your work" in sent(client, work, text="One.\n\nTwo.", action="submit").text
    grader = new_client().sign_in(teacher)
    queue = grader.get(f"/studio/{work.assignment.course.slug}/grading").text
    assert work.public_id in queue
    answer = grader.post(
        work.grading_url,
        data={"seq": "0", "mark-facts": "all", "mark-tone": "rude", "comment-2": "Why two?", "feedback": "Good.",
              "action": "return"},
        follow_redirects=True,
    )  # fmt: skip
    assert "Returned" in answer.text and answer.status_code == 200
    page = client.get(work.url).text
    for told in ("You reached 60%", "Passed", "Why two?", "Good.", "Chosen:"):
        assert told in page, told
    letters = [letter for letter in mailbox() if "is graded" in letter["Subject"]]
    assert len(letters) == 1 and f"/learn/{work.assignment.course.slug}/claim/" in letters[0].as_string()
    assert "Completed" in client.get(work.item_url).text


def test_a_second_return_changes_the_grade_and_writes_no_second_letter(app: Any, mailbox: Any) -> None:
    work = hand_in(some_work())
    teacher = accounts.an_instructor(work.assignment.course)
    give_back(work, teacher, {"facts": "none", "tone": "kind"})
    assert work.sheet().percent == 40 and not work.sheet().passed
    give_back(work, teacher)
    assert work.sheet().percent == 100 and work.sheet().passed
    assert len([letter for letter in mailbox() if "is graded" in letter["Subject"]]) == 1


def test_returned_work_may_be_improved_and_the_best_counts(client: Browser) -> None:
    work = hand_in(some_work(submissions=2))
    teacher = accounts.an_instructor(work.assignment.course)
    signed_in(client, work)
    start = f"{work.item_url}work"
    assert "waiting to be graded" in client.post(start, follow_redirects=True).text
    give_back(work, teacher)
    page = client.post(start, follow_redirects=True).text
    assert "Second." in page and "Work 2" in page
    again = a_draft_of(work.assignment, work.person)
    hand_in(again, "Worse.")
    give_back(again, teacher, {"facts": "none", "tone": "rude"})
    assert "100%" in client.get(work.item_url).text
    assert "as often as this assignment allows" in client.post(start, follow_redirects=True).text


def test_handing_in_may_be_all_that_a_step_asks_for(client: Browser) -> None:
    work = a_draft_of(an_assignment({"kind": "submit"}))
    signed_in(client, work)
    assert "Complete when you have handed in your work" in client.get(work.item_url).text
    hand_in(work)
    assert "Completed" in client.get(work.item_url).text


def test_nothing_is_handed_in_that_is_empty(client: Browser) -> None:
    work = some_work()
    page = sent(signed_in(client, work), work, text="  \n ", action="submit")
    assert "nothing to hand in" in page.text and work.sheet().is_draft


def test_late_work_loses_points_and_says_why(client: Browser) -> None:
    begun = utc_now() - timedelta(days=9, hours=1)
    work = some_work(now=begun, due={"days": 7}, late={"policy": "minus", "percent_a_day": 10, "closes_after_days": 5})
    signed_in(client, work)
    assert "3 days late" in client.get(work.url).text
    hand_in(work)
    give_back(work, accounts.an_instructor(work.assignment.course))
    assert work.sheet().percent == 70
    assert "Handed in 3 days late: 30 points of 100 are taken off." in client.get(work.url).text


def test_f02_nothing_is_taken_after_the_assignment_has_closed(client: Browser) -> None:
    work = some_work(now=utc_now() - timedelta(days=8), due={"days": 7}, late={"policy": "refuse"})
    page = sent(signed_in(client, work), work, action="submit")
    assert "is closed" in page.text and work.sheet().is_draft


def test_saved_is_said_after_the_text_is_kept_and_an_older_tab_does_not_win(client: Browser) -> None:
    work = some_work()
    signed_in(client, work)
    first = client.post(f"{work.url}text", data={"seq": "0", "text": "One"})
    assert first.status_code == 200 and first.json and first.json["seq"] == 1 and "Saved" in first.json["text"]
    again = client.post(f"{work.url}text", data={"seq": "0", "text": "One"})
    assert again.status_code == 200 and again.json and again.json["seq"] == 1  # the reply to the first try was lost
    other = client.post(f"{work.url}text", data={"seq": "0", "text": "Two"})
    assert other.status_code == 409 and work.sheet().text == "One"
    hand_in(work)
    late = client.post(f"{work.url}text", data={"seq": "2", "text": "Three"})
    assert late.status_code == 410 and work.sheet().text == "First.\n\nSecond."


def test_f10_a_text_overtaken_from_another_window_stays_on_the_page_beside_the_newer_one(client: Browser) -> None:
    work = some_work()
    signed_in(client, work).post(f"{work.url}text", data={"seq": "0", "text": "Of the phone."})
    page = sent(client, work, seq="0", text="Of the desk.", action="submit")
    assert page.status_code == 409 and "A newer text was saved from another window" in page.text
    assert "Of the phone." in page.text and "Of the desk." in page.text and 'name="seq" value="1"' in page.text
    assert (work.sheet().text, work.sheet().is_draft) == ("Of the phone.", True)
    assert "Your work is saved" in sent(client, work, seq="1", text="Of the desk.").text
    assert work.sheet().text == "Of the desk."


@pytest.mark.parametrize("length", [LONGEST_TEXT + 1, 2 * LONGEST_TEXT + 1])
def test_a_text_that_is_too_long_is_not_saved_and_not_lost(client: Browser, length: int) -> None:
    work = some_work()
    page = sent(signed_in(client, work), work, text="x" * length)
    assert page.status_code == 422 and "Please check the form" in page.text and "x" * length in page.text
    assert work.sheet().text == ""


@pytest.mark.parametrize(
    "data", [{"text": "x"}, {"seq": "-1", "text": "x"}, {"seq": "1e400", "text": "x"}, {"seq": "0"}]
)
def test_f08_a_draft_that_no_page_sends_is_refused(client: Browser, data: dict[str, str]) -> None:
    work = some_work()
    answer = signed_in(client, work).post(f"{work.url}text", data=data)
    assert answer.status_code == 400 and work.sheet().seq == 0
