"""The staff's pages: the queue, one piece of work before a grader, two graders at once."""

from datetime import timedelta
from typing import Any

import pytest

from lms.assessment import services
from lms.assessment.queries.grading import grading_of
from lms.audit.queries import entries
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assignments import BEST, a_draft_of, an_assignment, give_back, hand_in, some_work


def whole(**fields: str) -> dict[str, str]:
    return {"seq": "0", "mark-facts": "all", "mark-tone": "kind", "action": "return", **fields}


def a_teacher(client: Browser, work: Any) -> Any:
    teacher = accounts.an_instructor(work.assignment.course)
    client.sign_in(teacher)
    return teacher


def test_the_queue_is_oldest_first_and_filters(client: Browser) -> None:
    now = utc_now()
    assignment = an_assignment(due={"days": 3})
    newer = hand_in(a_draft_of(assignment, now=now - timedelta(days=1)), now=now - timedelta(hours=1))
    older = hand_in(a_draft_of(assignment, now=now - timedelta(days=9)), now=now - timedelta(hours=2))
    teacher = a_teacher(client, newer)
    page = f"/studio/{assignment.course.slug}/grading"
    both = client.get(page).text
    assert both.index(older.public_id) < both.index(newer.public_id)
    late = client.get(f"{page}?late=1&item=claim").text
    assert older.public_id in late and newer.public_id not in late
    give_back(older, teacher)
    assert older.public_id not in client.get(page).text
    assert older.public_id in client.get(f"{page}?state=returned").text
    assert "Nothing found" in client.get(f"{page}?late=1").text
    give_back(newer, teacher)
    assert "Nothing is waiting" in client.get(page).text


def test_a_page_beyond_the_last_leads_to_the_last_and_an_unknown_filter_filters_nothing(client: Browser) -> None:
    work = hand_in(some_work())
    a_teacher(client, work)
    queue = f"/studio/{work.assignment.course.slug}/grading"
    assert client.get(f"{queue}?page=7&late=").location == f"{queue}?page=1&late="
    for strange in ("item=no-such", "item='--", "state=draft", "late=2", "page=-1", "page=9999999999"):
        answer = client.get(f"{queue}?{strange}")
        assert work.public_id in (answer if answer.status_code == 200 else client.get(answer.location)).text, strange


def test_a_grader_goes_from_one_to_the_next(client: Browser) -> None:
    assignment, now = an_assignment(), utc_now()
    first, second, third = (hand_in(a_draft_of(assignment), now=now + timedelta(seconds=n)) for n in range(3))
    a_teacher(client, first)
    page = client.get(second.grading_url).text
    assert f'href="{third.grading_url}" data-key="j"' in page and f'href="{first.grading_url}" data-key="k"' in page
    answer = client.post(first.grading_url, data=whole(action="next"))
    assert answer.location == second.grading_url
    assert client.post(second.grading_url, data=whole()).location == f"/studio/{assignment.course.slug}/grading"


def test_a_grade_is_not_returned_before_it_is_whole(client: Browser) -> None:
    work = hand_in(some_work())
    a_teacher(client, work)
    answer = client.post(
        work.grading_url, data={"seq": "0", "mark-facts": "all", "action": "return", "comment-1": "Hm"}
    )
    assert answer.status_code == 422 and "Choose a level for each criterion" in answer.text
    assert "Hm" in answer.text and work.sheet().state == "submitted"
    kept = client.post(work.grading_url, data={"seq": "0", "mark-facts": "all", "action": "save"})
    assert kept.status_code == 303 and grading_of(work.sheet().id).marks == {"facts": "all"}
    assert "Chosen:" not in client.sign_in(work.person).get(work.url).text


def test_what_is_said_of_returned_work_and_its_grade_never_differ(client: Browser) -> None:
    work = hand_in(some_work())
    give_back(work, a_teacher(client, work))
    assert "Save for later" not in client.get(work.grading_url).text, "its author would read it at once"
    half = client.post(work.grading_url, data={"seq": "1", "mark-facts": "all", "action": "save"})
    assert half.status_code == 422 and grading_of(work.sheet().id).marks == BEST
    page = client.post(
        work.grading_url, data=whole(seq="1", action="save", **{"mark-tone": "rude"}), follow_redirects=True
    )
    assert "We have written to this person" not in page.text and work.sheet().percent == 60
    assert "6 of 10 points" in client.sign_in(work.person).get(work.url).text


def test_without_a_rubric_a_percentage_is_given(client: Browser) -> None:
    work = hand_in(some_work(rubric=[]))
    a_teacher(client, work)
    assert client.post(work.grading_url, data={"seq": "0", "action": "return"}).status_code == 422
    assert client.post(work.grading_url, data={"seq": "0", "action": "return", "percent": "101"}).status_code == 422
    assert client.post(work.grading_url, data={"seq": "0", "action": "return", "percent": "59"}).status_code == 303
    assert work.sheet().percent == 59 and work.sheet().passed is False


