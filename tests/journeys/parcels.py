"""Two people in the course that the author's journey writes: one half through it in Russian, one in its quiz."""

import re
from gettext import GNUTranslations
from pathlib import Path

from playwright.sync_api import Page, expect

import lms

COURSE = "/learn/parcels-across-a-border/"
GONE = (
    "The course has changed since: %(count)s step that you completed is no longer in it. "
    "It stays yours and counts no more towards the course.",
    "The course has changed since: %(count)s steps that you completed are no longer in it. "
    "They stay yours and count no more towards the course.",
)


def learn_half_of_it(page: Page) -> None:
    """Two readings and the quiz, in Russian as far as it goes."""
    press(page, "form[action$='/enrol'] button")
    page.goto(f"{COURSE}/what-a-border-sees/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Что видит граница")
    expect(page.get_by_role("heading", name="До границы")).to_be_visible()
    press(page, "form[action$='/complete'] button")
    expect(page.get_by_role("heading", level=1)).to_have_text("A parcel is packed")
    expect(page.get_by_text("Этот шаг ещё не переведён")).to_be_visible()
    page.goto(f"{COURSE}/the-label/")
    press(page, "form[action$='/complete'] button")
    press(page, "form[action$='/attempts'] button")
    answer(page)
    hand_in(page)
    page.goto(COURSE)
    expect(page.get_by_role("main")).to_contain_text("3 из 5")


def progress_is_kept(page: Page) -> None:
    page.goto(COURSE)
    step = page.get_by_role("listitem").filter(has_text="Что видит граница").last
    expect(step).to_contain_text("пройден")
    read_until(page, "2 из 5")
    why = catalogue("ru").ngettext(*GONE, 1) % {"count": 1}
    expect(page.get_by_role("region", name="Ваш прогресс")).to_contain_text(why)
    page.goto(f"{COURSE}/what-a-border-sees/")
    expect(page.get_by_role("heading", name="До границы")).to_be_visible()
    page.get_by_role("group", name="Язык этого курса").first.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="At the border")).to_be_visible()


def begin_the_quiz(page: Page) -> list[str]:
    press(page, "form[action$='/enrol'] button")
    page.goto(f"{COURSE}/do-you-know-the-label/")
    press(page, "form[action$='/attempts'] button")
    answer(page)
    expect(page.locator("[data-attempt-status]")).to_contain_text("Saved")
    return page.locator("form[data-attempt] .prose").all_inner_texts()


def finish_the_quiz(page: Page, prompts: list[str]) -> None:
    page.reload()
    assert page.locator("form[data-attempt] .prose").all_inner_texts() == prompts
    expect(page.get_by_label("Cotton shirt, 2 pieces")).to_be_checked()
    hand_in(page)
    expect(page.get_by_text("100%").first).to_be_visible()


def answer(page: Page) -> None:
    """Both questions rightly, as far as they are the first ones."""
    page.get_by_label("Cotton shirt, 2 pieces").check()
    asked = page.locator("fieldset[data-slot]").filter(has_text="A shirt is")
    numbers = [int(found) for found in re.findall(r"(\d+) EUR", asked.locator(".prose").inner_text())]
    asked.get_by_role("textbox").fill(str(sum(numbers)))


def hand_in(page: Page) -> None:
    page.locator("form[data-attempt] button[value=submit]").click()
    with page.expect_navigation():
        page.locator("#confirm-dialog button[value=yes]").click()
    expect(page).to_have_url(re.compile("/result$"))


def read_until(page: Page, words: str) -> None:
    """Loads the page again until it says so: progress is counted anew behind the scenes after a publication."""
    for _ in range(20):
        if words in page.get_by_role("main").inner_text():
            return
        page.reload()
    expect(page.get_by_role("main")).to_contain_text(words)


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator("main").locator(button).first.click()


def catalogue(language: str) -> GNUTranslations:
    with (Path(lms.__file__).parent / f"translations/{language}/LC_MESSAGES/messages.mo").open("rb") as file:
        return GNUTranslations(file)
