"""What the tests of the learning pages share: opening a page of a course, and looking at what came of it."""

from typing import Any

from werkzeug.test import TestResponse

from lms.courses.queries import CourseFacts
from lms.progress import queries
from tests.client import Browser
from tests.factories.progress import the_item


def main_of(response: TestResponse) -> str:
    return response.get_data(as_text=True).split("<main", 1)[1].split("</main>")[0]


def get(client: Browser, *parts: str, status: int = 200) -> TestResponse:
    """`get(client, course.slug, "welcome")` opens /learn/<course>/welcome/."""
    response: TestResponse = client.get("/learn/" + "".join(f"{part}/" for part in parts))
    assert response.status_code == status, response.status_code
    return response


def state_of(enrolment: Any, course: CourseFacts, key: str) -> queries.ItemState | None:
    return queries.progress_of(enrolment.id).items.get(the_item(course, key).id)
