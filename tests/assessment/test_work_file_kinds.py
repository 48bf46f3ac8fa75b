"""Files that are handed in are what they say, under harmless names, within their limits."""

import pytest

from lms.assessment.queries.work_files import files_of
from lms.core.db import db
from lms.media.rules.uploads import clean_name
from tests.assessment.working import FILES, a_file, sent, signed_in
from tests.client import Browser
from tests.factories.assignments import (
    PDF,
    PNG,
    an_office_file,
    bring_file,
    some_work,
)


def test_files_are_added_downloaded_and_taken_out(client: Browser) -> None:
    work = some_work(**FILES)
    signed_in(client, work)
    sent(client, work, files=a_file("Претензия.pdf"))
    sent(client, work, files=a_file("photo.png", PNG))
    assert [file.name for file in files_of(work.sheet().id)] == ["Претензия.pdf", "photo.png"]
    assert "takes no more files" in sent(client, work, files=a_file("more.pdf", PDF + b"2")).text
    file = files_of(work.sheet().id)[0]
    answer = client.get(f"/files/{file.public_id}")
    assert answer.data == PDF and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%D0%9F" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    sent(client, work, remove=file.public_id)
    assert client.get(f"/files/{file.public_id}").status_code == 404
    assert len(files_of(work.sheet().id)) == 1


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>", "not what its ending says"),
        ("page.html", b"<html>", "cannot be taken here"),
        ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be taken here"),
        ("photo.webp", PNG, "cannot be taken here"),  # a kind, but none of this assignment's
        ("photo.png", PDF, "not what its ending says"),
        ("table.docx", an_office_file("xl/"), "not what its ending says"),
        ("macro.docx", an_office_file(more="word/vbaProject.bin"), "not what its ending says"),
        ("archive.zip", an_office_file(), "cannot be taken here"),
        (".pdf", PDF, "cannot be taken here"),
        ("nothing.pdf", b"", "is empty"),
    ],
)
def test_b05_a_file_is_what_its_content_says_or_is_refused(client: Browser, name: str, data: bytes, told: str) -> None:
    work = some_work(**FILES)
    page = sent(signed_in(client, work), work, files=a_file(name, data))
    assert told in page.text
    assert files_of(work.sheet().id) == () and work.sheet().text == "A text."


def test_a_file_that_is_an_office_document_is_taken(client: Browser) -> None:
    work = some_work(**FILES)
    sent(signed_in(client, work), work, files=a_file("letter.docx", an_office_file()))
    assert [file.kind for file in files_of(work.sheet().id)] == ["docx"]


@pytest.mark.parametrize(
    "name", ['x"\r\nSet-Cookie: a=1.pdf', "\u202efdp.exe.pdf", "../../etc/passwd.pdf", f"{'x' * 255}.pdf"]
)
def test_b09_a_hostile_file_name_becomes_harmless(client: Browser, name: str) -> None:
    work = some_work(**FILES)
    signed_in(client, work)
    bring_file(work.sheet().id, work.person_id, name)
    db.session.commit()
    (file,) = files_of(work.sheet().id)
    assert file.name == clean_name(name) and len(file.name) <= 200
    assert not set(file.name) & set("\r\n/\\\u202e\x00")
    answer = client.get(f"/files/{file.public_id}")
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert file.digest not in answer.headers["Content-Disposition"]


def test_c11_a_request_beyond_the_limit_is_refused(client: Browser) -> None:
    work = some_work(**FILES)
    signed_in(client, work)
    too_much = client.post(work.url, data={"seq": "0", "files": a_file("big.pdf", PDF + b"x" * 22 * 1024**2)})
    assert too_much.status_code == 413
    parts = {"seq": "0", **{f"field-{n}": "x" for n in range(2000)}}
    assert client.post(work.url, data=parts, content_type="multipart/form-data").status_code == 413
    assert "at most 1 MB are taken" in sent(client, work, files=a_file("big.pdf", PDF + b"x" * 1024**2)).text
    assert files_of(work.sheet().id) == ()