def test_the_second_of_two_graders_is_told_and_overwrites_nothing(client: Browser, new_client: Any) -> None:
    work = hand_in(some_work())
    first = a_teacher(client, work)
    other = new_client()
    a_teacher(other, work)
    client.post(work.grading_url, data=whole(feedback="Of the first."))
    answer = other.post(work.grading_url, data=whole(feedback="Of the second.", **{"mark-tone": "rude"}))
    assert answer.status_code == 409
    assert first.printed_name in answer.text and "Nothing was overwritten" in answer.text
    assert "Of the second." in answer.text and "Of the first." in answer.text
    assert grading_of(work.sheet().id).feedback == "Of the first." and work.sheet().percent == 100
    assert 'name="seq" value="1"' in answer.text, "who sends again has seen the other's words, and chooses"
    chosen = other.post(work.grading_url, data=whole(seq="1", feedback="Of the second.", **{"mark-tone": "rude"}))
    assert chosen.status_code == 303
    assert grading_of(work.sheet().id).feedback == "Of the second." and work.sheet().percent == 60


def test_a08_nobody_grades_their_own_work(client: Browser) -> None:
    assignment = an_assignment()
    for teacher in (accounts.an_instructor(assignment.course), accounts.an_administrator()):
        work = hand_in(a_draft_of(assignment, teacher))
        client.sign_in(teacher)
        assert client.get(work.grading_url).status_code == 403
        assert client.post(work.grading_url, data=whole()).status_code == 403
        assert work.public_id not in client.get(f"/studio/{assignment.course.slug}/grading").text
        assert work.sheet().state == "submitted"
        with pytest.raises(Refused):
            services.save_grading(
                submission_id=work.sheet().id, marks=BEST, given_percent=None, comments=[], feedback="", base_seq=0,
                by=teacher.id, now=utc_now(), is_returned=True,
            )  # fmt: skip
        db.session.rollback()


def test_a04_a_teacher_of_another_course_finds_nothing(client: Browser) -> None:
    work, other = hand_in(some_work()), an_assignment()
    client.sign_in(accounts.an_instructor(other.course))
    mine = work.grading_url.replace(work.assignment.course.slug, other.course.slug)
    for path in (f"/studio/{work.assignment.course.slug}/grading", work.grading_url, mine):
        assert client.get(path).status_code == 404, path
    for path in (work.grading_url, mine):
        assert client.post(path, data=whole()).status_code == 404, path
    assert work.sheet().state == "submitted"


@pytest.mark.parametrize(
    "strange",
    [{"mark-facts": "best"}, {"mark-other": "all"}, {"comment-9": "There is no such paragraph"},
     {"comment-1": "x" * 3000}],
)  # fmt: skip
def test_f08_marks_that_were_not_offered_are_refused(client: Browser, strange: dict[str, str]) -> None:
    work = hand_in(some_work())
    a_teacher(client, work)
    assert client.post(work.grading_url, data=whole(**strange)).status_code == 400
    assert grading_of(work.sheet().id).seq == 0


def test_a07_fields_that_no_page_sends_change_nothing(client: Browser) -> None:
    work = hand_in(some_work())
    a_teacher(client, work)
    client.post(work.grading_url, data=whole(percent="100", person_id="1", state="draft", **{"mark-facts": "none"}))
    assert (work.sheet().percent, work.sheet().person_id, work.sheet().state) == (40, work.person_id, "returned")


def test_grades_given_and_changed_stand_in_the_audit_log(app: Any) -> None:
    work = hand_in(some_work())
    first, second = (accounts.an_instructor(work.assignment.course) for _ in range(2))
    give_back(work, first)
    give_back(work, second, {"facts": "all", "tone": "rude"})
    give_back(work, first, {"facts": "all", "tone": "rude"}, feedback="The same grade in other words.")
    deeds, _count = entries(action="work")
    told = {"item": "claim", "work": 1}
    assert [(deed.action, deed.actor_id, deed.details) for deed in deeds] == [
        ("work.regraded", second.id, {**told, "percent": 60, "before": 100}),
        ("work.graded", first.id, {**told, "percent": 100}),
    ]
    assert {deed.thing for deed in deeds} == {f"enrolment:{work.enrolment.id}"}


def test_what_the_keys_do_stands_on_the_page_with_a_switch(client: Browser) -> None:
    work = hand_in(some_work())
    a_teacher(client, work)
    for path in (work.grading_url, f"/studio/{work.assignment.course.slug}/grading"):
        page = client.get(path).text
        assert "The keys J and K" in page and "data-shortcut-switch" in page
