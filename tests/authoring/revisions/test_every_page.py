"""What holds for every page about revisions: who may, hostile words, what it costs."""

from datetime import timedelta
from typing import Any

from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.history import steps
from lms.authoring.services.files import change_files
from lms.core.db import db
from lms.courses.queries import published_course
from tests.authoring.publications import PAGE
from tests.authoring.revisions.pages import edit, page_of, press_publish
from tests.factories.accounts import a_person, an_instructor
from tests.factories.authoring import NOW
from tests.factories.progress import a_learner


def test_an_assistant_reads_and_changes_nothing(app: Flask, course: StudioCourse, client: Any) -> None:
    press_publish(client, course)
    assistant: Any = app.test_client()
    assistant.sign_in(an_instructor(course, "assistant"))
    step = steps(course.id)[0][0]
    for path in ("preview/", "revisions", "revisions/1", "revisions/compare", "history", f"history/{step.id}"):
        page = page_of(assistant, course, path)
        assert "Take back" not in page and "Make it the draft" not in page
    for path in ("publish", "revisions/1/take", f"history/{step.id}/take-back"):
        assert assistant.post(f"/studio/{course.slug}/{path}", data={"seq": "1"}).status_code == 404
    page_of(assistant, course, "publish", 404)


def test_b01_hostile_words_stay_inert_in_changes_differences_and_history(
    client: Any, me: Any, course: StudioCourse
) -> None:
    press_publish(client, course)
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b data-xss=1>"
    change_files(course.id, {PAGE: f"---\ntitle: '{attack.replace(chr(39), '')}'\n---\n{attack}\n"},
                 kind="edit-item", subject=attack, by=me.id, now=NOW + timedelta(hours=1))  # fmt: skip
    db.session.commit()
    step = steps(course.id)[0][0]
    for path in ("publish", "revisions", "revisions/1", "revisions/compare", "history", f"history/{step.id}",
                 "what-is-in-it/history", f"revisions/compare?path={PAGE}"):  # fmt: skip
        page = page_of(client, course, path)
        assert "<script>alert" not in page and "<img src=x" not in page and "<b data-xss" not in page, path


PAGES = (
    "publish",
    "revisions",
    "revisions/1",
    "revisions/compare",
    "history",
    "history/{step}",
    "what-is-in-it/history",
)


def test_each_page_costs_a_fixed_number_of_statements(
    client: Any, me: Any, course: StudioCourse, statements: Any
) -> None:
    def cost() -> dict[str, int]:
        step = steps(course.id)[0][0].id
        counted = {}
        for path in PAGES:
            page_of(client, course, path.format(step=step))  # what never changes is remembered
            with statements as seen:
                page_of(client, course, path.format(step=step))
            counted[path] = len(seen.texts)
        return counted

    for n in range(2):
        edit(course, me.id, f"Version {n}.", now=NOW + timedelta(hours=n))
        press_publish(client, course)
    edit(course, me.id, "A draft.", now=NOW + timedelta(hours=9))
    few = cost()
    facts = published_course(course.slug)
    assert facts is not None
    for n in range(12):
        a_learner(a_person(), facts, "what-is-in-it", now=NOW + timedelta(hours=n))
        edit(course, a_person().id, f"Another version {n}.", now=NOW + timedelta(hours=n + 10))
        press_publish(client, course)
    edit(course, me.id, "A draft again.", now=NOW + timedelta(hours=99))
    many = cost()
    assert {path: many[path] - few[path] for path in PAGES if path != "publish"} == dict.fromkeys(PAGES[1:], 0)
    assert many["publish"] - few["publish"] <= 3  # what is asked only where people learn
    assert max(many.values()) <= 18, many
