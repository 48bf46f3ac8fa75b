"""A publication killed at any moment: the whole revision is there or nothing of it, and what was told is kept."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from lms.authoring.services.files import change_files
from lms.authoring.services.publishing import look_at_draft, publish_draft
from lms.core.db import Model, db
from lms.courses.models import Revision
from lms.courses.queries.identities import course_revisions
from tests.commands import environment
from tests.factories import authoring
from tests.factories.accounts import a_person

# What `views.publish.do_publish` does, in a process of its own for each line that comes: it tells how far it is. They
# are forked off one that has read the program's code and looked at the draft, which takes seconds and writes nothing.
PROGRAM = """
import os, sys
from lms import create_app
from lms.authoring.services.publishing import keep_files, look_at_draft, publish_draft
from lms.core.clock import utc_now
from lms.core.db import db
course_id, slug, seq, by = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
app = create_app()
with app.app_context():
    looked = look_at_draft(course_id, slug)
    db.session.remove()
    db.engine.dispose()  # each child has connections of its own
def publish():
    with app.app_context():
        print("begins", os.getpid(), flush=True)
        keep_files(looked)
        done = publish_draft(course_id, slug, seq=seq, by=by, now=utc_now(), looked=looked)
        db.session.commit()
        print("published", flush=True)
for _line in sys.stdin:
    child = os.fork()
    if not child:
        publish()
        os._exit(0)
    os.waitpid(child, 0)
    print("ended", flush=True)
os._exit(0)
"""
PAUSES = (0.0, 0.02, 0.05, 0.1, 0.2)  # seconds after it has begun


def _counts() -> dict[str, int]:
    found = {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Model.metadata.tables.items()
    }
    db.session.remove()
    return found


@contextmanager
def _publisher(folder: Path, url: str, arguments: list[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=environment(folder, url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:  # at its end there are no more lines, so the process ends too
        yield process
    assert process.returncode == 0


def _publish_and_kill(publisher: subprocess.Popen[str], pause: float) -> bool:
    """Whether it said that it has published before it was killed."""
    assert publisher.stdin and publisher.stdout and publisher.stderr
    publisher.stdin.write("once more\n")
    publisher.stdin.flush()
    began = publisher.stdout.readline().split()
    assert began[:1] == ["begins"], publisher.stderr.read()
    time.sleep(pause)
    with suppress(ProcessLookupError):  # it was done already
        os.kill(int(began[1]), signal.SIGKILL)
    told = list(takewhile(lambda line: line != "ended\n", publisher.stdout))
    return told == ["published\n"]


def test_a_publication_that_is_killed_leaves_nothing_or_a_whole_revision(live_app: Flask) -> None:
    settings = live_app.extensions["lms_settings"]
    with live_app.app_context():
        me = a_person().id
        course = authoring.a_sample_draft(me, slug="sample-parcels")
        db.session.commit()
        arguments = [str(course.id), course.slug, "1", str(me)]
        nothing = _counts()
    seen = []
    with _publisher(settings.instance, settings.database_url, arguments) as publisher:
        for pause in PAUSES:
            was_told = _publish_and_kill(publisher, pause)
            with live_app.app_context():
                seen.append(_counts())
                assert not was_told or db.session.scalar(select(func.count()).select_from(Revision)) == 1
                db.session.remove()
    with live_app.app_context():
        publish_draft(course.id, course.slug, seq=1, by=me, now=authoring.NOW)
        db.session.commit()
        everything = _counts()
        assert len(course_revisions(course.id)) == 1
        db.session.remove()
    assert everything != nothing
    assert all(counts in (nothing, everything) for counts in seen), seen
    with live_app.app_context():  # and the draft goes on
        page = "items/what-is-in-it.en.md"
        change_files(course.id, {page: "---\ntitle: T\n---\nNew.\n"}, kind="edit-item", subject="T", by=me,
                     now=authoring.NOW)  # fmt: skip
        looked = look_at_draft(course.id, course.slug)
        assert publish_draft(course.id, course.slug, seq=2, by=me, now=authoring.NOW, looked=looked).number == 2
        db.session.commit()
        db.session.remove()
