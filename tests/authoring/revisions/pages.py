"""What the tests of revisions do with the pages around them."""

import re
from datetime import datetime
from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.services.files import change_files
from lms.core.db import db
from tests.authoring.publications import PAGE
from tests.factories.authoring import NOW


def edit(course: StudioCourse, by: int, text: str = "Other words.", path: str = PAGE, now: datetime = NOW) -> None:
    """A page of the sample is saved with another text."""
    page = f"---\ntitle: What is in it\n---\n{text}\n"
    change_files(course.id, {path: page}, kind="edit-item", subject="What is in it", by=by, now=now)
    db.session.commit()


def press_publish(client: Any, course: StudioCourse) -> Any:
    """What the page of publication sends when its button is pressed; the page that follows."""
    page = client.get(f"/studio/{course.slug}/publish").text
    seen = re.search(r'name="seq" value="(\d+)"', page)
    assert seen, page
    return client.post(f"/studio/{course.slug}/publish", data={"seq": seen[1]}, follow_redirects=True)


def page_of(client: Any, course: StudioCourse, path: str, status: int = 200) -> str:
    """A page of the course in the studio."""
    answer = client.get(f"/studio/{course.slug}/{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return str(answer.text)
