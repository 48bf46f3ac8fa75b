from datetime import timedelta

import pytest
from flask import Flask

from lms.core.clock import utc_now
from lms.core.db import db
from lms.jobs import registry, services
from lms.jobs.models import Job
from lms.jobs.worker import Worker


@pytest.fixture
def done(app: Flask) -> list[dict[str, object]]:
    seen: list[dict[str, object]] = []

    def fail(_payload: dict[str, object], _now: object) -> None:
        raise ZeroDivisionError

    registry.handlers["test.note"] = lambda payload, now: seen.append(payload)
    registry.handlers["test.fail"] = fail
    return seen


def test_a_job_is_done_once(app: Flask, done: list[dict[str, object]]) -> None:
    services.enqueue("test.note", {"n": 1}, now=utc_now())
    db.session.commit()
    assert Worker(app.app_context).drain() == 1
    assert done == [{"n": 1}]
    assert Worker(app.app_context).drain() == 0


def test_the_same_unique_key_is_queued_once(app: Flask, done: list[dict[str, object]]) -> None:
    for _ in range(2):
        services.enqueue("test.note", {}, now=utc_now(), unique_key="tick:1")
    db.session.commit()
    assert Worker(app.app_context).drain() == 1


def test_a_failed_job_waits_and_is_tried_again(app: Flask, done: list[dict[str, object]]) -> None:
    services.enqueue("test.fail", {}, now=utc_now())
    db.session.commit()
    Worker(app.app_context).drain()
    job = db.session.query(Job).one()
    assert job.state == "waiting"
    assert job.run_at > utc_now()
    assert "ZeroDivisionError" in (job.last_error or "")


def test_a_job_whose_worker_died_is_taken_over(app: Flask, done: list[dict[str, object]]) -> None:
    services.enqueue("test.note", {"n": 2}, now=utc_now())
    db.session.commit()
    first = services.claim(utc_now())
    assert first is not None
    first_tries = first.tries
    later = utc_now() + timedelta(seconds=9)
    second = services.claim(later)
    assert second is not None and second.tries == first_tries + 1
    assert not services.finish(second.id, first_tries, later), "the worker that lost its lease may not finish"
    assert services.finish(second.id, second.tries, later)
