"""Logs as JSON lines on standard error, at most 4 KB each, with nothing a visitor wrote left unescaped."""

import logging
import sys

import structlog
from flask import Flask, Response, request
from flask_login import current_user
from structlog.typing import EventDict

_LONGEST = 1000


def _shorten(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Long texts lose their end, but of an exception the end is what matters."""
    for name, value in event.items():
        if isinstance(value, str) and len(value) > _LONGEST:
            event[name] = "…" + value[-2 * _LONGEST :] if name == "exception" else value[:_LONGEST] + "…"
    return event


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
                path=request.path[:300],
                person=getattr(current_user, "person_id", None),
            )
        return response
