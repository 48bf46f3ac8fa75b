import pytest

from lms.courses.queries import CourseFacts
from tests.client import Browser
from tests.factories.accounts import an_instructor
from tests.factories.courses import a_course, a_media_file, a_module, a_reading
from tests.progress.gradebooks import a_graded_course

FIGURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'


@pytest.fixture
def figure_course(app: object) -> CourseFacts:
    """`first` with a figure and `plain` without one are open, `locked` with the figure waits for their module."""
    figure = a_media_file("figure.svg", FIGURE)
    return a_course(
        a_module("open", a_reading("first", media=(figure,)), a_reading("plain")),
        a_module("later", a_reading("locked", media=(figure,)), after="open"),
    )


@pytest.fixture
def course(app: object) -> CourseFacts:
    """A course with two categories of scores, see `gradebooks.a_graded_course`."""
    return a_graded_course()


@pytest.fixture
def staff(course: CourseFacts, client: Browser) -> Browser:
    """The browser of the course's instructor."""
    return client.sign_in(an_instructor(course))
