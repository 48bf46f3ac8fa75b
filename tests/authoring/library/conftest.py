"""An author with two courses."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from tests.factories import authoring
from tests.factories.accounts import a_person


@pytest.fixture
def author(app: Flask) -> Any:
    return a_person(printed_name="Aigerim")


@pytest.fixture
def me(author: Any) -> int:
    return int(author.id)


@pytest.fixture
def first(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


@pytest.fixture
def second(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


@pytest.fixture
def course(first: StudioCourse, author: Any, client: FlaskClient) -> StudioCourse:
    """The first course, before which its author sits at a browser."""
    client.sign_in(author)  # type: ignore[attr-defined]
    return first
