"""Answers with a file of the store: by parts where the browser asks for them, never as an active document.

Whether somebody may have the file is asked by the view, each time: nothing but an ETag may be kept without asking, so
an old address gives nothing to whoever lost access (A06). Bytes go through the application for every kind of store.
"""

from collections.abc import Callable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import quote

from flask import Response, request
from werkzeug.wsgi import wrap_file

from lms.core.runtime import current
from lms.core.storage import PIECE_BYTES

_IN_MEMORY = 1024**2  # bytes
# A picture that somebody opens by itself may draw, and nothing else (B03).
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_MEDIA_POLICY = "default-src 'none'; media-src 'self'; img-src 'self'"
_FILE_POLICY = "default-src 'none'; sandbox"
# What a browser may show in its place; everything else it may only keep (B05).
_SHOWN = frozenset(
    {"image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/avif", "video/mp4", "video/webm", "text/vtt"}
)


def send_stored(digest: str, content_type: str, size_bytes: int, *, save_as: str | None = None) -> Response:
    """The file, or the bytes asked for by `Range`, or 304. `save_as` makes the browser keep it under that name.

    A browser that plays a film asks for the rest of it at once, and again for what it did not get. Short answers
    leave the server's threads free, however slow the phone is (G12).
    """
    handle = current().storage.open(digest)
    response = Response(wrap_file(request.environ, handle), mimetype=content_type, direct_passthrough=True)
    response.content_length = size_bytes
    response.set_etag(digest)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _policy(response.mimetype)
    if save_as or response.mimetype not in _SHOWN:
        response.headers["Content-Disposition"] = attachment(save_as or "file")
    response.make_conditional(_asked(size_bytes), accept_ranges=True, complete_length=size_bytes)
    return response


def send_made(write: Callable[[IO[bytes]], object], content_type: str, save_as: str) -> Response:
    """A file that `write` makes for this answer alone, to keep under that name. It is whole before anything is sent.

    A large one lies in a file without a name meanwhile, so that the memory it takes does not grow with it.
    """
    with ExitStack() as until_sent:
        made = until_sent.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        write(made)
        size_bytes = made.tell()
        made.seek(0)
        response = Response(wrap_file(request.environ, made), content_type=content_type)
        response.content_length = size_bytes
        response.headers["Content-Disposition"] = attachment(save_as)
        response.call_on_close(until_sent.pop_all().close)
    return response


def attachment(name: str, in_ascii: str | None = None) -> str:
    """The header that saves a file under a name in any script, and in ASCII for what cannot read it (RFC 6266, B09).

    `in_ascii` is there where something says more than the name with its foreign letters left out.
    """
    kept = "".join(c for c in name if c.isprintable() and c not in '/\\"')[:200].strip(". ") or "file"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in in_ascii or kept)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(kept, safe='')}"


def _policy(mimetype: str | None) -> str:
    if mimetype == "image/svg+xml":
        return _PICTURE_POLICY
    return _MEDIA_POLICY if mimetype in _SHOWN else _FILE_POLICY


def _asked(size_bytes: int) -> dict[str, Any]:
    """The request with the range as far as one answer gives it; several ranges or other units count as none."""
    asked = request.range
    if "Range" not in request.headers or (asked and asked.units == "bytes" and len(asked.ranges) == 1):
        wanted = asked.range_for_length(size_bytes) if asked else None
        if wanted is None or wanted[1] - wanted[0] <= PIECE_BYTES:
            return request.environ
        return {**request.environ, "HTTP_RANGE": f"bytes={wanted[0]}-{wanted[0] + PIECE_BYTES - 1}"}
    return {name: value for name, value in request.environ.items() if name != "HTTP_RANGE"}
