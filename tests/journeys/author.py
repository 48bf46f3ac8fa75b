"""Somebody writes a course in the studio as its pages lead: by what is written on them, as a person finds it."""

import base64
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Person

PASTE = """(field, data) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const clipboard = new DataTransfer();
    clipboard.items.add(new File([bytes], "image.png", { type: "image/png" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


class Author:
    """A person at the pages of one course, whose address is known once it has been begun.

    `say` turns the words of the interface, and no others, into those of the language that the pages are in.
    """

    def __init__(self, person: Person, say: Callable[[str], str] = str) -> None:
        self.say = say
        self.person = person
        self.page: Page = person.page
        self.home = ""

    def begin(self, title: str) -> None:
        """From the studio to an empty outline."""
        self.follow("New course")
        self.page.get_by_label(self.say("Title"), exact=True).fill(title)
        self.press("Begin the course")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        self.home = self.page.url

    def press(self, name: str, within: Locator | None = None, *, agrees: bool = False) -> None:
        """A button that leads to a new page; `agrees` when the page asks back first."""
        with self.page.expect_navigation():
            (within or self.page.locator("main")).get_by_role("button", name=self.say(name), exact=True).first.click()
            if agrees:
                self.page.locator("#confirm-dialog").get_by_role("button", name=self.say(name)).click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        with self.page.expect_navigation():
            (within or self.page.locator("main")).get_by_role("link", name=self.say(name), exact=True).first.click()

    def go(self, tab: str) -> None:
        """One of the pages of the course, by the tabs at its top."""
        self.follow(tab, self.page.get_by_role("navigation", name=self.say("Pages of this course")))

    def card(self, title: str) -> Locator:
        """A part of the page by its heading."""
        return self.page.get_by_role("region", name=self.say(title), exact=True)

    def add_module(self, title: str) -> None:
        self.page.get_by_label(self.say("Title of a new module")).fill(title)
        self.press("Module")
        expect(self.module(title)).to_be_visible()

    def module(self, title: str) -> Locator:
        return self.page.locator("section[data-module]").filter(
            has=self.page.get_by_role("heading", level=2).filter(has_text=title)
        )

    def add_item(self, module: str, kind: str, title: str) -> None:
        self.module(module).get_by_label(self.say("Title of a new item")).fill(title)
        self.press(kind, self.module(module))
        expect(self.module(module).get_by_role("link", name=title, exact=True)).to_be_visible()

    def open_item(self, title: str) -> None:
        if self.page.url.split("#")[0] != self.home:
            self.go("Outline")
        self.follow(title)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    @property
    def text(self) -> Locator:
        """The words of the item that is open; their label says what each kind of item has them for."""
        return self.page.locator("main textarea[name=text]")

    def write(self, text: str) -> None:
        """The text of the item that is open, until it is saved by itself."""
        self.text.fill(text)
        expect(self.page.locator("[data-save-state]")).to_contain_text("Saved ")

    def paste_picture(self, picture: bytes, words: str) -> None:
        """Into the text, where the author was writing."""
        text = self.text
        text.press("ControlOrMeta+End")
        text.evaluate(PASTE, base64.b64encode(picture).decode())
        expect(self.page.locator(".upload-line").get_by_role("status")).to_have_text("Ready")
        self.page.get_by_label("What the picture shows").fill(words)
        self.page.get_by_role("button", name="Put it into the text").click()
        expect(self.page.get_by_role("img", name=words)).to_be_visible()
        expect(self.page.locator("[data-save-state]")).to_contain_text("Saved ")

    def bring_film(self, film: Path, captions: Path) -> None:
        """For the video that is open."""
        self.follow("Change", self.card("Film"))
        bring = self.card("Bring a film")
        bring.get_by_label("Film").set_input_files(film)
        expect(bring.get_by_role("status")).to_have_text("Ready")
        self.press("Save the film")
        words = self.card("Captions")
        words.get_by_label("Or a file").set_input_files(captions)
        expect(words.get_by_role("status")).to_have_text("Ready")
        self.press("Save the captions")

    def add_question(self, kind: str) -> None:
        """Opens the editor of a new question of this kind."""
        self.go("Questions")
        self.follow(kind, self.card("New question"))

    def row(self, group: str, number: int) -> Locator:
        """A row of the question that is open, added where there is none yet."""
        rows = self.page.get_by_role("group", name=self.say(group)).locator("[data-rows-list] [data-row]")
        for _ in range(number - rows.count()):
            self.page.get_by_role("group", name=self.say(group)).locator("button[value^='add:']").click()
        return rows.nth(number - 1)

    def publish(self, revision: int, meaning: Iterable[str] = ()) -> None:
        """By the button of the outline; the check has nothing against it, and says what it means for people."""
        self.go("Outline")
        self.follow(f"Publish v{revision}")
        expect(self.page.get_by_text("the course cannot be published")).to_have_count(0)
        for words in meaning:
            expect(self.page.get_by_role("region", name="What it means for people")).to_contain_text(words)
        self.press("Publish now")
        expect(self.page.get_by_text(f"Revision {revision} is published.")).to_be_visible()

    def translate(self, text: str, language: str, **fields: str) -> None:
        """One text of the course, by its line in the matrix: `fields` by what is written above them."""
        self.go("Translations")
        self.page.get_by_role("link", name=f": {text}, {language}").click()
        for label, words in fields.items():
            self.page.get_by_role("textbox", name=label.replace("_", " ")).fill(words)
        self.press("Save")

    def look_at_file(self, path: Path) -> None:
        """Questions from another system, as far as the report."""
        self.go("Questions")
        self.follow("Import and export")
        self.page.get_by_label("File", exact=True).set_input_files(path)
        self.press("Look at the file")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("What would come in")
