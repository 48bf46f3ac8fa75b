"""Whose work it is, who else may reach it, and what anybody writes in it."""

from typing import Any

from lms.assessment.queries.work_files import files_of
from lms.core.clock import utc_now
from lms.enrolment.services import withdraw
from tests.assessment.working import FILES, a_file, sent, signed_in
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assignments import (
    PDF,
    RUBRIC,
    a_draft_of,
    an_assignment,
    bring_file,
    give_back,
    hand_in,
    publish_again,
    some_work,
)
from tests.media.pictures import a_photo_of_a_camera


def test_a01_a02_the_work_of_another_does_not_exist(client: Browser) -> None:
    work = hand_in(some_work(**FILES))
    draft = a_draft_of(work.assignment)
    bring_file(draft.sheet().id, draft.person_id)
    (file,) = files_of(draft.sheet().id)
    client.sign_in(a_draft_of(work.assignment).person)
    for path in (work.url, draft.url, f"/files/{file.public_id}", draft.grading_url, work.grading_url):
        assert client.get(path).status_code == 404, path
    for path in (draft.url, f"{draft.url}text", work.grading_url):
        assert client.post(path, data={"seq": "0", "text": "Mine", "action": "submit"}).status_code == 404, path
    assert draft.sheet().text == "" and draft.sheet().is_draft


def test_a06_d09_a_file_opens_in_no_other_browser_and_is_kept_by_none(client: Browser, new_client: Any) -> None:
    work = some_work(**FILES)
    bring_file(work.sheet().id, work.person_id)
    (file,) = files_of(work.sheet().id)
    kept = signed_in(client, work).get(f"/files/{file.public_id}").headers["Cache-Control"]
    assert {"private", "no-store"} <= set(kept.split(", "))
    visitor = new_client().get(f"/files/{file.public_id}")
    assert visitor.status_code == 302 and visitor.location.startswith("/auth/login?") and PDF not in visitor.data


def test_a07_fields_that_no_page_of_work_has_change_nothing(client: Browser) -> None:
    work = some_work()
    strange = {"percent": "100", "passed": "1", "state": "returned", "person_id": "1", "late_days": "0", "number": "9"}
    sent(signed_in(client, work), work, **strange)
    client.post(f"{work.url}text", data={"seq": "1", "text": "Mine.", "submitted_at": "2020-01-01", **strange})
    sheet = work.sheet()
    assert (sheet.text, sheet.state, sheet.person_id, sheet.number) == ("Mine.", "draft", work.person_id, 1)
    assert (sheet.percent, sheet.passed, sheet.submitted_at) == (None, None, None)


def test_b12_a_photo_that_is_handed_in_loses_what_the_camera_wrote(client: Browser) -> None:
    work = some_work(submission={"files": 1, "kinds": ["jpg"]})
    sent(signed_in(client, work), work, files=a_file("stall.jpg", a_photo_of_a_camera()))
    (file,) = files_of(work.sheet().id)
    shown = client.get(f"/files/{file.public_id}").data
    assert shown.startswith(b"\xff\xd8") and b"SECRET" not in shown and b"Exif" not in shown


def test_f11_work_is_graded_by_what_held_when_it_was_handed_in(client: Browser) -> None:
    assignment = an_assignment()
    before, after = hand_in(a_draft_of(assignment)), a_draft_of(assignment)
    publish_again(assignment, RUBRIC[:1])
    hand_in(after)
    client.sign_in(accounts.an_instructor(assignment.course))
    data = {"seq": "0", "mark-facts": "all", "action": "return"}
    assert client.post(before.grading_url, data=data).status_code == 422, "the tone counted then"
    assert client.post(before.grading_url, data={**data, "mark-tone": "rude"}).status_code == 303
    assert client.post(after.grading_url, data={**data, "mark-tone": "rude"}).status_code == 400
    assert client.post(after.grading_url, data=data).status_code == 303
    assert (before.sheet().percent, after.sheet().percent) == (60, 100)


def test_staff_do_not_see_a_draft_nor_its_files(client: Browser) -> None:
    draft = some_work(**FILES)
    bring_file(draft.sheet().id, draft.person_id)
    (file,) = files_of(draft.sheet().id)
    client.sign_in(accounts.an_instructor(draft.assignment.course))
    assert client.get(draft.grading_url).status_code == 404
    assert client.get(f"/files/{file.public_id}").status_code == 404
    hand_in(draft)
    assert client.get(draft.grading_url).status_code == 200
    assert client.get(f"/files/{file.public_id}").data == PDF


def test_whoever_left_the_course_finds_neither_work_nor_files(client: Browser) -> None:
    work = hand_in(some_work())
    withdraw(person_id=work.person_id, course_id=work.assignment.course.id, now=utc_now())
    assert signed_in(client, work).get(work.url).status_code == 404


def test_an_address_that_mixes_courses_is_unknown(client: Browser) -> None:
    work, other = some_work(), an_assignment()
    signed_in(client, work)
    assert client.get(work.url.replace(work.assignment.course.slug, other.course.slug)).status_code == 404


def test_b01_what_trainees_and_graders_write_is_inert(client: Browser) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    work = hand_in(some_work(), evil)
    teacher = accounts.an_instructor(work.assignment.course)
    comments = [{"paragraph": 1, "quote": evil[:80], "text": evil}]
    give_back(work, teacher, comments=comments, feedback=evil)
    own = signed_in(client, work).get(work.url).text
    assert own.count("&lt;script&gt;") >= 3 and "<img src=x" not in own
    client.sign_in(teacher)
    assert "<img src=x" not in client.get(work.grading_url).text
