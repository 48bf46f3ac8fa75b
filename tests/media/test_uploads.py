"""A file from the first piece to the room that takes it: cuts, repetitions, quotas, refusals."""

import hashlib
import io
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from lms.core import runtime
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.runtime import current
from lms.core.storage import FolderStorage
from lms.jobs.services import enqueue
from lms.jobs.worker import Worker
from lms.media import services
from lms.media.facts import UploadFacts
from lms.media.models import Upload, UploadAllowance
from lms.media.purposes import Purpose
from lms.media.queries import files_brought_by, upload_facts
from lms.media.rules.uploads import CHUNK_BYTES
from tests.factories.accounts import a_person
from tests.factories.media import MB, a_purpose, an_upload, the_upload
from tests.media.pictures import a_flood, a_photo_of_a_camera, a_picture, an_mp4

NOW = utc_now()
FILM = an_mp4(12.5) + bytes(2 * CHUNK_BYTES)


@pytest.fixture
def person(app: Flask) -> Any:
    return a_person()


def used_by(person: Any, purpose: str = "test.files") -> int:
    key = f"person:{person.id}:{purpose}"
    return int(db.session.scalar(db.select(UploadAllowance.used_bytes).where(UploadAllowance.owner == key)) or 0)


def bring(upload: UploadFacts, data: bytes) -> None:
    for offset in range(0, len(data), CHUNK_BYTES):
        piece = data[offset : offset + CHUNK_BYTES]
        services.keep_chunk(upload, offset, piece)
        services.add_chunk(upload.id, offset=offset, length=len(piece), now=NOW)


def finished(person: Any, name: str, data: bytes, purpose: Purpose | None = None, **changes: Any) -> UploadFacts:
    purpose = purpose or a_purpose()
    upload = an_upload(person, purpose, name=name, size_bytes=len(data), **changes)
    bring(upload, data)
    services.note_finished(upload, services.prepare_upload(upload, purpose), now=NOW)
    return the_upload(upload.public_id)


def take(upload: UploadFacts, person: Any, **changes: Any) -> services.StoredFile:
    values = {"person_id": person.id, "purpose": upload.purpose, "scope": upload.scope, "now": NOW, **changes}
    return services.take_upload(upload.public_id, **values)


def test_a_film_in_pieces_becomes_a_file_of_the_store(person: Any) -> None:
    upload = finished(person, "Обзор.mp4", FILM, sha256=hashlib.sha256(FILM).hexdigest())
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


def test_b12_a_photo_is_kept_without_what_the_camera_wrote(person: Any) -> None:
    photo = a_photo_of_a_camera(6)
    file = take(finished(person, "IMG_1.JPG", photo), person)
    data = current().storage.get(file.digest)
    assert (file.width, file.height, file.content_type) == (480, 640, "image/jpeg")
    assert file.size_bytes == len(data) and b"SECRET" not in data and data != photo
    assert used_by(person) == len(data), "only what is kept counts"


def test_of_a_gif_the_first_picture_is_kept_as_png(person: Any) -> None:
    file = take(finished(person, "wave.gif", a_picture("GIF")), person)
    assert (file.name, file.content_type) == ("wave.png", "image/png")


def test_a_photo_that_was_saved_as_png_becomes_small_enough_for_a_course(person: Any) -> None:
    output = io.BytesIO()
    noise = Image.effect_noise((1700, 1700), 90)
    Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).save(output, "PNG")
    file = take(finished(person, "stall.png", output.getvalue()), person)
    assert len(output.getvalue()) > 5 * MB > file.size_bytes
    assert (file.name, file.content_type, file.width) == ("stall.webp", "image/webp", 1700)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.png", b"<!doctype html><script>alert(1)</script>", "is not what its ending says"),
        ("flood.png", a_flood(), "24 megapixels"),
        ("figure.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "cannot be shown safely"),
        ("words.vtt", b"WEBVTT\n\nno timing --> at all\n", "line 3"),
        ("report.pdf", b"MZ this is a program", "is not what its ending says"),
    ],
)
def test_b03_b05_b13_what_is_not_what_it_says_is_refused_when_it_is_whole(
    person: Any, name: str, data: bytes, said: str
) -> None:
    purpose = a_purpose()
    upload = an_upload(person, purpose, name=name, size_bytes=len(data))
    bring(upload, data)
    with pytest.raises(Refused, match=said):
        services.prepare_upload(the_upload(upload.public_id), purpose)
    with pytest.raises(Refused, match=said):
        services.prepare_file(io.BytesIO(data), name, purpose)


def test_a_file_that_changed_on_its_way_is_noticed(person: Any) -> None:
    with pytest.raises(Refused, match="changed on its way"):
        finished(person, "film.mp4", FILM, sha256="0" * 64)


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
    assert used_by(person) == len(FILM), "the same file counts once"
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
    upload = finished(person, "a.png", a_picture())
    with pytest.raises(Refused, match="no longer there"):
        take(upload, person, **changes)
    assert take(upload, person).name == "a.png"


def test_an_upload_that_has_not_arrived_is_not_taken(person: Any) -> None:
    upload = an_upload(person)
    with pytest.raises(Refused, match="not arrived yet"):
        take(upload, person)


