"""Pictures and films of a step: to whom, which bytes, and how a browser may treat them."""

from collections.abc import Callable

import pytest

from lms.core.storage import PIECE_BYTES
from lms.courses.queries import CourseFacts
from tests.client import Browser
from tests.factories.accounts import a_person
from tests.factories.courses import a_course, a_media_file, a_module, a_video_item
from tests.factories.enrolment import an_enrolment
from tests.progress.conftest import FIGURE
from tests.statements import Statements

FILM = bytes(range(256)) * 40


@pytest.fixture
def film_url(client: Browser) -> str:
    """A film of 10,240 bytes, for the person who is signed in."""
    media = (a_media_file("film.webm", FILM, "video/webm"), a_media_file("film.en.vtt", b"WEBVTT", "text/vtt"))
    course, person = a_course(a_module("m", a_video_item("film", media=media))), a_person()
    an_enrolment(person, course)
    client.sign_in(person)
    return f"/learn/{course.slug}/film/media/film.webm"


def test_a_figure_is_sent_as_a_picture_that_can_do_nothing(client: Browser, figure_course: CourseFacts) -> None:
    person = a_person()
    an_enrolment(person, figure_course)
    client.sign_in(person)
    answer = client.get(f"/learn/{figure_course.slug}/first/media/figure.svg")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, FIGURE, "image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.cache_control.private and answer.cache_control.no_cache


def test_a_browser_that_has_the_file_gets_it_confirmed(client: Browser, film_url: str) -> None:
    etag = client.get(film_url).headers["ETag"]
    again = client.get(film_url, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "body", "said"),
    [
        ("bytes=0-9", 206, FILM[:10], "bytes 0-9/10240"),
        ("bytes=10000-", 206, FILM[10000:], "bytes 10000-10239/10240"),
        ("bytes=-16", 206, FILM[-16:], "bytes 10224-10239/10240"),
        ("bytes=0-999999", 206, FILM, "bytes 0-10239/10240"),
    ],
)
def test_a_film_is_sent_by_parts(
    client: Browser, film_url: str, asked: str, status: int, body: bytes, said: str
) -> None:
    answer = client.get(film_url, headers={"Range": asked})
    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, said)
    assert answer.data == body and answer.content_length == len(body)
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_g12_of_a_long_film_one_answer_gives_a_piece_and_the_browser_asks_for_the_next(client: Browser) -> None:
    film = bytes(PIECE_BYTES + 1000)
    course, person = a_course(a_module("m", a_video_item("f", media=(a_media_file("film.webm", film),)))), a_person()
    an_enrolment(person, course)
    client.sign_in(person)
    url, total = f"/learn/{course.slug}/f/media/film.webm", len(film)
    first = client.get(url, headers={"Range": "bytes=0-"})
    assert (first.status_code, len(first.data)) == (206, PIECE_BYTES)
    assert first.headers["Content-Range"] == f"bytes 0-{PIECE_BYTES - 1}/{total}"
    rest = client.get(url, headers={"Range": f"bytes={PIECE_BYTES}-"})
    assert (len(rest.data), rest.headers["Content-Range"]) == (1000, f"bytes {PIECE_BYTES}-{total - 1}/{total}")
    assert len(client.get(url).data) == total, "whoever asks for no part gets the whole"


def test_a_part_beyond_the_end_is_refused(client: Browser, film_url: str) -> None:
    assert client.get(film_url, headers={"Range": "bytes=20000-"}).status_code == 416


def test_asking_for_the_headers_sends_no_bytes(client: Browser, film_url: str) -> None:
    answer = client.head(film_url)
    assert (answer.status_code, answer.data, answer.content_length) == (200, b"", len(FILM))


def test_a06_the_address_of_a_file_opens_nothing_in_a_browser_that_is_not_signed_in(
    new_client: Callable[[], Browser], figure_course: CourseFacts
) -> None:
    missing, real = "/learn/no-such-course/first/media/x.svg", f"/learn/{figure_course.slug}/first/media/figure.svg"
    answers = [new_client().get(url) for url in (missing, real)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [answer.text.split("<main", 1)[1].split("</main>")[0] for answer in answers]
    assert bodies[0] == bodies[1] and "Page not found" in bodies[0]


@pytest.mark.parametrize(
    "name", ["other.svg", "../first", "..%2f..%2fcourse.yaml", "%252e%252e", "figure.svg ", "FIGURE.SVG"]
)
def test_c12_only_the_names_that_the_step_uses_exist(client: Browser, figure_course: CourseFacts, name: str) -> None:
    person = a_person()
    an_enrolment(person, figure_course)
    client.sign_in(person)
    assert client.get(f"/learn/{figure_course.slug}/first/media/{name}").status_code in (404, 308)


def test_a_file_of_another_step_is_not_served_under_this_one(client: Browser, figure_course: CourseFacts) -> None:
    person = a_person()
    an_enrolment(person, figure_course)
    client.sign_in(person)
    assert client.get(f"/learn/{figure_course.slug}/plain/media/figure.svg").status_code == 404


def test_a_file_costs_at_most_5_statements(client: Browser, film_url: str, statements: Statements) -> None:
    client.get(film_url)
    with statements as seen:
        client.get(film_url)
    assert seen.count <= 5
