"""Every screen, for everybody who sees it: accessible, light and dark, narrow and wide, in both directions.

Broken rules of the Content-Security-Policy and errors of scripts fail each of these tests too (see `people`).
"""

from collections.abc import Iterator
from typing import Any, Literal

import pytest

from tests.journeys.acts import Screen
from tests.journeys.conftest import Person, Site
from tests.journeys.learning import Learner
from tests.journeys.screens import QUIZ, SHELVES

Look = tuple[int, Literal["light", "dark"]]
WIDE, PHONE, NARROW = 1280, 360, 320
# What alone can change with the colours, and what alone with the width or the direction too: the markup stays the
# same. What is hidden in one width and there in the other is looked at in both.
OF_COLOUR = ("color-contrast", "link-in-text-block")
OF_LAYOUT = (*OF_COLOUR, "target-size")
ALL: tuple[str, ...] = ()  # WCAG 2.2 A and AA, and axe's best practices


# Language -> the rules that the page is measured by in each look. The looks of a page are taken without loading it
# again. In Russian, whose words are the longest, all rules go over the wide page and the phone's; in Persian, where the
# same templates are turned round, all rules go over the phone's and those of layout over the wide one.
LOOKS: dict[str, dict[Look, tuple[str, ...]]] = {
    "ru": {(WIDE, "light"): ALL, (WIDE, "dark"): OF_COLOUR, (PHONE, "light"): ALL, (PHONE, "dark"): OF_COLOUR},
    "fa": {(WIDE, "light"): OF_LAYOUT, (WIDE, "dark"): OF_COLOUR, (PHONE, "light"): ALL, (PHONE, "dark"): OF_COLOUR},
}


def check(person: Person, language: str = "ru") -> list[str]:
    """What is wrong, wide and on a phone, each light and dark, and whether the page fits into each width."""
    page, found = person.page, too_wide(person, NARROW)
    for (width, theme), rules in LOOKS[language].items():
        if theme == "light":
            found += too_wide(person, width)
        page.emulate_media(color_scheme=theme)
        found += [f"{page.url} {theme} {width}: {problem}" for problem in person.axe(rules)]
    return found


def too_wide(person: Person, width: int) -> list[str]:
    """Whether the page needs scrolling sideways in a window of this width, in pixels."""
    person.page.set_viewport_size({"width": width, "height": 900})
    excess = person.overflow()
    return [f"{person.page.url} at {width}: {excess} px too wide"] if excess else []


def seen(shelf: str, people: Any, site: Site, language: str) -> Iterator[tuple[Screen, Person]]:
    """The screens of a shelf, each open before the person who sees it."""
    for who, screens in SHELVES[shelf](site).items():
        person: Person = people(reduced_motion="reduce")  # colours change at once with the theme
        person.enter(who) if who else person.page.goto("/")
        person.speak(language)  # else the language of their account
        for screen in screens:
            person.page.emulate_media(color_scheme="light")
            screen.open(person.page)
            if screen.name.endswith("-errors"):
                assert person.page.locator("main [role=alert]").count(), f"{screen.name} refuses nothing"
            yield screen, person
        person.context.close()


@pytest.mark.parametrize("language", LOOKS)
@pytest.mark.parametrize("shelf", SHELVES)
def test_every_screen_is_accessible_and_fits_light_and_dark_wide_and_narrow(
    shelf: str, language: str, people: Any, site: Site
) -> None:
    found = [
        f"{screen.name}: {problem}"
        for screen, person in seen(shelf, people, site, language)
        for problem in check(person, language)
    ]
    assert found == [], "\n".join(found)


def test_a_quiz_is_accessible_from_its_start_to_its_result(people: Any) -> None:
    person: Person = people(reduced_motion="reduce")
    person.enter("finished@example.org", QUIZ)
    learner = Learner(person)
    learner.start_quiz()
    found = check(person)
    person.page.goto(f"{person.page.url}review")
    found += check(person)
    person.page.go_back()
    learner.answer_rightly()
    found += check(person)
    learner.hand_in()
    found += check(person)
    person.page.goto(QUIZ)
    found += check(person)
    assert found == [], "\n".join(found)
