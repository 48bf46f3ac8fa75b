"""The same packages imported many times at once."""

import contextlib
import shutil
import threading
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course, Item, Revision
from lms.courses.signals import revision_published
from lms.packages.importing import import_package
from lms.packages.reading import read_package
from lms.packages.services import import_courses
from tests.factories.courses import SAMPLE
from tests.together import all_together

AT_ONCE = 8


def test_one_package_published_by_many_at_once_is_one_revision(live_app: Flask) -> None:
    def publish(_n: int) -> tuple[int, bool]:
        done = import_package(read_package(SAMPLE), now=utc_now())
        return done.number, done.is_new

    answers = all_together(live_app, publish, count=AT_ONCE)
    assert sorted(answers) == [(1, False)] * (AT_ONCE - 1) + [(1, True)]
    with live_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Revision)) == 1
        assert db.session.scalar(select(func.count()).select_from(Item)) == 7
        db.session.remove()


def test_two_imports_of_the_same_courses_in_opposite_orders_take_turns(live_app: Flask, tmp_path: Path) -> None:
    paths = [_copy(tmp_path, slug) for slug in ("customs", "parcels")]
    barrier = threading.Barrier(2)

    def wait_for_the_other(_sender: object, **_facts: object) -> None:
        """Each import holds its first course here; who waits for a course that the other holds never comes."""
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(0.5)

    def publish(number: int) -> list[str]:
        return [course.slug for course in import_courses((paths, paths[::-1])[number], now=utc_now())]

    with revision_published.connected_to(wait_for_the_other):
        answers = all_together(live_app, publish, count=2)
    assert answers == [["customs", "parcels"], ["parcels", "customs"]]
    with live_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Course)) == 2
        assert db.session.scalar(select(func.count()).select_from(Revision)) == 2
        db.session.remove()


def _copy(folder: Path, slug: str) -> Path:
    copy = Path(shutil.copytree(SAMPLE, folder / slug))
    course = copy / "course.yaml"
    course.write_text(course.read_text().replace("sample-parcels", slug))
    return copy
