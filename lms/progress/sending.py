"""Answers with a file of the store: by parts where the browser asks for them, never as an active document."""

from flask import Response, request
from werkzeug.wsgi import wrap_file

from lms.core.runtime import current
from lms.courses.queries import MediaFacts

# A picture that somebody opens by itself may draw, and nothing else (B03).
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_MEDIA_POLICY = "default-src 'none'; media-src 'self'; img-src 'self'"


# A browser that plays a film asks for the rest of it at once, and again for what it did not get. Short answers leave
# the server's threads free, however slow the phone is (G12).
PIECE_BYTES = 512 * 1024


def send_media(file: MediaFacts) -> Response:
    """The file, or the bytes asked for by `Range`, or 304. A browser may keep it but asks each time (A06)."""
    handle = current().storage.open(file.digest)
    response = Response(wrap_file(request.environ, handle), mimetype=file.content_type, direct_passthrough=True)
    response.content_length = file.size_bytes
    response.set_etag(file.digest)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    is_svg = file.content_type == "image/svg+xml"
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY if is_svg else _MEDIA_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    environ = {**request.environ, **_shortened(file.size_bytes)}
    return response.make_conditional(environ, accept_ranges=True, complete_length=file.size_bytes)  # type: ignore[return-value]


def _shortened(size_bytes: int) -> dict[str, str]:
    """The range that is asked for, as far as one answer gives it."""
    wanted = request.range.range_for_length(size_bytes) if request.range else None
    if wanted is None or wanted[1] - wanted[0] <= PIECE_BYTES:
        return {}
    return {"HTTP_RANGE": f"bytes={wanted[0]}-{wanted[0] + PIECE_BYTES - 1}"}
