"""What the tests of races in this room share."""

from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask

from lms.core.db import db
from tests.together import Together, all_together


@pytest.fixture
def together(live_app: Flask) -> Iterator[Together]:
    """Runs `work(n)` 64 times at once; the test itself stands in a session of its own."""
    with live_app.app_context():
        yield partial(all_together, live_app)
        db.session.remove()
