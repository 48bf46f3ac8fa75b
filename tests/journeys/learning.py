"""Somebody takes a course in the browser, step by step, as its pages lead."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.answers import Field, right_fields
from tests.journeys.conftest import Person

COURSE = "digital-trade-foundations"
ATTEMPT = re.compile(r"/attempts/([^/]+)/")
SUBMIT = "form[data-attempt] button[value=submit]"


class Learner:
    """A person and the course they take; `look` is called on each page that they see."""

    def __init__(self, person: Person, course: str = COURSE, look: Callable[[], None] = lambda: None) -> None:
        self.person = person
        self.page: Page = person.page
        self.course = course
        self.look = look

    def enrol(self) -> None:
        self.page.goto(f"/courses/{self.course}/")
        self.look()
        with self.page.expect_navigation():
            self.page.locator(f"form[action='/courses/{self.course}/enrol'] button").click()
        self.look()

    def learn_all(self) -> None:
        """Resumes again and again until the course says that it is completed."""
        for _ in range(30):
            self.page.goto(f"/learn/{self.course}/")
            self.look()
            if self.page.locator(".notice.good").count():
                return
            self.page.goto(f"/learn/{self.course}/resume")
            self.do_steps()
        raise AssertionError("the course did not come to an end")

    def do_steps(self) -> None:
        """The readings from here on, each marked, and the quiz after them."""
        for _ in range(60):
            self.look()
            mark = self.page.locator("form[action$='/complete'] button")
            if mark.count() == 0:
                break
            with self.page.expect_navigation():
                mark.first.click()
        if self.page.locator("form[action$='/attempts'], a[href*='/attempts/']").count():
            self.start_quiz()
            self.answer_rightly()
            self.hand_in()
            self.look()
            assert self.page.locator(".notice.good").count(), f"not passed: {self.page.url}"

    def start_quiz(self) -> str:
        """Starts the quiz of the page; returns the code of the attempt."""
        self._press("form[action$='/attempts'] button")
        found = ATTEMPT.search(self.page.url)
        assert found is not None, self.page.url
        self.look()
        return found.group(1)

    def answer_rightly(self) -> None:
        found = ATTEMPT.search(self.page.url)
        assert found is not None, self.page.url
        for number, fields in enumerate(right_fields(self.person.site.database, found.group(1)), 1):
            self.fill(number, fields)
        if self.has_scripts:
            self.wait_until_saved()

    def fill(self, number: int, fields: list[Field]) -> None:
        question = self.page.locator(f"fieldset[data-slot='{number}']")
        if self.has_scripts and question.locator("[data-ordering]").count():
            self._put_in_order(number, dict(fields))
            return
        for name, value in fields:
            control = question.locator(f"[name='{name}']")
            if control.first.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            elif control.first.get_attribute("type") in ("radio", "checkbox"):
                question.locator(f"[name='{name}'][value='{value}']").check()
            else:
                control.fill(value)

    def _put_in_order(self, number: int, places: dict[str, str]) -> None:
        """Moves the lines with their buttons, as a person does."""
        for place in range(1, len(places) + 1):
            name = next(n for n, wanted in places.items() if wanted == str(place))
            line = self.page.locator(f"fieldset[data-slot='{number}'] li:has([name='{name}'])")
            while int(line.locator(".place").inner_text()) > place:
                line.locator("[data-move=up]").click()

    def wait_until_saved(self) -> None:
        """Until the server has acknowledged every answer: the browser keeps those that it has not."""
        self.page.wait_for_function("() => !Object.keys(sessionStorage).some(key => key.startsWith('attempt:'))")

    def saved_text(self, number: int) -> str:
        """What the page says about the saving of this answer, once it is saved."""
        question = self.page.locator(f"fieldset[data-slot='{number}'][data-state=saved]")
        expect(question).to_be_visible()
        return question.locator("[data-save-state]").inner_text()

    def hand_in(self) -> None:
        self._press(SUBMIT)
        expect(self.page).to_have_url(re.compile(r"/result$"))

    @property
    def has_scripts(self) -> bool:
        return self.person.has_scripts

    def _press(self, button: str) -> None:
        """Presses it, and agrees if the page asks back."""
        wanted = self.page.locator(button).first
        asks = self.has_scripts and wanted.evaluate("b => b.dataset.confirm ?? b.form.dataset.confirm ?? ''")
        with self.page.expect_navigation():
            wanted.click()
            if asks:
                self.page.locator("#confirm-dialog button[value=yes]").click()
