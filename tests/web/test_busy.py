"""A database that has no time: the visitor is asked to come again, and nothing hangs (G13)."""

import sqlite3
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from lms.core.db import STATEMENT_SECONDS, db, is_busy
from tests.conftest import POSTGRES

# SQLite has no limit for one statement, so there is nothing to test there.
if POSTGRES:

    def test_g13_a_statement_of_a_page_is_given_up_after_two_seconds(live_app: Flask) -> None:
        live_app.add_url_rule("/slow", view_func=lambda: str(db.session.scalar(text("SELECT pg_sleep(30)"))))
        began = time.monotonic()
        answer = live_app.test_client().get("/slow")
        assert time.monotonic() - began < STATEMENT_SECONDS + 3
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
        assert "Nothing that you saved is lost" in answer.text

    def test_jobs_and_commands_may_take_their_time(live_app: Flask) -> None:
        with live_app.app_context():
            assert db.session.scalar(text("SHOW statement_timeout")) == "0"


def test_g13_whoever_meets_a_locked_database_is_asked_to_come_again(live_app: Flask, tmp_path: Path) -> None:
    first, second = (sqlite3.connect(tmp_path / "locked.sqlite3", timeout=0, isolation_level=None) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        second.execute("BEGIN IMMEDIATE")
    locked = OperationalError("BEGIN IMMEDIATE", {}, caught.value)
    assert is_busy(locked)

    def collide() -> str:
        raise locked

    live_app.add_url_rule("/collide", view_func=collide)
    answer = live_app.test_client().get("/collide")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")


def test_another_error_of_the_database_is_no_lack_of_time(live_app: Flask) -> None:
    with live_app.app_context(), pytest.raises(Exception, match="no_such_table") as caught:
        db.session.execute(text("SELECT * FROM no_such_table"))
    assert not is_busy(caught.value)
