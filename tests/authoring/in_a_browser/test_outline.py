"""The outline in a real browser: drag and drop, the keyboard, an order that is stale."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.rules.outline import order_of
from lms.authoring.services import outline
from lms.core.clock import utc_now
from lms.core.db import db
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.windows import Site


@dataclass
class Studio:
    """An author before the outline of their course."""

    site: Site
    course: StudioCourse
    author: int
    page: Page

    def order(self) -> list[tuple[str, list[str]]]:
        with self.site.app.app_context():
            return order_of(course_files(self.course.id).course)


@pytest.fixture
def studio(site: Site) -> Studio:
    with site.app.app_context():
        author = a_person().id
        course = authoring.a_large_draft(author, modules=3, items=3)
        db.session.commit()
    page = site.window(author)
    page.goto(f"/studio/{course.slug}/")
    expect(page.locator("[data-outline]")).to_be_visible()
    return Studio(site, course, author, page)


def _saved(page: Page) -> None:
    expect(page.locator("[data-outline-status]")).to_have_attribute("data-state", "saved")


def test_items_and_modules_are_dragged_and_the_server_has_the_order(studio: Studio) -> None:
    page = studio.page
    source, target = (page.locator(f"#item-{key} .grip").bounding_box() for key in ("item-0-0", "item-1-1"))
    assert source is not None and target is not None
    page.mouse.move(source["x"] + 8, source["y"] + 12)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(source["x"] + 8, source["y"] + 12 + (target["y"] - source["y"]) * step / 10)
        page.wait_for_timeout(30)
    page.mouse.up()
    _saved(page)
    assert studio.order()[0] == ("module-0", ["item-0-1", "item-0-2"])
    assert "item-0-0" in studio.order()[1][1]
    expect(page.locator("#module-module-0 [data-sum]")).to_contain_text("2 items")
    expect(page.locator("#module-module-1 [data-sum]")).to_contain_text("4 items")
    shown = page.locator("#module-module-1 [data-item]").evaluate_all("rows => rows.map(row => row.dataset.item)")
    assert shown == studio.order()[1][1]


def test_the_arrows_on_a_handle_move_and_tell_where_the_thing_is(studio: Studio) -> None:
    page = studio.page
    page.locator("#item-item-0-2 .grip").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-outline-spoken]")).to_have_text("“Item 0.2 (en)”: 1 of 4 in “Module 1 (en)”")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#item-item-0-2 .grip")).to_be_focused()
    _saved(page)
    assert studio.order()[1] == ("module-1", ["item-1-0", "item-0-2", "item-1-1", "item-1-2"])
    page.locator("#module-module-2 .draft-head .grip").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-outline-spoken]")).to_have_text("“Module 2 (en)”: module 2 of 3")
    expect(page.locator("#module-module-2 [data-number]")).to_have_text("2")
    page.wait_for_timeout(800)
    _saved(page)
    assert [module for module, _items in studio.order()] == ["module-0", "module-2", "module-1"]


def test_an_order_made_from_an_older_outline_is_told_and_nothing_is_lost(studio: Studio) -> None:
    with studio.site.app.app_context():
        other = a_person(printed_name="Бахтияр").id
        outline.add_item(studio.course.id, "module-0", "reading", "Meanwhile", by=other, now=utc_now())
        db.session.commit()
    page = studio.page
    page.locator("#item-item-0-0 .grip").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-outline-status]")).to_contain_text("Бахтияр changed this at")
    assert studio.order()[0] == ("module-0", ["item-0-0", "item-0-1", "item-0-2", "meanwhile"])
    page.click("[data-outline-status] a")
    expect(page.locator("#item-meanwhile")).to_be_visible()


def test_a_panel_opens_in_its_place_and_closes(studio: Studio) -> None:
    page = studio.page
    page.click("#item-item-0-1 [data-open]")
    expect(page.locator("#item-item-0-1 [data-panel] [name=title]")).to_have_value("Item 0.1 (en)")
    page.click("#module-module-1 .draft-head [data-open]")
    expect(page.locator("[data-panel]")).to_have_count(1)
    page.click("[data-close]")
    expect(page.locator("[data-panel]")).to_have_count(0)
    page.click("#item-item-0-1 [data-open]")
    page.fill("[data-panel] [name=title]", "A better title")
    page.click("[data-panel] button:has-text('Rename')")
    expect(page.locator("#item-item-0-1 [data-title]")).to_have_text("A better title")
    page.click("#item-item-0-1 [data-open]")
    page.click("[data-panel] button:has-text('Delete')")
    expect(page.locator("#item-item-0-1")).to_have_count(0)
    page.click("[data-flash] button:has-text('Undo')")
    expect(page.locator("#item-item-0-1")).to_be_visible()


def test_300_items_are_dragged_fluently(studio: Studio) -> None:
    with studio.site.app.app_context():
        large = authoring.a_large_draft(studio.author, modules=15, items=20)
        db.session.commit()
    page = studio.page
    page.goto(f"/studio/{large.slug}/")
    box = page.locator("#item-item-0-0 .grip").bounding_box()
    assert box is not None
    page.evaluate(
        "() => { self.longest = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " self.longest = Math.max(self.longest, entry.duration); }).observe({ type: 'longtask' }); }"
    )
    page.mouse.move(box["x"] + 8, box["y"] + 12)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + 8, box["y"] + 12 + step * 12)
        page.wait_for_timeout(16)
    page.mouse.up()
    _saved(page)
    assert page.evaluate("() => self.longest") < 250, "a drag never keeps the page busy for a quarter of a second"


def test_whoever_adds_an_item_goes_on_to_write_it_with_one_key(studio: Studio) -> None:
    page = studio.page
    page.fill("#module-module-1 .add-line [name=title]", "Fresh")
    page.click("#module-module-1 .add-line button[value=quiz]")
    expect(page.locator("#item-fresh")).to_be_in_viewport()
    expect(page.locator("#item-fresh a:has-text('Write it now')")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{studio.site.url}/studio/{studio.course.slug}/fresh/")
