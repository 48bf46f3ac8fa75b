"""The laws of routes ask thousands of questions about one world, which is built once and never changed."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import installation, rolled_back
from tests.factories.world import World, a_world


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory, worker_name: str, pattern: str) -> Iterator[tuple[Flask, World]]:
    """An application on a database of its own, with the world in it."""
    with installation(tmp_path_factory.mktemp("world"), f"lms_world_{worker_name}", pattern) as app:
        with app.app_context():
            world = a_world(app.test_client)
        yield app, world


@pytest.fixture
def app(settled: tuple[Flask, World]) -> Iterator[Flask]:
    """Inside one transaction that is rolled back: the next test finds the world as it was."""
    with rolled_back(settled[0]) as app:
        yield app


@pytest.fixture
def world(settled: tuple[Flask, World], app: Flask) -> World:
    return settled[1]
