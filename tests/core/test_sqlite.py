"""Writers of one process take turns."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

import pytest

from lms.core import sqlite
from lms.core.sqlite import QueueingConnection


def connect(path: Path, busy_milliseconds: int = 0) -> QueueingConnection:
    made = sqlite3.connect(path, factory=QueueingConnection, isolation_level=None, check_same_thread=False)
    made.execute(f"PRAGMA busy_timeout={busy_milliseconds}")
    return made


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    first = connect(tmp_path / "a.sqlite3")
    first.execute("PRAGMA journal_mode=WAL")
    first.execute("CREATE TABLE note (number INTEGER)")
    yield tmp_path / "a.sqlite3"
    first.close()  # whoever closes last locks everybody out for a moment


def test_sixteen_writers_at_once_all_write_though_sqlite_itself_would_not_wait(path: Path) -> None:
    failures: list[BaseException] = []

    def write(mine: QueueingConnection) -> None:
        try:
            for number in range(5):
                mine.begin_immediate()
                mine.execute("INSERT INTO note VALUES (?)", (number,))
                mine.commit()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(connect(path),)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert connect(path).execute("SELECT count(*) FROM note").fetchone() == (80,)


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_however_a_transaction_ends_the_next_one_begins(path: Path, ending: str) -> None:
    one, other = connect(path), connect(path)
    one.begin_immediate()
    waiting = threading.Thread(target=other.begin_immediate)
    waiting.start()
    sleep(0.05)
    assert waiting.is_alive()
    getattr(one, ending)()
    waiting.join(5)
    assert other.in_transaction


def test_a_transaction_that_could_not_begin_holds_nobody_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "LONGEST_WAIT_SECONDS", 0.05)
    another_process = sqlite3.connect(path, isolation_level=None)
    another_process.execute("BEGIN IMMEDIATE")
    mine = connect(path)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        mine.begin_immediate()
    another_process.execute("COMMIT")
    began = perf_counter()
    connect(path).begin_immediate()
    assert perf_counter() - began < 0.05
