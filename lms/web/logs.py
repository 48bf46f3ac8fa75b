"""Logs as JSON lines on standard error, at most 4 KB each, with nothing a visitor wrote left unescaped."""

import json
import logging
import sys

import structlog
from flask import Flask, Response, request
from flask_login import current_user
from structlog.typing import EventDict

LONGEST_LINE = 4096  # bytes, escapes included
_LONGEST = 2000  # characters of one text


def _shorten(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Long texts lose their end, but of an exception the end is what matters (B14)."""
    most = _LONGEST
    while len(json.dumps(event, default=repr)) > LONGEST_LINE and most > 0:
        for name, value in event.items():
            if not isinstance(value, str | int | float | None):
                event[name] = value = repr(value)
            if isinstance(value, str) and len(value) > most:
                event[name] = "…" + value[-most:] if name == "exception" else value[:most] + "…"
        most //= 2
    return event


def safe_path() -> str:
    """The path of this request for the log, without the secret that the link of a letter carries (E06)."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(str(token), "…") if token else request.path


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            _shorten,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def register(app: Flask) -> None:
    log = structlog.get_logger()

    @app.after_request
    def note_refusals(response: Response) -> Response:
        if response.status_code >= 400:
            log.info(
                "answered",
                status=response.status_code,
                method=request.method,
                path=safe_path(),
                person=getattr(current_user, "person_id", None),
            )
        return response
