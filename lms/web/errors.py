"""Error pages: what happened and how to go on."""

import structlog
from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from lms.core.db import db, is_busy
from lms.core.errors import Missing, Refused
from lms.core.messages import Sentence
from lms.web.logs import safe_path

log = structlog.get_logger()
_PAGES = {400, 403, 404, 409, 413, 429, 500, 503}


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Missing, lambda _error: _page(404))
    # Where no form of the page can say it.
    app.register_error_handler(Refused, lambda refusal: _page(409, said=Sentence(refusal.text, refusal.values)))
    app.register_error_handler(CSRFError, lambda _error: _page(400, expired=True))
    app.register_error_handler(Exception, _crash)


def _page(status: int, **facts: object) -> tuple[str, int]:
    known = status if status in _PAGES else (500 if status >= 500 else 400)
    facts.setdefault("expired", False)
    facts.setdefault("said", "")  # for 409
    facts.setdefault("brought_file", request.mimetype != "application/x-www-form-urlencoded")  # for 413
    return render_template(f"errors/{known}.html", status=status, **facts), status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):
        return "Unknown host.\n", 400, {"Content-Type": "text/plain"}  # a page could not make its links (D06)
    if error.code is None or error.code < 400:
        return error  # a redirect that Werkzeug raises
    body, status = _page(error.code)
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return body, status, kept


def _crash(error: Exception) -> ResponseReturnValue:
    if is_busy(error):
        db.session.rollback()
        log.warning("busy", path=safe_path(), method=request.method, error=repr(error))
        return *_page(503), {"Retry-After": "3"}
    if current_app.testing and current_app.config["PROPAGATE_EXCEPTIONS"] is not False:
        raise error  # a test shall see it, as Flask itself would show it
    log.exception("crashed", path=safe_path(), method=request.method)
    return _page(500)
