"""What a first visit weighs on the wire, and where the demo people land."""

from typing import Any

import pytest

from tests.journeys.conftest import PASSWORD, Person
from tests.journeys.learning import COURSE

MOST = 60 * 1024  # bytes, compressed, headers and all; the pictures of a lesson apart


def weigh(person: Person, path: str) -> dict[str, int]:
    """Bytes by address of everything that the browser fetches for a page, its cache being empty."""
    devtools = person.context.new_cdp_session(person.page)
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}
    devtools.on("Network.requestWillBeSent", lambda e: addresses.__setitem__(e["requestId"], e["request"]["url"]))
    devtools.on(
        "Network.loadingFinished",
        lambda e: weights.__setitem__(addresses.get(e["requestId"], "?"), int(e["encodedDataLength"])),
    )
    devtools.send("Network.enable")
    devtools.send("Network.clearBrowserCache")
    person.page.goto(path, wait_until="networkidle")
    return weights


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("catalogue", "/courses/"),
        ("course", f"/courses/{COURSE}/"),
        ("dashboard", "/learn/"),
        ("lesson", f"/learn/{COURSE}/money-in-one-order/"),
    ],
)
def test_a_first_visit_weighs_at_most_sixty_kilobytes(page: str, path: str, people: Any) -> None:
    person: Person = people()
    person.enter("trainee@example.org", "/healthz")
    weights = weigh(person, path)
    assert len(weights) >= 3, weights
    total = sum(weight for url, weight in weights.items() if "/media/" not in url)
    print(f"{page}: {total / 1024:.1f} KB")
    assert total <= MOST, weights


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("trainee", "My learning"),
        ("finished", "Certificates"),
        ("instructor", "My learning"),
        ("coordinator", "My learning"),
        ("admin", "Administration"),
    ],
)
def test_each_demo_person_can_sign_in_and_finds_their_menu(name: str, entry: str, people: Any) -> None:
    person: Person = people()
    page = person.sign_in(f"{name}@example.org", PASSWORD)
    menu = page.get_by_role("navigation", name="Main")
    assert menu.get_by_role("link", name=entry, exact=True).count() == 1
    assert menu.get_by_role("link", name="Administration").count() == (1 if name == "admin" else 0)
