"""The mark on the page that one is on."""

import re

import pytest
from sqlalchemy import select

from lms.authoring.models import DraftChange
from lms.authoring.services.publishing import publish_draft
from lms.core.db import db
from tests.client import Browser
from tests.factories import accounts
from tests.factories.authoring import NOW, a_sample_draft


def marked(text: str, label: str) -> list[str]:
    """What the navigation of this label marks as current."""
    found = re.search(rf'<nav class="tabs" aria-label="{label}">(.*?)</nav>', text, re.S)
    assert found is not None
    return re.findall(r'aria-current="page">([^<]*)<', found.group(1))


@pytest.mark.parametrize(
    ("method", "below", "tab"),
    [("GET", "", "Outline"), ("GET", "what-is-in-it/", "Outline"), ("POST", "settings", "Settings"),
     ("GET", "people", "People"), ("POST", "people/settings", "People"), ("GET", "gradebook", "Gradebook"),
     ("GET", "staff", "Settings"), ("POST", "staff/invite", "Settings"), ("GET", "history", "Revisions"),
     ("GET", "history/{step}", "Revisions"), ("GET", "publish", "Outline"), ("GET", "problems", "Outline")],
)  # fmt: skip
def test_a_course_tab_keeps_its_mark_at_the_addresses_below_it(
    client: Browser, method: str, below: str, tab: str
) -> None:
    person = accounts.an_administrator()
    course = a_sample_draft(person.id)
    publish_draft(course.id, course.slug, seq=1, by=person.id, now=NOW)
    client.sign_in(person)
    first_step = db.session.scalar(select(DraftChange.id).where(DraftChange.course_id == course.id).limit(1))
    below = below.format(step=first_step)
    answer = client.open(f"/studio/{course.slug}/{below}", method=method, follow_redirects=True)
    assert answer.status_code in (200, 422)
    assert marked(answer.text, "Pages of this course") == [tab]


def test_administrators_have_the_studio_in_their_menu(client: Browser) -> None:
    client.sign_in(accounts.an_administrator())
    assert '<a href="/studio/" aria-current="page"' in client.get("/studio/").text
