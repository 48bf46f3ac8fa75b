"""Real browsers before the site."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.authoring.in_a_browser.windows import Site


@pytest.fixture
def site(live_app: Flask, browser: Browser) -> Iterator[Site]:
    """Served while the test lasts; at its end no window may have complained."""
    live_app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, live_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site = Site(live_app, f"http://127.0.0.1:{server.port}", browser)
    yield site
    for context in site.contexts:
        context.close()
    server.shutdown()
    thread.join(10)
    assert site.complaints == []
