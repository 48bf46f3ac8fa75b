"""What the tests of a course's pages share: opening one, and looking at what came of it."""

import re
from typing import Any

from werkzeug.test import TestResponse

from lms.courses.queries import CourseFacts
from lms.enrolment import queries
from tests.client import Browser


def primary_labels(response: TestResponse) -> list[str]:
    """What the primary buttons in the page's main part say."""
    main = response.get_data(as_text=True).split("<main", 1)[1].split("</main>")[0]
    return re.findall(r'class="button primary"[^>]*>(?:<svg.*?</svg>)?<span>(.*?)</span>', main)


def page_of(client: Browser, course: CourseFacts) -> TestResponse:
    response: TestResponse = client.get(f"/courses/{course.slug}/")
    assert response.status_code == 200
    return response


def status_of(person: Any, course: CourseFacts) -> str | None:
    found = queries.enrolment_of(person.id, course.id)
    return found.status if found else None
