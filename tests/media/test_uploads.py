"""A file from the first piece to the room that takes it: cuts, repetitions, refusals."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.runtime import current
from lms.core.storage import FolderStorage
from lms.jobs.services import enqueue
from lms.jobs.worker import Worker
from lms.media import services
from lms.media.models import Upload
from lms.media.queries import files_brought_by, upload_facts
from lms.media.rules.uploads import CHUNK_BYTES
from tests.factories.accounts import a_person
from tests.factories.media import a_finished_upload, a_purpose, an_upload, bring, take, the_upload, used_bytes
from tests.media.pictures import a_picture, an_mp4

NOW = utc_now()
FILM = an_mp4(12.5) + bytes(2 * CHUNK_BYTES)


def test_a_film_in_pieces_becomes_a_file_of_the_store(person: Any) -> None:
    upload = a_finished_upload(person, "Обзор.mp4", FILM, sha256=hashlib.sha256(FILM).hexdigest())
    assert (upload.state, upload.duration_seconds, upload.content_type) == ("finished", 12.5, "video/mp4")
    assert not current().storage.exists(str(upload.digest)), "not before somebody takes it"
    file = take(upload, person)
    assert file == services.StoredFile(
        hashlib.sha256(FILM).hexdigest(), len(FILM), "video/mp4", "Обзор.mp4", None, None, 12.5
    )
    assert current().storage.get(file.digest) == FILM
    assert take(upload, person) == file, "the form was sent twice"
    with pytest.raises(Missing):
        current().storage.open_staged(f"whole-{upload.public_id}/raw")


def test_a_file_that_changed_on_its_way_is_noticed(person: Any) -> None:
    with pytest.raises(Refused, match="changed on its way"):
        a_finished_upload(person, "film.mp4", FILM, sha256="0" * 64)


def test_finishing_twice_and_after_the_pieces_are_gone_is_told(person: Any) -> None:
    purpose = a_purpose()
    upload = an_upload(person, purpose, size_bytes=len(FILM))
    bring(upload, FILM)
    first = services.prepare_upload(upload, purpose)
    assert services.prepare_upload(upload, purpose) == first
    services.drop_pieces(upload.public_id)
    with pytest.raises(Refused, match="no longer there"):
        services.prepare_upload(upload, purpose)


def test_whoever_comes_back_with_the_same_file_goes_on(person: Any) -> None:
    promise: dict[str, Any] = {"size_bytes": len(FILM), "mark": "a-mark"}
    upload = an_upload(person, **promise)
    bring(upload, FILM[:CHUNK_BYTES])
    again = an_upload(person, **promise)
    assert (again.public_id, again.received_bytes) == (upload.public_id, CHUNK_BYTES)
    assert used_bytes(person) == len(FILM), "the same file counts once"
    others: list[dict[str, Any]] = [{**promise, "mark": "b"}, {**promise, "name": "b.mp4"}, {"size_bytes": len(FILM)}]
    for other in others:
        assert an_upload(person, **other).public_id != upload.public_id
    assert an_upload(a_person(), **promise).public_id != upload.public_id


def test_a_piece_counts_once(person: Any) -> None:
    upload = an_upload(person, size_bytes=len(FILM))
    for _time in range(2):
        services.add_chunk(upload.id, offset=0, length=CHUNK_BYTES, now=NOW)
    assert the_upload(upload.public_id).received_bytes == CHUNK_BYTES


@pytest.mark.parametrize(
    "changes", [{"person_id": 0}, {"purpose": "another"}, {"scope": "elsewhere"}], ids=["person", "purpose", "scope"]
)
def test_an_upload_is_taken_by_its_person_for_what_it_was_brought(person: Any, changes: dict[str, Any]) -> None:
    upload = a_finished_upload(person, "a.png", a_picture())
    with pytest.raises(Refused, match="no longer there"):
        take(upload, person, **changes)
    assert take(upload, person).name == "a.png"


def test_an_upload_that_has_not_arrived_is_not_taken(person: Any) -> None:
    upload = an_upload(person)
    with pytest.raises(Refused, match="not arrived yet"):
        take(upload, person)


def test_files_and_uploads_of_one_form_are_taken_together(person: Any) -> None:
    purpose = a_purpose()
    upload = a_finished_upload(person, "a.png", a_picture(), purpose)
    prepared = services.prepare_file(io.BytesIO("слово".encode()), "../заметка.txt", purpose)
    files = services.take_all(
        [upload.public_id, upload.public_id], [prepared], person_id=person.id, purpose=purpose, scope="open", now=NOW
    )
    assert [file.name for file in files] == ["a.png", "заметка.txt"]
    assert current().storage.get(files[1].digest) == "слово".encode()
    assert [one["name"] for one in files_brought_by(person.id)] == ["a.png", "заметка.txt"]


def test_what_nobody_goes_on_with_is_forgotten_with_its_pieces(app: Flask, person: Any) -> None:
    old, new = NOW - timedelta(days=3), NOW - timedelta(hours=1)
    upload = an_upload(person, size_bytes=len(FILM), now=old)
    services.keep_chunk(upload, 0, FILM[:CHUNK_BYTES])
    whole = a_finished_upload(person, "a.png", a_picture(), now=old)
    db.session.execute(db.update(Upload).values(touched_at=old))
    taken = a_finished_upload(person, "b.txt", b"kept")
    file = take(taken, person)
    db.session.execute(db.update(Upload).where(Upload.id == taken.id).values(touched_at=old))
    young = an_upload(person, size_bytes=5, now=new)
    db.session.commit()
    enqueue("media.forget_abandoned", {}, now=NOW)
    db.session.commit()
    Worker(app.app_context).drain()
    assert [upload_facts(one.public_id) for one in (upload, whole)] == [None, None]
    assert upload_facts(young.public_id) is not None and current().storage.get(file.digest) == b"kept"
    with pytest.raises(Missing):
        current().storage.open_staged(f"parts-{upload.public_id}/0")
    with pytest.raises(Refused, match="no longer there"):
        take(whole, person)
    assert used_bytes(person) == 4 + 5


def test_c14_a_name_is_never_part_of_a_path_or_a_command(person: Any) -> None:
    for name in ("--output=x.txt", "; rm -rf ~;.txt", "`id`.txt", "$(id).txt", "../../../../etc/cron.d/x.txt"):
        file = take(a_finished_upload(person, name, name.encode()), person)
        assert current().storage.get(file.digest) == name.encode()
    root = current().storage
    assert isinstance(root, FolderStorage)
    assert all(set(path.name) <= set("0123456789abcdef") for path in root.root.glob("??/*"))
