"""Which tests run on PostgreSQL too: those that may ask a database; the others have said all they can on SQLite.

That nothing is left out need not be believed: on SQLite, a test that is not among them fails when it does ask one.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

# All fixtures with a database have the one that makes its pattern. A test may also come to a database by an
# application, a process or a connection of its own.
_FIXTURE = "pattern"
_OWN_DATABASE = re.compile(
    r"lms\.core\.(db|sqlite)|lms\.serving|create_app|make_app|new_database|create_engine|tests\.commands|subprocess"
)
_seen: list[str] | None = None  # what the test that is going on did, while it should do nothing of the kind


def may_ask(item: pytest.Item) -> bool:
    """Whether this test may ask a database. Those before a browser may: they have a run of their own, on SQLite."""
    fixtures = getattr(item, "fixturenames", ())
    return _FIXTURE in fixtures or "browser" in fixtures or _names_database(item.path)


@lru_cache(maxsize=1024)
def _names_database(path: Path) -> bool:
    return _OWN_DATABASE.search(path.read_text(encoding="utf-8")) is not None


def watch() -> None:
    """From now on every statement, every connection and every Python process that is begun is noticed."""
    event.listen(Engine, "before_cursor_execute", lambda *told: _notice(f"the statement {told[2]}"))
    sys.addaudithook(_hear)


def _hear(what: str, told: tuple[Any, ...]) -> None:
    if _seen is None:
        return
    if what == "sqlite3.connect":
        _notice(f"the database {told[0]}")
    elif what == "subprocess.Popen" and Path(str(told[0])).name.startswith("python"):
        _notice(f"the process {told[1]}")


def _notice(what: str) -> None:
    if _seen is not None:
        _seen.append(what)


@contextmanager
def asks_nothing_unless_it_may(item: pytest.Item) -> Iterator[None]:
    """Fails a test that asks a database here and would not on PostgreSQL."""
    global _seen
    _seen = None if may_ask(item) else []
    try:
        yield
        if _seen:
            pytest.fail(f"PostgreSQL would not be asked this, see tests/selection.py: {_seen[0][:200]}", pytrace=False)
    finally:
        _seen = None
