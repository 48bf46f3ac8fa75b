"""Every screen, for everybody who sees it: accessible, light and dark, narrow and wide, in both directions.

Broken rules of the Content-Security-Policy and errors of scripts fail each of these tests too (see `people`).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.acts import Screen
from tests.journeys.conftest import Person, Site
from tests.journeys.learning import Learner
from tests.journeys.screens import QUIZ, SHELVES

WIDE, PHONE, NARROW = 1280, 360, 320
# What alone can change with the colours: the markup stays the same, and the layout with it.
OF_COLOUR = ("color-contrast", "link-in-text-block")


def check(person: Person) -> list[str]:
    """What is wrong, wide and on a phone, each light and dark. The dark is looked at for its colours only."""
    page = person.page
    found = too_wide(person, NARROW)
    for width in (WIDE, PHONE):
        found += too_wide(person, width)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            problems = person.axe(OF_COLOUR if theme == "dark" else ())
            found += [f"{page.url} {theme} {width}: {problem}" for problem in problems]
    return found


def check_turned(person: Person) -> list[str]:
    """What is wrong from right to left; colours and every rule on the wide page have been looked at in English."""
    found = [problem for width in (WIDE, NARROW, PHONE) for problem in too_wide(person, width)]
    return found + [f"{person.page.url}: {problem}" for problem in person.axe()]


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
            yield screen, person
        person.context.close()


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_screen_is_accessible_light_and_dark_wide_and_narrow(shelf: str, people: Any, site: Site) -> None:
    found = [f"{s.name}: {problem}" for s, person in seen(shelf, people, site, "en") for problem in check(person)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_screen_is_accessible_from_right_to_left(shelf: str, people: Any, site: Site) -> None:
    found = [
        f"{s.name}: {problem}" for s, person in seen(shelf, people, site, "fa") for problem in check_turned(person)
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("shelf", SHELVES)
def test_no_screen_is_too_wide_with_long_words(shelf: str, people: Any, site: Site) -> None:
    found = []
    for screen, person in seen(shelf, people, site, "ru"):
        found += [f"{screen.name}: {p}" for width in (WIDE, PHONE, NARROW) for p in too_wide(person, width)]
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
