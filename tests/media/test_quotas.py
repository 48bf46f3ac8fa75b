"""How much anybody may bring, and a disk that comes to its end (G14)."""

import io
from typing import Any

import pytest
from flask import Flask

from lms.core import runtime
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import NoRoom, Refused
from lms.core.runtime import current
from lms.core.storage import FolderStorage
from lms.media import services
from lms.media.rules.uploads import CHUNK_BYTES
from tests.disks import disk_that_ends_after
from tests.factories.accounts import a_person
from tests.factories.media import MB, a_finished_upload, a_purpose, an_upload, take, used_bytes
from tests.together import all_together

NOW = utc_now()
PIECE = bytes(CHUNK_BYTES)


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
    upload = a_finished_upload(person, "a.txt", data, purpose)
    file = take(upload, person)
    second = an_upload(person, purpose, name="b.txt", size_bytes=MB // 2)
    with pytest.raises(Refused, match="1 MB of 1 MB are used"):
        an_upload(person, purpose, name="c.txt", size_bytes=1)
    db.session.rollback()
    services.cancel_upload(second)
    services.release_file(file.digest, purpose=purpose.name, scope="open")
    services.release_file(file.digest, purpose=purpose.name, scope="open")
    assert used_bytes(person) == 0
    assert an_upload(person, purpose, name="c.txt", size_bytes=MB).state == "open"


def test_g14_the_last_room_is_given_once(live_app: Flask) -> None:
    with live_app.app_context():
        person_id = a_person().id
        db.session.commit()
        purpose = a_purpose(person_quota_bytes=100)

    def begin(_n: int) -> str:
        upload = services.begin_upload(
            person_id=person_id, purpose=purpose, scope="open", name="a.txt", size_bytes=60, now=NOW
        )
        return upload.state

    answers = all_together(live_app, begin, count=8)
    assert answers.count("open") == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 7


def test_g14_uploads_stop_before_the_disk_is_full_and_answers_still_save(person: Any) -> None:
    kept = current().storage
    assert isinstance(kept, FolderStorage)
    upload = an_upload(person, size_bytes=2 * CHUNK_BYTES)
    full = FolderStorage(kept.root, reserve_bytes=2**62)
    runtime.start(current().settings, full)
    for do in (lambda: an_upload(person), lambda: services.keep_chunk(upload, 0, PIECE)):
        with pytest.raises(Refused, match="no room for more files"):
            do()
    assert full.get(full.put(b"a certificate")) == b"a certificate"


def test_g14_a_disk_that_fills_up_while_a_file_comes_refuses_it_and_keeps_no_half(person: Any) -> None:
    kept = current().storage
    assert isinstance(kept, FolderStorage)
    before = set((kept.root / "staged").rglob("*"))
    upload = an_upload(person, size_bytes=2 * CHUNK_BYTES)
    with disk_that_ends_after(MB // 2):
        with pytest.raises(NoRoom):
            services.keep_chunk(upload, 0, PIECE)
        with pytest.raises(NoRoom):
            services.prepare_file(io.BytesIO(b"x" * MB), "notes.txt", a_purpose())
    assert not [path for path in set((kept.root / "staged").rglob("*")) - before if path.is_file()]


def test_only_so_many_files_are_on_their_way_at_once(person: Any) -> None:
    for number in range(20):
        an_upload(person, name=f"{number}.txt")
    with pytest.raises(Refused, match="Too many files"):
        an_upload(person, name="one-more.txt")
