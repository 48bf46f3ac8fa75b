import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from tests.client import Browser
from tests.factories import accounts


@pytest.fixture
def link_in() -> Callable[[Any], str]:
    """The path of the link in a letter, as a mail program shows it."""

    def find(letter: Any) -> str:
        text = letter.get_body(("plain",)).get_content()
        found = re.search(r"http://localhost(/\S+)", text)
        assert found, text
        return found.group(1)

    return find


@pytest.fixture
def course(app: Flask) -> Course:
    course = Course(slug="customs", created_at=utc_now())
    db.session.add(course)
    db.session.flush()
    return course


@pytest.fixture
def administrator(client: Browser) -> Person:
    person = accounts.an_administrator(printed_name="Olga Admin")
    client.sign_in(person)
    return person
