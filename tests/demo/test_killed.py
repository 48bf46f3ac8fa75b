"""`lms demo` killed in the middle of its work, and started again."""

import time
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.commands import lms, running
from tests.conftest import new_database


def test_a_demo_that_was_killed_starts_again_as_if_nothing_had_been(tmp_path: Path, worker_name: str) -> None:
    database = new_database(tmp_path, f"lms_killed_{worker_name}")
    with running(tmp_path, database, "demo") as process:
        assert process.stdout
        while "Published customs" not in process.stdout.readline():
            assert process.poll() is None
        time.sleep(0.3)  # now it invites people
    engine = create_engine(database)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person")) == 0, "all of them or nobody"
    done = lms(tmp_path, database, "demo")
    assert done.returncode == 0, done.stderr
    assert "trainee@example.org" in done.stdout
    with engine.connect() as connection:
        people = connection.scalar(text("SELECT count(*) FROM person"))
        revisions = connection.scalar(text("SELECT count(*) FROM revision"))
        revoked = connection.scalar(text("SELECT count(*) FROM certificate WHERE status = 'revoked'"))
    engine.dispose()
    assert (people, revisions, revoked) == (51, 2, 1)
