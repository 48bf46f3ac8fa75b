"""Answers with a picture, film or captions of a step."""

from flask import Response

from lms.courses.queries import MediaFacts
from lms.web.sending import send_stored


def send_media(file: MediaFacts) -> Response:
    """Shown in its place, never saved: a step's media are part of its page."""
    return send_stored(file.digest, file.content_type, file.size_bytes)
