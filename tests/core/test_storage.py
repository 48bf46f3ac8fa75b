"""One contract, two stores: a folder, and a real S3-compatible server."""

import hashlib
import io
import os
import stat
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lms.core.errors import Missing, NoRoom
from lms.core.settings import BadSettings
from lms.core.storage import FolderStorage, Kept, Storage, open_storage, pieces_of
from tests.disks import disk_that_ends_after
from tests.objects import BUCKET, KEY, SECRET, bucket_url

MB = 1024**2


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return open_storage(f"file://{tmp_path / 'files'}")
    store: Storage = request.getfixturevalue("bucket")
    return store


def test_bytes_come_back_under_their_digest(store: Storage) -> None:
    digest = store.put(b"a lesson")
    assert digest == hashlib.sha256(b"a lesson").hexdigest() == store.put(b"a lesson")
    assert (store.get(digest), store.size(digest), store.exists(digest)) == (b"a lesson", 8, True)
    assert store.get(store.put(b"")) == b""


def test_what_is_not_kept_is_missing(store: Storage) -> None:
    nothing = "0" * 64
    assert not store.exists(nothing)
    for ask in (store.get, store.open, store.size):
        with pytest.raises(Missing):
            ask(nothing)
    with pytest.raises(Missing):
        store.open_staged("nobody/1")
    with pytest.raises(Missing):
        store.keep_staged("nobody", nothing)


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab/cd", "A" * 64, "0" * 63, "0" * 64 + "\n", "", "staged"])
def test_c12_only_a_digest_is_an_address(store: Storage, name: str) -> None:
    assert not store.exists(name)
    for ask in (store.get, store.open, store.size, store.delete):
        with pytest.raises(Missing):
            ask(name)


@pytest.mark.parametrize("name", ["../x", "a/b/c", "/a", "a/", "a\0", "a.b", "", "a/../b", "-" * 65])
def test_c12_nothing_is_put_to_the_side_under_a_name_that_leads_elsewhere(store: Storage, name: str) -> None:
    with pytest.raises(Missing):
        store.stage(name, (b"x",))


def test_a_large_file_comes_in_and_goes_out_by_pieces_from_any_place(store: Storage) -> None:
    block = os.urandom(MB)
    kept = store.put_stream(block for _each in range(20))
    assert kept == Kept(hashlib.sha256(block * 20).hexdigest(), 20 * MB)
    assert store.size(kept.digest) == 20 * MB
    with store.open(kept.digest) as file:
        assert file.seekable() and file.seek(0, io.SEEK_END) == 20 * MB and file.read(1) == b""
        file.seek(3 * MB - 5)
        assert file.read(10) == block[-5:] + block[:5]
        file.seek(-4, io.SEEK_END)
        assert file.read() == block[-4:]
        file.seek(0)
        assert hashlib.sha256(b"".join(pieces_of(file))).hexdigest() == kept.digest


def test_nothing_is_left_when_the_bytes_stop_coming(store: Storage) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(12 * MB)
        raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        store.stage("half/1", broken())
    with pytest.raises(Missing):
        store.open_staged("half/1")
    assert store.is_writable()


def test_what_lies_to_the_side_is_kept_or_dropped(store: Storage) -> None:
    for number in ("1", "2"):
        store.stage(f"upload/{number}", (number.encode() * 10,))
    whole = store.stage(
        "upload/whole", (piece for n in ("1", "2") for piece in pieces_of(store.open_staged(f"upload/{n}")))
    )
    assert not store.exists(whole.digest)
    store.keep_staged("upload/whole", whole.digest)
    store.keep_staged("upload/whole", whole.digest)  # a repetition after a cut
    assert store.get(whole.digest) == b"11111111112222222222"
    store.drop_staged("upload")
    store.drop_staged("upload")
    with pytest.raises(Missing):
        store.open_staged("upload/1")
    assert store.exists(whole.digest)


def test_what_a_crash_left_to_the_side_is_forgotten_in_time(store: Storage) -> None:
    store.stage("left/1", (b"x",))
    now = datetime.now(UTC)
    store.forget_staged(now - timedelta(hours=1))
    store.open_staged("left/1").close()
    store.forget_staged(now + timedelta(hours=1))
    with pytest.raises(Missing):
        store.open_staged("left/1")


def test_what_is_deleted_is_gone(store: Storage) -> None:
    digest = store.put(b"for a while")
    store.delete(digest)
    store.delete(digest)
    assert not store.exists(digest)


def test_a_large_file_is_never_in_memory(store: Storage) -> None:
    store.put(b"warm")
    tracemalloc.start()
    try:
        kept = store.put_stream(bytes(MB) for _each in range(120))
        with store.open(kept.digest) as file:
            assert sum(map(len, pieces_of(file))) == 120 * MB
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 60 * MB


def test_g14_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    store = FolderStorage(tmp_path)
    before = store.put(b"kept before")
    with disk_that_ends_after(MB):
        for write in (
            lambda: store.put(bytes(2 * MB)),
            lambda: store.put_stream(bytes(MB) for _each in range(3)),
            lambda: store.stage("half/1", (bytes(2 * MB),)),
        ):
            with pytest.raises(NoRoom, match="no room for more files"):
                write()
        assert store.get(store.put(b"a certificate")) == b"a certificate"
    assert store.get(before) == b"kept before"
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 2


def test_a_folder_keeps_a_reserve_for_what_matters_more(tmp_path: Path) -> None:
    free = FolderStorage(tmp_path, reserve_bytes=0).free_bytes()
    assert 0 < FolderStorage(tmp_path, reserve_bytes=free // 2).free_bytes() < free
    assert FolderStorage(tmp_path, reserve_bytes=free * 2).free_bytes() == 0


def test_a_file_in_the_folder_is_whole_and_private(tmp_path: Path) -> None:
    store = FolderStorage(tmp_path)
    digest = store.put(b"x" * 1000)
    store.put_stream((b"x" * 500, b"x" * 500))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [digest], "no temporary file is left"
    assert stat.S_IMODE(files[0].stat().st_mode) & 0o077 == 0


def test_a_bucket_and_a_folder_name_things_alike(object_endpoint: str, tmp_path: Path) -> None:
    bucket, folder = open_storage(bucket_url(object_endpoint, "alike")), FolderStorage(tmp_path)
    digest = bucket.put(b"the same")
    folder.put(b"the same")
    place = folder.open(digest)
    with place:
        assert Path(place.name).relative_to(tmp_path).as_posix() == f"{digest[:2]}/{digest}"
    assert open_storage(bucket_url(object_endpoint, f"alike/{digest[:2]}")).exists(digest) is False
    assert bucket.get(digest) == b"the same"


def test_the_store_says_when_it_cannot_keep_anything(object_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_storage(bucket_url(object_endpoint)).is_writable()
    assert not open_storage(bucket_url(object_endpoint, secret="guessed")).is_writable()
    assert not open_storage(bucket_url("http://127.0.0.1:9")).is_writable()


def test_the_key_may_come_from_the_environment(object_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    assert open_storage(f"s3://{BUCKET}?endpoint={object_endpoint}").is_writable()


@pytest.mark.parametrize("url", ["s3://", "s3:///prefix", "s3://bucket?endpont=http://x", "s3://bucket/?acl=public"])
def test_an_address_that_says_too_little_is_told(url: str) -> None:
    with pytest.raises(BadSettings, match="s3://bucket/prefix"):
        open_storage(url)
