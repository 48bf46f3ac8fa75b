"""The site before real browsers, and people who sit at them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
from werkzeug.serving import make_server

from lms.accounts.services import begin_sign_in
from lms.core.clock import utc_now
from lms.core.db import db
from tests.journeys.conftest import TELL_VIOLATIONS

# What a test may be about: a form that is refused, a server that is busy, a line that is cut.
_EXPECTED = ("status of 4", "status of 503", "net::ERR_")
_FURNITURE = ("stylesheet", "script", "image", "media", "font")


@dataclass
class Site:
    """The application on real commits, served under `url`. `complaints` are those of every window."""

    app: Flask
    url: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, person_id: int, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        """A browser of its own for somebody who is signed in."""
        context = self.browser.new_context(
            base_url=self.url, locale="en", viewport={"width": width, "height": height}, **options
        )
        self.contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "session", "value": self._session_of(person_id), "url": self.url}])
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("response", self._notice_missing)
        return context.new_page()

    def _session_of(self, person_id: int) -> str:
        with self.app.app_context():
            token = begin_sign_in(person_id, now=utc_now())
            db.session.commit()
        serializer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(serializer.dumps({"_user_id": token, "_fresh": True}))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(told in message.text for told in _EXPECTED):
            self.complaints.append(message.text)

    def _notice_missing(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type in _FURNITURE:
            self.complaints.append(f"{answer.status} {answer.url}")


@contextmanager
def windows(app: Flask, browser: Browser) -> Iterator[Site]:
    """The application before browsers; at the end no window may have complained."""
    with served(app) as url:
        site = Site(app, url, browser)
        yield site
        for context in site.contexts:
            context.close()
    assert site.complaints == [], site.complaints


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address under which the application is served meanwhile, with its forms guarded as they are outside tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(10)
