"""Every screen, for everybody who sees it: accessible, light and dark, narrow and wide, in both directions.

Broken rules of the Content-Security-Policy and errors of scripts fail each of these tests too (see `people`).
"""

from typing import Any

import pytest

from tests.journeys.conftest import Person, Site
from tests.journeys.learning import Learner
from tests.journeys.screens import EMPTY_HANDED, QUIZ, screens

WIDE, PHONE, NARROW = ({"width": width, "height": 900} for width in (1280, 360, 320))
SEERS = ["", "trainee@example.org", "finished@example.org", EMPTY_HANDED, "instructor@example.org", "admin@example.org"]


def check(person: Person) -> list[str]:
    """What axe finds: wide and light, and on a phone in the dark. Both themes and both layouts see every rule."""
    page = person.page
    found = []
    for size, theme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found += [f"{page.url} {theme} {size['width']}: {problem}" for problem in person.axe()]
    return found


@pytest.mark.parametrize("who", SEERS)
def test_axe_finds_nothing(who: str, people: Any, site: Site) -> None:
    person: Person = people(reduced_motion="reduce")  # colours change at once with the theme
    if who:
        person.enter(who)
    found = []
    for path in screens(site)[who]:
        answer = person.page.goto(path)
        assert answer is not None
        assert answer.status < 500, path
        found += check(person)
    assert found == [], "\n".join(found)


def test_axe_finds_nothing_in_the_states_of_forms(people: Any) -> None:
    person: Person = people(reduced_motion="reduce")
    found = []
    for path in ("/auth/register", "/auth/login", "/auth/forgot-password"):
        person.page.goto(path)
        with person.page.expect_navigation():
            person.page.locator("main form button[type=submit]").click()
        assert person.page.locator("[role=alert]").count(), path
        found += check(person)
    person.page.goto("/")
    person.page.locator("details.menu summary").first.click()
    found += check(person)
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
def test_nothing_is_wider_than_the_screen(language: str, people: Any, site: Site) -> None:
    too_wide = []
    for who, paths in screens(site).items():
        person: Person = people()
        person.enter(who) if who else person.page.goto("/")
        if language != "en":
            person.speak(language)
        for path in paths:
            person.page.goto(path, wait_until="domcontentloaded")
            for size in (NARROW, PHONE, WIDE):
                person.page.set_viewport_size(size)  # type: ignore[arg-type]
                if excess := person.overflow():
                    too_wide.append(f"{path} at {size['width']}: {excess} px")
        person.context.close()
    assert too_wide == [], "\n".join(too_wide)
