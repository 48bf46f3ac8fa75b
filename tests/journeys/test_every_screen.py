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

WIDE, PHONE, NARROW = ({"width": width, "height": 900} for width in (1280, 360, 320))
# What alone can change with the colours: the markup stays the same, and the layout with it.
OF_COLOUR = ("color-contrast", "link-in-text-block")


def check(person: Person) -> list[str]:
    """What axe finds, wide and on a phone, each light and dark. The dark is looked at for its colours only."""
    page = person.page
    found = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            problems = person.axe(OF_COLOUR if theme == "dark" else ())
            found += [f"{page.url} {theme} {size['width']}: {problem}" for problem in problems]
    return found


def check_turned(person: Person) -> list[str]:
    """What axe finds on a phone from right to left; colours and the wide layout have been looked at in English."""
    person.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    person.page.emulate_media(color_scheme="light")
    return [f"{person.page.url} in Persian: {problem}" for problem in person.axe()]


def seen(shelf: str, people: Any, site: Site, language: str = "en", **options: Any) -> Iterator[tuple[Screen, Person]]:
    """The screens of a shelf, each open before the person who sees it."""
    for who, screens in SHELVES[shelf](site).items():
        person: Person = people(**options)
        person.enter(who) if who else person.page.goto("/")
        person.speak(language)  # else the language of their account
        for screen in screens:
            screen.open(person.page)
            yield screen, person
        person.context.close()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("shelf", SHELVES)
def test_axe_finds_nothing(shelf: str, language: str, people: Any, site: Site) -> None:
    look = check if language == "en" else check_turned
    found = []
    for screen, person in seen(shelf, people, site, language, reduced_motion="reduce"):  # colours change at once
        assert "– 500" not in person.page.title(), screen
        found += [f"{screen.name}: {problem}" for problem in look(person)]
    assert found == [], "\n".join(found)


def test_axe_finds_nothing_in_a_quiz(people: Any) -> None:
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


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize("shelf", SHELVES)
def test_nothing_is_wider_than_the_screen(shelf: str, language: str, people: Any, site: Site) -> None:
    too_wide = []
    for screen, person in seen(shelf, people, site, language):
        for size in (NARROW, PHONE, WIDE):
            person.page.set_viewport_size(size)  # type: ignore[arg-type]
            if excess := person.overflow():
                too_wide.append(f"{screen.name} at {size['width']}: {excess} px")
    assert too_wide == [], "\n".join(too_wide)
