"""The same package imported many times at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Item, Revision
from lms.packages.importing import import_package
from lms.packages.reading import read_package
from tests.factories.courses import SAMPLE

AT_ONCE = 8


def test_one_package_published_by_many_at_once_is_one_revision(live_app: Flask) -> None:
    barrier = threading.Barrier(AT_ONCE)

    def publish(_n: int) -> tuple[int, bool]:
        with live_app.app_context():
            package = read_package(SAMPLE)
            barrier.wait(30)
            done = import_package(package, now=utc_now())
            db.session.commit()
            db.session.remove()
            return done.number, done.is_new

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(publish, range(AT_ONCE)))
    assert sorted(answers) == [(1, False)] * (AT_ONCE - 1) + [(1, True)]
    with live_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Revision)) == 1
        assert db.session.scalar(select(func.count()).select_from(Item)) == 6
        db.session.remove()
