"""A translator at work in a real browser, and a trainee who changes the language in the middle of a text."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.translations import translations_of, unit_texts
from lms.authoring.services.publishing import publish_draft
from lms.authoring.services.translations import save_translation
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import published_course
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.progress import a_learner
from tests.windows import Site

ITEM = "item:what-is-in-it"


@dataclass
class Desk:
    """Somebody who translates a published course and learns in it."""

    site: Site
    course: StudioCourse
    page: Page

    def texts(self) -> dict[str, str]:
        with self.site.app.app_context():
            line = translations_of(self.course).line(ITEM)
            assert line is not None
            return unit_texts(self.course.id, line, "ru").target

    def somebody_else_writes(self, title: str) -> None:
        with self.site.app.app_context():
            line = translations_of(self.course).line(ITEM)
            assert line is not None
            texts = unit_texts(self.course.id, line, "ru")
            save_translation(
                self.course.id, "ru", ITEM, {"title": title}, seen=texts.seen, source_seen=texts.source_seen,
                by=a_person(printed_name="Aigerim").id, now=utc_now(),
            )  # fmt: skip
            db.session.commit()


@pytest.fixture
def desk(site: Site) -> Desk:
    with site.app.app_context():
        me = a_person()
        course = authoring.a_sample_draft(me.id)
        publish_draft(course.id, course.slug, seq=course.draft_seq or 0, by=me.id, now=utc_now())
        facts = published_course(course.slug)
        assert facts is not None
        a_learner(me, facts)
        person = me.id
        db.session.commit()
    page = site.window(person, height=600)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/studio/{course.slug}/translations/ru/{ITEM}")
    return Desk(site, course, page)


def test_what_is_written_is_saved_and_the_second_sees_both_versions(desk: Desk) -> None:
    page = desk.page
    page.fill("[name='words.title']", "Что в посылке")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")
    assert desk.texts()["title"] == "Что в посылке"
    desk.somebody_else_writes("Содержимое")
    page.fill("[name='words.title']", "Что внутри посылки")
    expect(page.locator("[data-save-state]")).to_contain_text("Press Save to see both versions.")
    assert desk.texts()["title"] == "Содержимое"
    page.click("form[data-translation] button[type=submit]")
    expect(page.get_by_text("Somebody else translated this meanwhile")).to_be_visible()
    expect(page.locator("[name='words.title']")).to_have_value("Что внутри посылки")
    expect(page.locator(".text-changes").first).to_contain_text("Содержимое")
    page.click("form[data-translation] button[type=submit]")
    expect(page.get_by_text("Somebody else translated this meanwhile")).to_have_count(0)
    assert desk.texts()["title"] == "Что внутри посылки"


def test_a_trainee_who_changes_the_language_stays_at_the_same_paragraph(desk: Desk) -> None:
    page = desk.page
    page.goto(f"/learn/{desk.course.slug}/what-is-in-it/")
    target = page.locator(".reading .prose > *").nth(7)
    target.evaluate("block => scrollTo(0, block.getBoundingClientRect().top + scrollY - 120)")
    before = target.evaluate("block => block.getBoundingClientRect().top")
    page.locator(".outline .language-switch").get_by_role("button", name="Русский").click()
    expect(page.locator(".reading .prose")).to_have_attribute("lang", "ru")
    page.wait_for_function("scrollY > 200")
    after = page.locator(".reading .prose > *").nth(7).evaluate("block => block.getBoundingClientRect().top")
    assert abs(after - before) < 150
