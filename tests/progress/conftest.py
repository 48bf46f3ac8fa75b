import pytest

from lms.courses.queries import CourseFacts
from tests.factories.courses import a_course, a_media_file, a_module, a_reading

FIGURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'


@pytest.fixture
def figure_course(app: object) -> CourseFacts:
    """`first` with a figure and `plain` without one are open, `locked` with the figure waits for their module."""
    figure = a_media_file("figure.svg", FIGURE)
    return a_course(
        a_module("open", a_reading("first", media=(figure,)), a_reading("plain")),
        a_module("later", a_reading("locked", media=(figure,)), after="open"),
    )
