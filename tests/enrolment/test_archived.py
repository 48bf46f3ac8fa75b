"""An archived course takes nobody in; those who have a place go on."""

import pytest
from flask import Flask

from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.queries import published_course
from lms.courses.services.standing import archive_course, restore_course
from tests.client import Browser
from tests.factories.accounts import a_person
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment


def test_who_has_a_place_goes_on_and_nobody_else_comes_in(app: Flask, client: Browser) -> None:
    course = a_course()
    learner, stranger = a_person(), a_person()
    an_enrolment(learner, course)
    archive_course(course.id)
    db.session.commit()
    client.sign_in(learner)
    assert client.get(f"/learn/{course.slug}/").status_code == 200
    client.sign_in(stranger)
    page = client.get(f"/courses/{course.slug}/")
    assert "Enrolment in this course is closed" in page.text
    assert f"/courses/{course.slug}/enrol" not in page.text
    refused = client.post(f"/courses/{course.slug}/enrol", data={})
    assert refused.status_code == 422 and "Enrolment in this course is closed" in refused.text
    assert course.slug not in client.get("/courses/").text


def test_only_what_is_published_is_archived_and_only_what_is_archived_comes_back(app: Flask) -> None:
    course = a_course()
    with pytest.raises(Refused):
        restore_course(course.id)
    archive_course(course.id)
    with pytest.raises(Refused):
        archive_course(course.id)
    restore_course(course.id)
    found = published_course(course.slug)
    assert found is not None and not found.is_archived
