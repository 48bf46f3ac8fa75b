"""An author and the draft of the sample course; a file whose story needs others has its own of these names."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.core.db import db
from tests.factories import authoring
from tests.factories.accounts import a_person


@pytest.fixture
def me(app: Flask) -> Any:
    return a_person(printed_name="Aigerim")


@pytest.fixture
def course(me: Any, client: Any) -> StudioCourse:
    """The sample as my draft, never published; `client` is my browser."""
    course = authoring.a_sample_draft(me.id, slug="sample-parcels")
    db.session.commit()
    client.sign_in(me)
    return course


@pytest.fixture
def desk(client: FlaskClient, course: StudioCourse) -> FlaskClient:
    """My browser, before the course. (`browser` is the real one that Playwright brings.)"""
    return client
