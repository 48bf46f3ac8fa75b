"""The library through the browser's eyes."""

import re
from typing import Any

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.services.library.entries import put_into_library
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.authoring import NOW

READING, QUIZ, MODULE = "item:what-is-in-it", "item:quiz-send", "module:send"


@pytest.fixture
def me(app: Flask) -> Any:
    return a_person(printed_name="Aigerim")


@pytest.fixture
def course(me: Any, client: Any) -> StudioCourse:
    course = authoring.a_sample_draft(me.id)
    client.sign_in(me)
    return course


def _put(course: StudioCourse, of: str, me: Any) -> str:
    return put_into_library(course.id, of, note="For beginners", by=me.id, now=NOW)


def test_a_module_goes_from_the_outline_into_the_library(client: Any, course: StudioCourse) -> None:
    panel = client.get(f"/studio/{course.slug}/?open={MODULE}").text
    (address,) = re.findall(r'href="(/studio/[^"]+/share)"', panel)
    page = client.get(address)
    assert page.status_code == 200 and "What comes along" in page.text and "Quiz: send" in page.text
    done = client.post(address, data={"note": "For beginners"}, follow_redirects=True)
    assert "It is in the library now." in done.text and "For beginners" in done.text
    listed = client.get("/studio/library/").text
    assert "Send" in listed and "Aigerim" in listed
    assert "badge" in client.get(f"/studio/{course.slug}/").text