def test_files_and_uploads_of_one_form_are_taken_together(person: Any) -> None:
    purpose = a_purpose()
    upload = finished(person, "a.png", a_picture(), purpose)
    prepared = services.prepare_file(io.BytesIO("слово".encode()), "../заметка.txt", purpose)
    files = services.take_all(
        [upload.public_id, upload.public_id], [prepared], person_id=person.id, purpose=purpose, scope="open", now=NOW
    )
    assert [file.name for file in files] == ["a.png", "заметка.txt"]
    assert current().storage.get(files[1].digest) == "слово".encode()
    assert [one["name"] for one in files_brought_by(person.id)] == ["a.png", "заметка.txt"]


@pytest.mark.parametrize(
    ("name", "size", "changes", "said"),
    [
        ("a.exe", 10, {}, "cannot be taken here"),
        ("a.pdf", 10, {"kinds": frozenset({"png", "jpeg"})}, "png, jpg, jpeg"),
        ("a.mp4", 0, {}, "is empty"),
        ("a.mp4", 11, {"most_bytes": 10}, "too large"),
        ("a.png", 21 * MB, {}, "at most 20 MB"),
        ("a.mp4", 101, {"person_quota_bytes": 100}, "no room for this file: 1 KB of 1 KB"),
        ("a.mp4", 3 * MB, {"scope_quota_bytes": 2 * MB}, "of 2 MB are used"),
    ],
)
def test_g14_what_is_too_much_is_told_before_the_first_byte(
    person: Any, name: str, size: int, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        an_upload(person, a_purpose(**changes), name=name, size_bytes=size)


def test_g14_a_quota_counts_what_is_on_its_way_and_what_was_taken_until_it_is_given_back(person: Any) -> None:
    purpose = a_purpose(person_quota_bytes=MB)
    data = b"x" * (MB // 2)
    upload = finished(person, "a.txt", data, purpose)
    file = take(upload, person)
    second = an_upload(person, purpose, name="b.txt", size_bytes=MB // 2)
    with pytest.raises(Refused, match="1 MB of 1 MB are used"):
        an_upload(person, purpose, name="c.txt", size_bytes=1)
    db.session.rollback()
    services.cancel_upload(second)
    services.release_file(file.digest, purpose=purpose.name, scope="open")
    services.release_file(file.digest, purpose=purpose.name, scope="open")
    assert used_by(person) == 0
    assert an_upload(person, purpose, name="c.txt", size_bytes=MB).state == "open"


def test_g14_the_last_room_is_given_once(live_app: Flask) -> None:
    with live_app.app_context():
        person_id = a_person().id
        db.session.commit()
        purpose = a_purpose(person_quota_bytes=100)
    told: list[str] = []

    def begin() -> None:
        with live_app.app_context():
            try:
                services.begin_upload(
                    person_id=person_id, purpose=purpose, scope="open", name="a.txt", size_bytes=60, now=NOW
                )
                db.session.commit()
                told.append("begun")
            except Refused:
                db.session.rollback()
                told.append("refused")

    threads = [threading.Thread(target=begin) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["begun"] + ["refused"] * 7


def test_g14_uploads_stop_before_the_disk_is_full_and_answers_still_save(person: Any) -> None:
    kept = current().storage
    assert isinstance(kept, FolderStorage)
    upload = an_upload(person, size_bytes=len(FILM))
    full = FolderStorage(kept.root, reserve_bytes=2**62)
    runtime.start(current().settings, full)
    for do in (lambda: an_upload(person), lambda: services.keep_chunk(upload, 0, FILM[:CHUNK_BYTES])):
        with pytest.raises(Refused, match="no room for more files"):
            do()
    assert full.get(full.put(b"a certificate")) == b"a certificate"


def test_only_so_many_files_are_on_their_way_at_once(person: Any) -> None:
    for number in range(20):
        an_upload(person, name=f"{number}.txt")
    with pytest.raises(Refused, match="Too many files"):
        an_upload(person, name="one-more.txt")


def test_what_nobody_goes_on_with_is_forgotten_with_its_pieces(app: Flask, person: Any) -> None:
    old, new = NOW - timedelta(days=3), NOW - timedelta(hours=1)
    upload = an_upload(person, size_bytes=len(FILM), now=old)
    services.keep_chunk(upload, 0, FILM[:CHUNK_BYTES])
    whole = finished(person, "a.png", a_picture(), now=old)
    db.session.execute(db.update(Upload).values(touched_at=old))
    taken = finished(person, "b.txt", b"kept")
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
    assert used_by(person) == 4 + 5


def test_c14_a_name_is_never_part_of_a_path_or_a_command(person: Any) -> None:
    for name in ("--output=x.txt", "; rm -rf ~;.txt", "`id`.txt", "$(id).txt", "../../../../etc/cron.d/x.txt"):
        file = take(finished(person, name, name.encode()), person)
        assert current().storage.get(file.digest) == name.encode()
    root = current().storage
    assert isinstance(root, FolderStorage)
    assert all(set(path.name) <= set("0123456789abcdef") for path in root.root.glob("??/*"))


def test_the_sizes_of_a_picture_are_made_once(app: Flask) -> None:
    from lms.media.encoding import plan_of

    photo = a_photo_of_a_camera()
    digest = current().storage.put(photo)
    reads: list[int] = []

    def read() -> bytes:
        reads.append(1)
        return photo

    source: Callable[[], services.PictureSource] = lambda: services.PictureSource(  # noqa: E731
        digest, "jpeg", plan_of(photo, "jpeg"), read
    )
    first = services.make_sizes([source()])
    assert services.make_sizes([source(), source()]) == first and len(reads) == 1
    assert sorted(first[digest]) == [0, 480, 640]
    for one in first[digest].values():
        data = current().storage.get(one.digest)
        assert len(data) == one.size_bytes and b"SECRET" not in data
