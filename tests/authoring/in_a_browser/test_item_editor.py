"""Writing in a real browser: saved as it is written, kept through a cut, two people at one text, a pasted picture."""

import base64
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from lms.authoring.queries.files import draft_files, draft_texts
from lms.core.db import db
from lms.packages.pages import split_page
from tests.factories.accounts import a_person, an_instructor
from tests.factories.authoring import a_sample_draft
from tests.media.pictures import a_picture
from tests.windows import Site

ITEM = "/studio/sample-parcels/what-is-in-it/"
PATH = "items/what-is-in-it.en.md"
PASTE = """(field, data) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const clipboard = new DataTransfer();
    clipboard.items.add(new File([bytes], "image.png", { type: "image/png" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


@dataclass
class Studio:
    """The sample course, and two people who may write in it."""

    site: Site
    course_id: int
    author_id: int
    other_id: int

    def editor(self, person_id: int | None = None, **options: Any) -> Page:
        """A window at the text of the step; the author's unless somebody else's is said."""
        page = self.site.window(person_id or self.author_id, **options)
        page.goto(ITEM)
        return page

    def text(self) -> str:
        with self.site.app.app_context():
            return split_page(draft_texts(self.course_id, [PATH])[PATH].text)[1].strip()

    def media(self) -> set[str]:
        with self.site.app.app_context():
            return {path for path in draft_files(self.course_id) if path.startswith("media/")}


@pytest.fixture
def studio(site: Site) -> Studio:
    with site.app.app_context():
        author = a_person(printed_name="Aigerim Saparova")
        course = a_sample_draft(author.id, slug="sample-parcels")
        other = an_instructor(course, printed_name="Rustam Karimov")
        db.session.commit()
        return Studio(site, course.id, author.id, other.id)


def state(page: Page) -> Any:
    return page.locator("[data-save-state]")


def test_what_is_written_is_saved_and_shown_as_trainees_will_see_it(studio: Studio) -> None:
    page = studio.editor()
    page.locator("#text").fill("## Первый шаг\n\nA new beginning.")
    expect(state(page)).to_contain_text("Saved ")
    expect(page.locator("[data-look-text] h2")).to_have_text("Первый шаг")
    assert studio.text() == "## Первый шаг\n\nA new beginning."
    page.locator("#text").press("ControlOrMeta+End")
    page.locator("#text").press("ControlOrMeta+b")
    page.keyboard.type("strong")
    expect(page.locator("[data-look-text] strong")).to_have_text("strong")
    page.locator("#text").press("ControlOrMeta+s")
    expect(state(page)).to_contain_text("Saved ")
    assert studio.text().endswith("A new beginning.**strong**")


def test_what_is_typed_before_the_script_has_arrived_is_saved_too(studio: Studio) -> None:
    page = studio.editor()
    held: list[Route] = []
    page.route("**/static/editor.*.js", lambda route: held.append(route))
    with page.expect_request("**/static/editor.*.js"):
        page.goto(ITEM, wait_until="commit")
    page.locator("#text").fill("Typed on a slow line.")
    for route in held:
        route.continue_()
    expect(state(page)).to_contain_text("Saved ")
    expect(page.locator("[data-look-text]")).to_contain_text("Typed on a slow line.")
    assert studio.text() == "Typed on a slow line."


def test_a_cut_is_told_and_what_was_written_survives_a_reload(studio: Studio) -> None:
    page = studio.editor()
    before = studio.text()
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/autosave", lambda route: route.abort("connectionreset"))
    page.locator("#text").fill("Written in a tunnel.")
    expect(state(page)).to_contain_text("no connection")
    assert studio.text() == before
    page.reload()
    expect(page.locator("#text")).to_have_value("Written in a tunnel.")
    page.unroute_all(behavior="ignoreErrors")
    page.locator("#text").press("ControlOrMeta+End")
    page.keyboard.type(" And out of it.")
    expect(state(page)).to_contain_text("Saved ")
    assert studio.text() == "Written in a tunnel. And out of it."
    assert page.evaluate("sessionStorage.length") == 0


def test_a_save_that_arrived_without_an_answer_is_no_conflict_with_what_was_written_since(studio: Studio) -> None:
    page = studio.editor()

    def swallow(route: Route) -> None:
        route.fetch()  # the server has it
        route.abort("connectionreset")

    page.route("**/autosave", swallow, times=1)
    page.locator("#text").fill("Sent into a tunnel.")
    expect(state(page)).to_contain_text("no connection")
    assert studio.text() == "Sent into a tunnel."
    page.locator("#text").fill("And out of it.")
    expect(state(page)).to_contain_text("Saved ")
    assert studio.text() == "And out of it."
    assert page.get_by_role("alert").count() == 0


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_whoever_comes_second_reads_both_and_chooses(studio: Studio, choice: str) -> None:
    first, second = studio.editor(), studio.editor(studio.other_id)
    first.locator("#text").fill("The text of Aigerim.")
    expect(state(first)).to_contain_text("Saved ")
    second.locator("#text").fill("The text of Rustam.")
    panel = second.get_by_role("alert").filter(has_text="Aigerim Saparova saved another version")
    expect(panel).to_be_visible()
    expect(panel.locator("del").first).to_contain_text("Aigerim")
    assert studio.text() == "The text of Aigerim."
    expect(second.locator("#text")).to_have_value("The text of Rustam.")
    panel.locator(f"[data-keep={choice}]").click()
    expect(panel).to_have_count(0)
    if choice == "mine":
        expect(state(second)).to_contain_text("Saved ")
        assert studio.text() == "The text of Rustam."
    else:
        expect(second.locator("#text")).to_have_value("The text of Aigerim.\n")
        second.locator("#text").press("ControlOrMeta+z")
        expect(second.locator("#text")).to_have_value("The text of Rustam.")


def test_a_pasted_picture_needs_its_words_and_goes_where_one_was_writing(studio: Studio) -> None:
    page = studio.editor()
    text = page.locator("#text")
    text.fill("Before.\n\nAfter.")
    text.evaluate("field => field.setSelectionRange(7, 7)")
    text.evaluate(PASTE, base64.b64encode(a_picture()).decode())
    expect(page.locator(".upload-line").get_by_role("status")).to_have_text("Ready")
    page.get_by_role("button", name="Put it into the text").click()
    expect(page.locator("[data-picture-error]")).to_contain_text("Say what the picture shows")
    page.get_by_label("What the picture shows").fill("A parcel scanner")
    page.get_by_role("button", name="Put it into the text").click()
    expect(text).to_have_value("Before.\n\n![A parcel scanner](../media/a-parcel-scanner.png)\n\nAfter.")
    expect(page.locator("[data-look-text] img")).to_have_count(1)
    expect(page.locator("[data-look-text] img")).to_have_attribute("alt", "A parcel scanner")
    expect(state(page)).to_contain_text("Saved ")
    assert "media/a-parcel-scanner.png" in studio.media()
    assert "a-parcel-scanner.png" in studio.text()


def test_an_answer_that_is_slow_never_overtakes_what_was_written_since(studio: Studio) -> None:
    page = studio.editor()
    seen: list[str] = []

    def slow(route: Route) -> None:
        seen.append(route.request.post_data or "")
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/autosave", slow)
    for text in ("One.", "One. Two.", "One. Two. Three."):
        page.locator("#text").fill(text)
        page.wait_for_timeout(1200)
    expect(state(page)).to_contain_text("Saved ")
    page.wait_for_timeout(1500)
    expect(state(page)).to_contain_text("Saved ")
    page.unroute_all(behavior="wait")
    assert studio.text() == "One. Two. Three."
    assert page.get_by_role("alert").count() == 0


def test_without_scripts_the_editor_has_its_two_buttons(studio: Studio) -> None:
    page = studio.editor(java_script_enabled=False)
    page.locator("#text").fill("## Plain\n\nWithout scripts.")
    page.get_by_role("button", name="Show how it looks").click()
    expect(page.locator("[data-look-text] h2")).to_have_text("Plain")
    page.locator("main form button", has_text="Save").first.click()
    assert studio.text() == "## Plain\n\nWithout scripts."
