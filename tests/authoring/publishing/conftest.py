"""The sample course as its author has published it."""

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from tests.authoring.publications import publish
from tests.factories import authoring
from tests.factories.accounts import a_person


@pytest.fixture
def me(app: Flask) -> int:
    return a_person().id


@pytest.fixture
def course(me: int) -> StudioCourse:
    """The sample, published as revision 1."""
    course = authoring.a_sample_draft(me)
    publish(course, me)
    return authoring.the_course(course.slug)
