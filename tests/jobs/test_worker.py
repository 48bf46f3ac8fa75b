"""What recurs, what fails for good, and what is forgotten."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from lms.core.clock import utc_now
from lms.core.db import db
from lms.jobs import registry, rules, services
from lms.jobs.models import Job
from lms.jobs.queries import count_by_state
from lms.jobs.worker import Worker


@pytest.mark.parametrize(("tries", "seconds"), [(1, 10), (2, 20), (3, 40), (7, 640), (10, 3600), (60, 3600)])
def test_the_pause_doubles_up_to_an_hour(tries: int, seconds: int) -> None:
    assert rules.pause_before_retry(tries) == timedelta(seconds=seconds)


@pytest.fixture
def recurring(app: Flask) -> Iterator[str]:
    registry.handles("test.tick", every=timedelta(days=36500))(lambda _payload, _now: None)
    yield "test.tick"
    del registry.handlers["test.tick"], registry.periodic["test.tick"]


def test_what_recurs_is_queued_once_in_its_period_by_all_workers_together(app: Flask, recurring: str) -> None:
    for worker in (Worker(app.app_context), Worker(app.app_context)):
        worker.queue_ticks()
        worker.queue_ticks()
    assert db.session.query(Job).filter_by(kind=recurring).count() == 1


def test_a_job_that_nobody_can_do_is_dead_after_its_last_try(app: Flask) -> None:
    services.enqueue("test.unknown", {}, now=utc_now())
    for _ in range(rules.MAX_TRIES):
        assert db.session.query(Job.state).scalar() == "waiting"
        db.session.query(Job).update({"run_at": utc_now()})
        db.session.commit()
        Worker(app.app_context).drain()
    assert count_by_state() == {"dead": 1}, "an administrator sees it on the first page"
    assert "test.unknown" in db.session.query(Job.last_error).scalar()


def test_done_jobs_are_forgotten_after_a_week_and_dead_ones_stay(app: Flask) -> None:
    now = utc_now()
    for number, (state, days) in enumerate([("done", 8), ("done", 6), ("dead", 8)]):
        ended = now - timedelta(days=days)
        db.session.add(
            Job(kind=f"test.{number}", payload={}, state=state, run_at=ended, created_at=ended, finished_at=ended)
        )
    db.session.flush()
    services.forget_finished(now)
    assert [kind for (kind,) in db.session.query(Job.kind).order_by(Job.kind)] == ["test.1", "test.2"]
