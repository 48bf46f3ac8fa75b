"""Files of work: brought by pieces or with the form, taken out, and gone with whoever leaves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from lms.accounts.services import erase_person
from lms.assessment import services
from lms.assessment.queries.assignments import submission_by_id
from lms.assessment.queries.grading import grading_of
from lms.assessment.queries.work_files import files_of
from lms.assessment.rules.work_files import WorkScope
from lms.assessment.uploads import WORK_FILES
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.runtime import current
from lms.jobs.worker import Worker
from lms.media.purposes import offer
from lms.media.rules.uploads import CHUNK_BYTES
from tests.client import Browser
from tests.factories import accounts
from tests.factories.assignments import PDF, a_draft_of, bring_file, give_back, hand_in, some_work

FILES: dict[str, Any] = {"submission": {"text": True, "files": 2, "file_megabytes": 1, "kinds": ["pdf", "png"]}}
LARGE = PDF + bytes(CHUNK_BYTES // 2)


@pytest.fixture
def small_quota() -> Iterator[None]:
    """Three small files, and no more."""
    offer(replace(WORK_FILES, person_quota_bytes=3 * len(PDF) + 2))
    yield
    offer(WORK_FILES)


@pytest.fixture
def do_jobs(app: Flask) -> Callable[[], int]:
    """Does what is due, as the worker does."""
    return Worker(app.app_context).drain


def scope_of(work: Any) -> str:
    return str(WorkScope(work.enrolment.id, work.assignment.item.id))


def begin(client: Browser, work: Any, name: str = "report.pdf", size: int = len(LARGE)) -> Any:
    form = {"purpose": "assignment.work", "scope": scope_of(work), "name": name, "size": str(size)}
    return client.post("/uploads/", data=form)


def bring(client: Browser, work: Any, data: bytes = LARGE, name: str = "report.pdf") -> str:
    """The address of an upload that was sent by pieces and is finished."""
    upload: str = begin(client, work, name, len(data)).json["id"]
    client.post(f"/uploads/{upload}/chunks?offset=0", data=data)
    finished: Any = client.post(f"/uploads/{upload}/finish")
    assert finished.json["state"] == "finished"
    return upload


def save(client: Browser, work: Any, **fields: Any) -> Any:
    form = {"text": "A text.", "seq": str(work.sheet().seq), "action": "save", **fields}
    return client.post(work.url, data=form, follow_redirects=True)


def test_a_file_that_came_by_pieces_is_part_of_the_work(client: Browser) -> None:
    work = some_work(**FILES)
    client.sign_in(work.person)
    page = client.get(work.url).text
    assert f'data-purpose="assignment.work" data-scope="{scope_of(work)}"' in page and 'accept=".png,.pdf"' in page
    save(client, work, **{"files-upload": bring(client, work)})
    (file,) = files_of(work.sheet().id)
    assert (file.name, file.kind, file.size_bytes) == ("report.pdf", "pdf", len(LARGE))
    assert client.get(f"/files/{file.public_id}").data == LARGE


def test_what_an_assignment_does_not_take_is_refused_before_its_first_byte(client: Browser) -> None:
    work = some_work(**FILES)
    client.sign_in(work.person)
    assert ".pdf" not in begin(client, work, "letter.docx").json["text"].split("kinds: ")[0]
    assert begin(client, work, "letter.docx").status_code == 422
    assert "at most 1 MB" in begin(client, work, size=2 * CHUNK_BYTES).json["text"]


@pytest.mark.parametrize("scope", ["", "1", "1.2.3", "x.y", "999999.1", "-1.-1", "9" * 60])
def test_f08_a_place_that_no_page_names_takes_nothing(client: Browser, scope: str) -> None:
    client.sign_in(some_work(**FILES).person)
    form = {"purpose": "assignment.work", "scope": scope, "name": "a.pdf", "size": "9"}
    assert client.post("/uploads/", data=form).status_code == 404


def test_a01_a_file_is_brought_to_ones_own_draft_only(client: Browser) -> None:
    work = some_work(**FILES)
    other = a_draft_of(work.assignment)
    client.sign_in(other.person)
    assert begin(client, work).status_code == 404
    mine = bring(client, other)
    client.sign_in(work.person)
    assert "no longer there" in save(client, work, **{"files-upload": mine}).text
    assert files_of(work.sheet().id) == ()
    hand_in(work)
    assert begin(client, work).status_code == 404, "what is handed in does not change"


def test_a_file_that_is_taken_out_leaves_the_store(client: Browser, do_jobs: Any) -> None:
    work = some_work(**FILES)
    client.sign_in(work.person)
    save(client, work, **{"files-upload": bring(client, work)})
    (file,) = files_of(work.sheet().id)
    save(client, work, remove=file.public_id)
    do_jobs()
    assert files_of(work.sheet().id) == () and not current().storage.exists(file.digest)


def test_what_an_earlier_work_or_somebody_else_has_stays_in_the_store(client: Browser, do_jobs: Any) -> None:
    work = some_work(submissions=3, **FILES)
    other = a_draft_of(work.assignment)
    bring_file(work.sheet().id, work.person_id, data=LARGE)
    bring_file(work.sheet().id, work.person_id, "own.pdf", PDF)
    bring_file(other.sheet().id, other.person_id, "same.pdf", PDF)
    hand_in(work)
    give_back(work, accounts.an_instructor(work.assignment.course))
    again = a_draft_of(work.assignment, work.person)
    client.sign_in(work.person)
    for file in files_of(again.sheet().id):
        save(client, again, remove=file.public_id)
    do_jobs()
    assert [client.get(f"/files/{file.public_id}").data for file in files_of(work.sheet().id)] == [LARGE, PDF]
    erase_person(work.person_id, accounts.PASSWORD, now=utc_now())
    db.session.commit()
    do_jobs()
    (shared,) = files_of(other.sheet().id)
    assert current().storage.get(shared.digest) == PDF
    client.sign_in(other.person)
    save(client, other, remove=shared.public_id)
    do_jobs()
    assert not current().storage.exists(shared.digest)


def test_g14_what_one_person_keeps_is_bounded_and_what_is_taken_out_makes_room(app: Any, small_quota: None) -> None:
    work = some_work(submission={"files": 9, "kinds": ["pdf"]})
    sheet = work.sheet()
    for number in range(3):
        bring_file(sheet.id, work.person_id, data=PDF + str(number).encode()[:number])
    db.session.commit()
    with pytest.raises(Refused, match="There is no room for this file"):
        bring_file(sheet.id, work.person_id, data=PDF + b"more")
    db.session.rollback()
    services.remove_file(
        submission_id=sheet.id, person_id=work.person_id, file=files_of(sheet.id)[0].public_id, now=utc_now()
    )
    bring_file(sheet.id, work.person_id)
    assert len(files_of(sheet.id)) == 3


def test_own_work_is_exported_and_goes_with_an_erased_account_and_its_bytes_too(client: Browser, do_jobs: Any) -> None:
    work = some_work(**FILES)
    bring_file(work.sheet().id, work.person_id, "mine.pdf", LARGE)
    hand_in(work, "My very own words.")
    give_back(work, accounts.an_instructor(work.assignment.course), feedback="To you.")
    sheet_id, (file,) = work.sheet().id, files_of(work.sheet().id)
    client.sign_in(work.person)
    exported = client.get("/account/data.json").text
    assert "My very own words." in exported and "mine.pdf" in exported
    unfinished = begin(client, a_draft_of(some_work(**FILES).assignment, work.person)).json["id"]
    client.post(f"/uploads/{unfinished}/chunks?offset=0", data=LARGE)
    current().storage.open_staged(f"parts-{unfinished}/0").close()
    erase_person(work.person_id, accounts.PASSWORD, now=utc_now())
    db.session.commit()
    do_jobs()
    kept = submission_by_id(sheet_id)
    assert kept is not None and (kept.text, kept.percent) == ("", 100)
    assert files_of(sheet_id) == () and grading_of(sheet_id).feedback == ""
    assert not current().storage.exists(file.digest)
    with pytest.raises(Missing):
        current().storage.open_staged(f"parts-{unfinished}/0")
