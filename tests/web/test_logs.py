"""What is written down of a request: one escaped line, never a secret."""

import json
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask
from structlog.testing import CapturedCall, CapturingLoggerFactory

from lms.accounts import services
from lms.accounts.tokens import signed
from lms.core.clock import utc_now
from lms.core.db import db
from lms.web.logs import LONGEST_LINE, configure, safe_path
from tests.factories import accounts


@pytest.fixture
def lines(app: Flask) -> Iterator[list[CapturedCall]]:
    """What a new logger prints."""
    configure()
    printed = CapturingLoggerFactory()
    structlog.configure(logger_factory=printed, cache_logger_on_first_use=False)
    yield printed.logger.calls
    configure()


@pytest.mark.parametrize(
    "text",
    ['x\r\n{"status": 200}', "\x1b[31mred\x1b[0m", "\u202eabc\u2028", "ы" * 5000, "a" * 100_000, "\x85\x9b31m"],
    ids=["a line of its own", "colours", "directions", "five thousand letters", "a hundred thousand", "C1"],
)
def test_b14_whatever_was_asked_for_is_one_escaped_line_of_four_kilobytes(lines: list[CapturedCall], text: str) -> None:
    structlog.get_logger().info("answered", path=text, method=text, more={"a": text}, exception=text)
    (call,) = lines
    line = str(call.args[0])
    assert len(line) <= LONGEST_LINE
    assert line.isascii() and line.isprintable()
    assert json.loads(line)["event"] == "answered"


def test_of_a_long_exception_the_end_is_kept(lines: list[CapturedCall]) -> None:
    structlog.get_logger().info("crashed", path="p" * 5000, exception="frame " * 2000 + "ValueError: no")
    written = json.loads(str(lines[0].args[0]))
    assert written["exception"].endswith("ValueError: no") and written["path"].startswith("pp")


def test_e06_the_log_never_holds_a_link_that_still_opens_something(app: Flask) -> None:
    person = accounts.a_person()
    secret = signed(services.give_token(person.id, "reset_password", email=person.email, now=utc_now()))
    with app.test_request_context(f"/auth/reset-password/{secret}"):
        assert safe_path() == "/auth/reset-password/…"
    with app.test_request_context("/auth/login?next=/learn/"):
        assert safe_path() == "/auth/login"


def test_an_error_of_the_database_does_not_tell_what_was_typed(app: Flask) -> None:
    with pytest.raises(Exception, match="no_such_table") as caught:
        db.session.execute(db.text("SELECT * FROM no_such_table WHERE a = :a"), {"a": "my secret"})
    assert "my secret" not in str(caught.value)
