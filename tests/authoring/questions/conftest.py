"""An author before the questions of the sample."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from tests.factories import authoring
from tests.factories.accounts import a_person


@pytest.fixture
def author(app: Flask) -> Any:
    return a_person(printed_name="Aigerim Saparova")


@pytest.fixture
def me(author: Any) -> int:
    return int(author.id)


@pytest.fixture
def course(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me, slug="sample-questions")


@pytest.fixture
def desk(client: FlaskClient, author: Any, course: StudioCourse) -> FlaskClient:
    """The author's browser."""
    client.sign_in(author)  # type: ignore[attr-defined]
    return client
