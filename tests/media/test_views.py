"""Uploads over HTTP: what a script is told at each step, and what nobody can do."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.core.runtime import current
from lms.media.queries import upload_facts
from lms.media.rules.uploads import CHUNK_BYTES
from tests.disks import disk_that_ends_after
from tests.factories.accounts import a_person
from tests.factories.media import a_purpose, an_upload, the_upload
from tests.media.pictures import a_picture, an_mp4
from tests.statements import Statements

FILM = an_mp4(3) + bytes(CHUNK_BYTES)


@pytest.fixture
def person(client: Any) -> Any:
    a_purpose()
    person = a_person()
    client.sign_in(person)
    return person


def begin(client: Any, **changes: Any) -> Any:
    promise = {"purpose": "test.files", "scope": "open", "name": "film.mp4", "size": len(FILM), "mark": "m", **changes}
    return client.post("/uploads/", data=promise)


def send(client: Any, upload: str, offset: int, data: bytes) -> Any:
    return client.post(f"/uploads/{upload}/chunks?offset={offset}", data=data, content_type="application/octet-stream")


def test_a_film_goes_up_in_pieces_with_a_cut_in_the_middle(client: Any, person: Any) -> None:
    told = begin(client)
    assert (told.status_code, told.json["offset"], told.json["chunk_bytes"]) == (201, 0, CHUNK_BYTES)
    upload = told.json["id"]
    assert send(client, upload, 0, FILM[:CHUNK_BYTES]).json == {"offset": CHUNK_BYTES}
    assert send(client, upload, 0, FILM[:CHUNK_BYTES]).json == {"offset": CHUNK_BYTES}, "repeated after a lost answer"
    assert client.post(f"/uploads/{upload}/finish").status_code == 409
    assert begin(client).json["offset"] == CHUNK_BYTES, "the page was loaded again and the file chosen again"
    assert client.get(f"/uploads/{upload}").json["offset"] == CHUNK_BYTES
    assert send(client, upload, CHUNK_BYTES, FILM[CHUNK_BYTES:]).json == {"offset": len(FILM)}
    done = client.post(f"/uploads/{upload}/finish")
    assert (done.status_code, done.json["state"], done.json["duration_seconds"]) == (200, "finished", 3.0)
    assert client.post(f"/uploads/{upload}/finish").json == done.json == client.get(f"/uploads/{upload}").json
    assert send(client, upload, 0, FILM[:CHUNK_BYTES]).status_code == 200


@pytest.mark.parametrize("size", ["9" * 19, "9" * 400, "-1", "1e3", "NaN", ""])
def test_c10_a_size_that_is_no_size_is_refused(client: Any, person: Any, size: str) -> None:
    assert begin(client, size=size).status_code == 422


@pytest.mark.parametrize(
    ("offset", "data"), [(CHUNK_BYTES, FILM[CHUNK_BYTES:]), (7, b"x"), (-1, b"x"), (0, b""), (0, b"too short")]
)
def test_a_wrong_piece_is_told_where_to_go_on(client: Any, person: Any, offset: int, data: bytes) -> None:
    upload = begin(client).json["id"]
    answer = send(client, upload, offset, data)
    assert (answer.status_code, answer.json) == (409, {"offset": 0})


def test_c11_a_piece_larger_than_a_piece_is_not_read(client: Any, person: Any) -> None:
    upload = begin(client).json["id"]
    assert send(client, upload, 0, bytes(CHUNK_BYTES + 1)).status_code == 413
    assert the_upload(upload).received_bytes == 0


def test_c11_a_stranger_cannot_send_more_than_a_form(new_client: Callable[[], Any], person: Any) -> None:
    upload = an_upload(person, size_bytes=len(FILM))
    stranger = new_client()
    assert send(stranger, upload.public_id, 0, bytes(CHUNK_BYTES)).status_code == 413
    assert send(stranger, upload.public_id, 0, b"x").status_code == 403


def test_c11_a_form_of_too_many_parts_is_refused(client: Any, person: Any) -> None:
    data = {f"field{number}": "x" for number in range(1100)}
    assert client.post("/uploads/", data=data, content_type="multipart/form-data").status_code == 413


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"purpose": "no.such"}, 404),
        ({"scope": "closed"}, 404),
        ({"scope": "x" * 100}, 404),
        ({"name": ""}, 422),
        ({"size": "-1"}, 422),
        ({"size": "1e9"}, 422),
        ({"size": str(2**60)}, 422),
        ({"sha256": "xyz"}, 422),
        ({"name": "tool.exe"}, 422),
    ],
)
def test_a_promise_is_checked(client: Any, person: Any, changes: dict[str, Any], status: int) -> None:
    assert begin(client, **changes).status_code == status


def test_g14_an_upload_that_found_no_room_at_its_end_goes_on_when_there_is_some(client: Any, person: Any) -> None:
    film = an_mp4(3) + bytes(8 * CHUNK_BYTES)
    upload = begin(client, size=len(film)).json["id"]
    for offset in range(0, len(film), CHUNK_BYTES):
        send(client, upload, offset, film[offset : offset + CHUNK_BYTES])
    with disk_that_ends_after(7 * CHUNK_BYTES):
        answer = client.post(f"/uploads/{upload}/finish")
    assert answer.status_code == 422 and "no room for more files" in answer.json["text"]
    assert client.post(f"/uploads/{upload}/finish").json["state"] == "finished"


def test_a_refusal_is_told_in_words(client: Any, person: Any) -> None:
    answer = begin(client, name="tool.exe")
    assert answer.json["text"].startswith("tool.exe cannot be taken here")
    upload = begin(client, name="page.png", size=6).json["id"]
    send(client, upload, 0, b"<html>")
    told = client.post(f"/uploads/{upload}/finish")
    assert (told.status_code, "not what its ending says" in told.json["text"]) == (422, True)
    assert upload_facts(upload) is None and client.get(f"/uploads/{upload}").status_code == 404


def test_a07_what_belongs_to_the_server_cannot_be_said_by_the_sender(client: Any, person: Any) -> None:
    other = a_person()
    told = begin(client, person_id=other.id, state="finished", digest="0" * 64, received_bytes=9)
    upload = the_upload(told.json["id"])
    assert (upload.person_id, upload.state, upload.digest, upload.received_bytes) == (person.id, "open", None, 0)


def test_a02_another_persons_upload_does_not_exist(client: Any, person: Any) -> None:
    theirs = an_upload(a_person(), size_bytes=3, name="a.txt").public_id
    answers = [
        client.get(f"/uploads/{theirs}"),
        send(client, theirs, 0, b"abc"),
        client.post(f"/uploads/{theirs}/finish"),
        client.post(f"/uploads/{theirs}/cancel"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert the_upload(theirs).received_bytes == 0


@pytest.mark.parametrize("name", ["..%2f..%2fetc", "x" * 100, "%252e", "parts-x"])
def test_c12_only_addresses_that_were_given_out_exist(client: Any, person: Any, name: str) -> None:
    assert client.get(f"/uploads/{name}").status_code == 404


def test_a_cancelled_upload_is_gone(client: Any, person: Any) -> None:
    upload = begin(client).json["id"]
    send(client, upload, 0, FILM[:CHUNK_BYTES])
    assert client.post(f"/uploads/{upload}/cancel").json == {"state": "cancelled"}
    assert client.get(f"/uploads/{upload}").status_code == 404
    assert current().storage.free_bytes() is not None


def test_whoever_sends_too_fast_is_asked_to_wait(client: Any, person: Any) -> None:
    statuses = [begin(client, name="x").status_code for _each in range(301)]
    assert set(statuses[:300]) == {422} and statuses[-1] == 429


def test_a_piece_costs_few_statements(client: Any, person: Any, statements: Statements) -> None:
    upload = begin(client, name="a.png", size=len(a_picture())).json["id"]
    with statements as seen:
        send(client, upload, 0, a_picture())
    assert seen.count <= 4
    with statements as seen:
        client.post(f"/uploads/{upload}/finish")
    assert seen.count <= 7
