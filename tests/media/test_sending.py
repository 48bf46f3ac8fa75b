"""Files out of either store: which bytes, under which headers, to whom."""

from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from lms.core import runtime
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.storage import PIECE_BYTES, open_storage
from lms.enrolment.services import withdraw
from lms.web.sending import attachment, send_stored
from tests.factories.accounts import a_person
from tests.factories.courses import a_course, a_media_file, a_module, a_video_item
from tests.factories.enrolment import an_enrolment
from tests.objects import bucket_url

FILM = bytes(range(256)) * 5000  # 1.28 MB, more than two pieces


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> None:
    """The application runs with either store."""
    is_bucket = request.param == "bucket"
    store = request.getfixturevalue("bucket") if is_bucket else open_storage(f"file://{tmp_path / 'files'}")
    runtime.start(runtime.current().settings, store)


@pytest.fixture
def film(store: None, client: Any) -> tuple[str, Any]:
    """The address of a film, and the enrolment of the person who is signed in."""
    media = (a_media_file("film.webm", FILM, "video/webm"), a_media_file("film.en.vtt", b"WEBVTT", "text/vtt"))
    course, person = a_course(a_module("m", a_video_item("film", media=media))), a_person()
    place = an_enrolment(person, course)
    client.sign_in(person)
    return f"/learn/{course.slug}/film/media/film.webm", place


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        (None, 200, 0, len(FILM)),
        ("bytes=0-9", 206, 0, 10),
        ("bytes=300000-300009", 206, 300_000, 300_010),
        ("bytes=-16", 206, len(FILM) - 16, len(FILM)),
        ("bytes=600000-", 206, 600_000, 600_000 + PIECE_BYTES),
        ("bytes=1279990-9999999", 206, 1_279_990, len(FILM)),
        ("bytes=2000000-", 416, 0, 0),
        ("bytes=0-4,8-9", 200, 0, len(FILM)),
        ("pages=1-2", 200, 0, len(FILM)),
    ],
)
def test_either_store_gives_the_bytes_asked_for(
    client: Any, film: tuple[str, Any], asked: str | None, status: int, start: int, end: int
) -> None:
    answer = client.get(film[0], headers={"Range": asked} if asked else {})
    assert answer.status_code == status
    if status != 416:
        assert answer.data == FILM[start:end] and answer.content_length == end - start
        assert answer.headers["Accept-Ranges"] == "bytes"
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(FILM)}"


def test_a_browser_that_has_the_film_gets_it_confirmed_and_a_player_its_head(
    client: Any, film: tuple[str, Any]
) -> None:
    etag = client.get(film[0]).headers["ETag"]
    again = client.get(film[0], headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    stale = client.get(film[0], headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (stale.status_code, len(stale.data)) == (200, len(FILM))
    head = client.head(film[0])
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(FILM))


def test_a06_whoever_lost_access_gets_nothing_from_an_old_link_at_once(
    client: Any, new_client: Callable[[], Any], film: tuple[str, Any]
) -> None:
    url, place = film
    etag = client.get(url).headers["ETag"]
    kept = client.get(url).cache_control
    assert kept.private and kept.no_cache, "so the browser asks each time"
    assert new_client().get(url).status_code == 404
    withdraw(person_id=place.person_id, course_id=place.course_id, now=utc_now())
    db.session.commit()
    for headers in ({}, {"If-None-Match": etag}, {"Range": "bytes=0-9"}):
        answer = client.get(url, headers=headers)
        assert answer.status_code == 404 and FILM[:10] not in answer.data


@pytest.mark.parametrize(
    ("content_type", "is_shown"),
    [
        ("image/png", True), ("image/svg+xml", True), ("video/mp4", True), ("text/vtt; charset=utf-8", True),
        ("application/pdf", False), ("text/html", False), ("text/plain; charset=utf-8", False),
        ("application/zip", False), ("image/gif", False), ("application/xhtml+xml", False),
    ],
)  # fmt: skip
def test_b03_b05_only_pictures_and_films_are_shown_and_nothing_may_act(
    app: Flask, store: None, content_type: str, is_shown: bool
) -> None:
    digest = runtime.current().storage.put(b"<script>alert(1)</script>")
    with app.test_request_context():
        answer = send_stored(digest, content_type, 25)
        answer.close()
    assert answer.headers.get("Content-Disposition", "shown").startswith("shown" if is_shown else "attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script-src" not in policy and "unsafe-eval" not in policy
    assert "sandbox" in policy or content_type.split(";")[0].startswith(("image/", "video/", "text/vtt"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Отчёт.pdf", "Отчёт.pdf"),
        ('x"\r\nSet-Cookie: a=1', "xSet-Cookie: a=1"),
        ("../../etc/passwd", "etcpasswd"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        ("a\x00b.png", "ab.png"),
        ("", "file"),
        ("n" * 400, "n" * 200),
        ("50% off; filename=evil.exe", "50% off; filename=evil.exe"),
    ],
)
def test_b09_a_file_is_saved_under_its_name_and_the_name_is_nothing_more(name: str, kept: str) -> None:
    header = attachment(name)
    assert "\r" not in header and "\n" not in header and header.isascii()
    message = Message()
    message["Content-Disposition"] = header
    assert message.get_content_disposition() == "attachment"
    assert message.get_filename() is not None
    assert header.endswith("filename*=UTF-8''" + quote(kept, safe=""))


def test_readyz_asks_the_store(client: Any, store: None) -> None:
    assert client.get("/readyz").get_json()["storage"] is True
    runtime.start(runtime.current().settings, open_storage(bucket_url("http://127.0.0.1:9")))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["storage"]) == (503, False)
