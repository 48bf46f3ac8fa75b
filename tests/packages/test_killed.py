"""`lms course import` killed at any moment: the whole course is there or nothing of it."""

import time
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from lms.assessment.models import QuizQuestion
from lms.core.db import Model, db
from lms.courses.models import ItemVersion, Revision
from tests.commands import lms, running
from tests.factories.courses import SAMPLE


def _counts() -> dict[str, int]:
    found = {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Model.metadata.tables.items()
        if name not in ("country", "search_term", "job")
    }
    db.session.remove()
    return found


def test_an_import_that_is_killed_leaves_nothing_or_everything(live_app: Flask, tmp_path: Path) -> None:
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    folder = live_app.extensions["lms_settings"].instance
    seen = []
    with live_app.app_context():
        nothing = _counts()
    blobs = folder / "files"
    for pause in (0.0, 0.1):
        with running(folder, database, "course", "import", str(SAMPLE)) as process:
            while not any(blobs.glob("*/*")) and process.poll() is None:
                time.sleep(0.005)
            time.sleep(pause)
        with live_app.app_context():
            seen.append(_counts())
        for blob in blobs.glob("*/*"):
            blob.unlink()
    done = lms(folder, database, "course", "import", str(SAMPLE))
    assert done.returncode == 0, done.stderr
    with live_app.app_context():
        everything = _counts()
        assert db.session.scalar(select(func.count()).select_from(Revision)) == 1
        assert db.session.scalar(select(func.count()).select_from(ItemVersion)) == 7
        assert db.session.scalar(select(func.count()).select_from(QuizQuestion))
        db.session.remove()
    assert everything != nothing
    assert all(counts in (nothing, everything) for counts in seen), seen
