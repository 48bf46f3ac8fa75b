"""The S3-compatible store: `LMS_STORAGE_URL=s3://key:secret@bucket/prefix?endpoint=…&region=…`.

Without a key in the address, the usual places are looked at (`AWS_ACCESS_KEY_ID`, a profile, the machine's role).
Objects lie under the same names as files in a folder, so either can be copied to the other.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

from lms.core.errors import Missing
from lms.core.settings import BadSettings
from lms.core.storage import PIECE_BYTES, Kept, Storage, address, staged_address

PART_BYTES = 8 * 1024**2  # S3 wants 5 MB at least; 10,000 of them make 80 GB
READY_SECONDS = 10  # how long an answer to `is_writable` holds: /readyz is public, and each asking costs a request
_GONE = ("404", "NoSuchKey", "NotFound")


def open_bucket(url: str) -> "BucketStorage":
    """Raises `BadSettings` when the address says too little or boto3 is not installed."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        raise BadSettings(
            "LMS_STORAGE_URL is s3://…, which needs boto3: install it with pip install 'ecommerce-lms[s3]'."
        ) from None
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
    if not parts.hostname or set(options) - {"endpoint", "region"}:
        raise BadSettings("LMS_STORAGE_URL must read s3://bucket/prefix?endpoint=…&region=….")
    endpoint = options.get("endpoint")
    client = boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name=options.get("region", "us-east-1"),
        aws_access_key_id=unquote(parts.username) if parts.username else None,
        aws_secret_access_key=unquote(parts.password) if parts.password else None,
        config=Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"mode": "standard", "total_max_attempts": 3},
            max_pool_connections=32,
            s3={"addressing_style": "path" if endpoint else "auto"},  # few stores of one's own have names in the DNS
            request_checksum_calculation="when_required",  # not every compatible store knows the newer checksums
            response_checksum_validation="when_required",
        ),
    )
    prefix = parts.path.strip("/")
    return BucketStorage(client, parts.hostname, f"{prefix}/" if prefix else "")


class BucketStorage(Storage):
    """Blobs as objects. An object appears whole or not at all: large ones are sent as a multipart upload."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client, self._bucket, self._prefix = client, bucket, prefix
        self._ready, self._ready_until = False, 0.0

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        if not self.exists(digest):
            self._write(address(digest), (data,))
        return digest

    def get(self, digest: str) -> bytes:
        with _missing(digest):
            return bytes(self._client.get_object(**self._at(address(digest)))["Body"].read())

    def open(self, digest: str) -> BinaryIO:
        return self._open(address(digest))

    def size(self, digest: str) -> int:
        return self._size(address(digest))

    def exists(self, digest: str) -> bool:
        try:
            self.size(digest)
        except Missing:
            return False
        return True

    def delete(self, digest: str) -> None:
        self._client.delete_object(**self._at(address(digest)))

    def stage(self, name: str, pieces: Iterable[bytes]) -> Kept:
        return self._write(staged_address(name), pieces)

    def open_staged(self, name: str) -> BinaryIO:
        return self._open(staged_address(name))

    def keep_staged(self, name: str, digest: str) -> None:
        target, source = self._at(address(digest)), self._at(staged_address(name))
        if not self.exists(digest):
            with _missing(name):
                self._client.copy_object(**target, CopySource=source)
        self._client.delete_object(**source)

    def drop_staged(self, word: str) -> None:
        for found in self._listed(f"{staged_address(word)}/"):
            self._client.delete_object(Bucket=self._bucket, Key=found["Key"])

    def forget_staged(self, before: datetime) -> None:
        for found in self._listed("staged/"):
            if found["LastModified"] < before:
                self._client.delete_object(Bucket=self._bucket, Key=found["Key"])

    def free_bytes(self) -> None:
        return None

    def is_writable(self) -> bool:
        from botocore.exceptions import BotoCoreError, ClientError

        if monotonic() >= self._ready_until:
            try:
                self._client.put_object(**self._at(staged_address("ready")), Body=b"")
                self._ready = True
            except (BotoCoreError, ClientError):
                self._ready = False
            self._ready_until = monotonic() + READY_SECONDS
        return self._ready

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + key}

    def _listed(self, start: str) -> Iterator[dict[str, Any]]:
        listing = self._client.get_paginator("list_objects_v2")
        for page in listing.paginate(Bucket=self._bucket, Prefix=self._prefix + start):
            yield from page.get("Contents", ())

    def _size(self, key: str) -> int:
        with _missing(key):
            return int(self._client.head_object(**self._at(key))["ContentLength"])

    def _open(self, key: str) -> BinaryIO:
        reader = _Reader(self._client, self._at(key), self._size(key))
        return cast(BinaryIO, io.BufferedReader(reader, PIECE_BYTES))

    def _write(self, key: str, pieces: Iterable[bytes]) -> Kept:
        digest = hashlib.sha256()
        size = 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                yield piece

        parts = _in_parts(counted())
        first, second = next(parts, b""), next(parts, None)
        if second is None:
            self._client.put_object(**self._at(key), Body=first)
        else:
            self._send(key, first, second, parts)
        return Kept(digest.hexdigest(), size)

    def _send(self, key: str, first: bytes, second: bytes, rest: Iterator[bytes]) -> None:
        upload = {**self._at(key), "UploadId": self._client.create_multipart_upload(**self._at(key))["UploadId"]}
        sent: list[dict[str, Any]] = []
        try:
            for part in _all_of(first, second, rest):
                number = len(sent) + 1
                told = self._client.upload_part(**upload, PartNumber=number, Body=part)
                sent.append({"PartNumber": number, "ETag": told["ETag"]})
            self._client.complete_multipart_upload(**upload, MultipartUpload={"Parts": sent})
        except BaseException:
            self._client.abort_multipart_upload(**upload)
            raise


def _all_of(first: bytes, second: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from rest


def _in_parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of the size that the store takes; only the last may be smaller."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    yield bytes(waiting)


@contextmanager
def _missing(name: str) -> Iterator[None]:
    """Turns the store's "no such key" into `Missing`."""
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise Missing(name) from None
        raise


class _Reader(io.RawIOBase):
    """An object as a file: each read asks for the piece it needs and holds nothing else."""

    def __init__(self, client: Any, place: dict[str, str], size: int) -> None:
        self._client, self._place, self._size, self._position = client, place, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readall(self) -> bytes:
        """In large pieces; the library's own way would ask for 8 KB at a time."""
        pieces = []
        while piece := self.read(PART_BYTES):
            pieces.append(piece)
        return b"".join(pieces)

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._size - self._position)
        if wanted <= 0:
            return 0
        span = f"bytes={self._position}-{self._position + wanted - 1}"
        with _missing(self._place["Key"]):
            body = self._client.get_object(**self._place, Range=span)["Body"].read()
        buffer[: len(body)] = body
        self._position += len(body)
        return len(body)
