"""Real browsers before the site."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.windows import Site, windows


@pytest.fixture
def site(live_app: Flask, browser: Browser) -> Iterator[Site]:
    """Served while the test lasts; at its end no window may have complained."""
    with windows(live_app, browser) as site:
        yield site
