"""Files that are not code: kept by content under their SHA-256, in a folder or in an S3-compatible store.

What is still on its way lies to the side under a name of its own ("staged") until somebody keeps it. So whatever was
brought and never used can be thrown away without asking who else has the same bytes.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from lms.core.errors import Missing, NoRoom

PIECE_BYTES = 512 * 1024  # how much of a file is in memory at a time
RESERVE_BYTES = 1024**3  # of the disk that uploads never take: answers and certificates need it (G14)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_STAGED = re.compile(r"[A-Za-z0-9_-]{1,64}(?:/[A-Za-z0-9_-]{1,64})?")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: the SHA-256 of its bytes, and how many there were."""

    digest: str
    size_bytes: int


class Storage(Protocol):
    """Content-addressed blobs. A digest is 64 hexadecimal characters; the same bytes are kept once.

    Whatever writes raises `NoRoom` when the disk is full, and leaves nothing half-written.
    """

    def put(self, data: bytes) -> str:
        """Keeps the bytes durably and returns their digest."""
        ...

    def put_stream(self, pieces: Iterable[bytes]) -> Kept:
        """Keeps what the pieces make together, however large. Nothing is left when an error ends them."""
        name = secrets.token_hex(16)
        kept = self.stage(name, pieces)
        self.keep_staged(name, kept.digest)
        return kept

    def get(self, digest: str) -> bytes:
        """All bytes, for what is known to be small. Raises `Missing` when there are none."""
        ...

    def open(self, digest: str) -> BinaryIO:
        """A seekable reader that holds one piece at a time, for byte ranges. Raises `Missing`."""
        ...

    def size(self, digest: str) -> int:
        """The length in bytes. Raises `Missing`."""
        ...

    def exists(self, digest: str) -> bool:
        """Whether the bytes are kept."""
        ...

    def delete(self, digest: str) -> None:
        """Forgets the bytes, if they are kept. The caller knows that no row names them."""
        ...

    def stage(self, name: str, pieces: Iterable[bytes]) -> Kept:
        """Writes to the side, whole or not at all. `name` is `word` or `word/word` of letters, digits, `-`, `_`."""
        ...

    def open_staged(self, name: str) -> BinaryIO:
        """Like `open`, for what lies to the side."""
        ...

    def keep_staged(self, name: str, digest: str) -> None:
        """Moves it from the side to its digest; harmless when that was done before. Raises `Missing`."""
        ...

    def drop_staged(self, word: str) -> None:
        """Forgets everything to the side named `word/…`."""
        ...

    def forget_staged(self, before: datetime) -> None:
        """Forgets everything to the side that is older, for what a crash left there."""
        ...

    def free_bytes(self) -> int | None:
        """How much more may be brought before the reserve is touched; None when the store has no end."""
        ...

    def is_writable(self) -> bool:
        """Whether something could be kept now."""
        ...


def pieces_of(file: BinaryIO, size: int = PIECE_BYTES) -> Iterator[bytes]:
    """The rest of the file, a piece at a time."""
    while piece := file.read(size):
        yield piece


def address(digest: str) -> str:
    """Where a digest lies in any store: `ab/abcdef…`. Raises `Missing` for what is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise Missing(digest)
    return f"{digest[:2]}/{digest}"


def staged_address(name: str) -> str:
    """Where something lies to the side: `staged/word/word`. Raises `Missing` for a name that leads elsewhere."""
    if not _STAGED.fullmatch(name):
        raise Missing(name)
    return f"staged/{name}"


class FolderStorage(Storage):
    """Blobs as files, written to the side, synced and renamed, so a crash leaves no half file."""

    def __init__(self, root: Path, reserve_bytes: int = RESERVE_BYTES) -> None:
        self.root = root
        self.reserve_bytes = reserve_bytes

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        path = self.root / address(digest)
        if not path.exists():
            self._write(path, (data,))
        return digest

    def get(self, digest: str) -> bytes:
        with self.open(digest) as file:
            return file.read()

    def open(self, digest: str) -> BinaryIO:
        return _open(self.root / address(digest))

    def size(self, digest: str) -> int:
        try:
            return (self.root / address(digest)).stat().st_size
        except FileNotFoundError:
            raise Missing(digest) from None

    def exists(self, digest: str) -> bool:
        return bool(_DIGEST.fullmatch(digest)) and (self.root / address(digest)).exists()

    def delete(self, digest: str) -> None:
        (self.root / address(digest)).unlink(missing_ok=True)

    def stage(self, name: str, pieces: Iterable[bytes]) -> Kept:
        return self._write(self.root / staged_address(name), pieces)

    def open_staged(self, name: str) -> BinaryIO:
        return _open(self.root / staged_address(name))

    def keep_staged(self, name: str, digest: str) -> None:
        path = self.root / address(digest)
        with _room():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                (self.root / staged_address(name)).replace(path)
            except FileNotFoundError:
                if not path.exists():
                    raise Missing(name) from None
            _sync_folder(path.parent)

    def drop_staged(self, word: str) -> None:
        shutil.rmtree(self.root / staged_address(word), ignore_errors=True)

    def forget_staged(self, before: datetime) -> None:
        for path in sorted((self.root / "staged").rglob("*"), reverse=True):  # files before their folders
            if path.is_dir():
                with suppress(OSError):  # not empty
                    path.rmdir()
            elif path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)

    def free_bytes(self) -> int:
        self.root.mkdir(parents=True, exist_ok=True)
        return max(0, shutil.disk_usage(self.root).free - self.reserve_bytes)

    def is_writable(self) -> bool:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self.root, os.W_OK)

    def _write(self, path: Path, pieces: Iterable[bytes]) -> Kept:
        digest, size = hashlib.sha256(), 0
        with _room():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, side = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    for piece in pieces:
                        file.write(piece)
                        digest.update(piece)
                        size += len(piece)
                    file.flush()
                    os.fsync(file.fileno())
                Path(side).replace(path)
            except BaseException:
                Path(side).unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)
        return Kept(digest.hexdigest(), size)


@contextmanager
def _room() -> Iterator[None]:
    """Tells a full disk, and a quota or limit of the system that is used up, from what else can go wrong."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom from error
        raise


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise Missing(path.name) from None


def _sync_folder(folder: Path) -> None:
    """A name that was just given survives a power cut only when its folder is synced, too."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_storage(url: str) -> Storage:
    """The store that `LMS_STORAGE_URL` names: `file:///folder` or `s3://bucket/prefix?endpoint=…&region=…`."""
    scheme, _, rest = url.partition("://")
    if scheme == "file":
        return FolderStorage(Path(rest))
    if scheme == "s3":
        from lms.core.object_store import open_bucket  # its library takes a tenth of a second and 20 MB to import

        return open_bucket(url)
    raise ValueError("LMS_STORAGE_URL begins with file:// or s3://.")
