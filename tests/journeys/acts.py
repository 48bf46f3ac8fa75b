"""What is done on a page until it is in the state that a screen shows."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Screen:
    """A page, and what is done on it until it is in the state to be seen. `name` is what a picture of it is called."""

    name: str
    path: str
    act: Callable[[Page], None] = lambda page: None

    def open(self, page: Page) -> None:
        page.goto(self.path)
        self.act(page)


def sent(form: str = "main form[method=post]", **values: str) -> Callable[[Page], None]:
    """Sends the first such form, with these values in its fields."""

    def act(page: Page) -> None:
        found = page.locator(form).first
        for name, value in values.items():
            control = found.locator(f"[name='{name}']").first
            control.evaluate("e => e.closest('details')?.setAttribute('open', '')")  # a field that is folded away
            control.evaluate("e => e.removeAttribute('maxlength')")  # else the browser cuts what is too long
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        with page.expect_navigation():
            found.evaluate("form => form.submit()")  # not asked back, as by requestSubmit

    return act


def guess_until_stopped(page: Page) -> None:
    for _ in range(12):
        if page.locator("main form [name=code]").count() == 0:
            return
        sent("main form:has([name=code])", code="WRONG")(page)
    raise AssertionError("nobody stops who guesses codes")


def post_too_much(page: Page) -> None:
    with page.expect_navigation():
        page.evaluate("""() => {
            const form = document.querySelector("main form[method=post]");
            const text = document.createElement("textarea");
            [text.name, text.value] = ["much", "x".repeat(600000)];
            form.append(text);
            form.submit();
        }""")


def lose_token(page: Page) -> None:
    page.locator("main [name=csrf_token]").first.evaluate("e => e.value = 'forged'")
    sent()(page)


def open_menu(page: Page) -> None:
    page.locator("details.menu summary").first.click()
