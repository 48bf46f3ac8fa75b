"""Files that are not code: kept by content under their SHA-256, in a folder or in an S3-compatible store."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

from lms.core.errors import Missing


class Storage(Protocol):
    """Content-addressed blobs. A digest is 64 hexadecimal characters; the same bytes are kept once."""

    def put(self, data: bytes) -> str:
        """Keeps the bytes durably and returns their digest."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes. Raises `Missing` when there are none."""
        ...

    def open(self, digest: str) -> BinaryIO:
        """A seekable reader, for byte ranges. Raises `Missing`."""
        ...

    def size(self, digest: str) -> int:
        """The length in bytes. Raises `Missing`."""
        ...

    def is_writable(self) -> bool:
        """Whether something could be kept now."""
        ...


class FolderStorage:
    """Blobs as files `ab/abcdef…`, written to the side, synced and renamed, so a crash leaves no half file."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise Missing(digest)
        return self.root / digest[:2] / digest

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
        return digest

    def get(self, digest: str) -> bytes:
        with self.open(digest) as file:
            return file.read()

    def open(self, digest: str) -> BinaryIO:
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise Missing(digest) from None

    def size(self, digest: str) -> int:
        try:
            return self._path(digest).stat().st_size
        except FileNotFoundError:
            raise Missing(digest) from None

    def is_writable(self) -> bool:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self.root, os.W_OK)


def open_storage(url: str) -> Storage:
    """The store that `LMS_STORAGE_URL` names: `file:///folder`."""
    scheme, _, rest = url.partition("://")
    if scheme != "file":
        raise ValueError(f"LMS_STORAGE_URL is {url!r}; this version keeps files in a folder: file:///path.")
    return FolderStorage(Path(rest))
