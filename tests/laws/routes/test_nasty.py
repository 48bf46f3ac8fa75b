"""Whatever stands in an address, a query or a form, no page breaks: every route × texts that people try (C10, C13).

What to send is learned from the product itself: the names that each view looks up, and the forms on the pages.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core.cache import forget_all
from lms.web.limits import limiter
from tests.conftest import rolled_back, taken_back
from tests.factories.world import World
from tests.laws.routes.asking import Fields, forms_of, noting
from tests.laws.routes.rows import ROWS
from tests.laws.routes.table import Row

NASTY = (
    "", "-1", "0", "9" * 8, "9" * 19, "9" * 400, "1e400", "NaN", "١٢٣", "%", "_%\\", "\x00", "a\x00b",
    "'\"); DROP TABLE person; -- OR 1=1) UNION SELECT password_hash FROM person --",
    "../../etc/passwd $(id)`id` {{7*7}}${7*7}%s%n%(x)s <script>alert(1)</script> \u202e\u200b\ufeff 🏳️‍🌈",
    "a" * 5000, "\ud800", "é\u0301" * 50, "x\r\nSet-Cookie: a=1", "//evil.example", "[]", "{",
)  # fmt: skip
# What is tried in each field by itself, where all the others are right: too large, too long, not to be kept.
WORST = ("9" * 19, "a" * 5000, "\x00")
GETS = [row for row in ROWS if row.method == "GET"]
POSTS = [row for row in ROWS if row.method == "POST"]


@pytest.fixture(autouse=True)
def _answers_as_to_people(app: Flask) -> Any:
    """A page that breaks answers 500."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.fixture(scope="session")
def forms(settled: tuple[Flask, World]) -> dict[str, Fields]:
    """The fields of every form on every page that somebody of the world can open, by the path it is sent to."""
    app, world = settled
    found: dict[str, Fields] = {}
    with rolled_back(app):
        for row in GETS:
            address = row.address(app, world)
            answer = _browser(world, row).get(address)
            for path, fields in forms_of(address, answer.text) if answer.mimetype == "text/html" else ():
                found[path] = {**fields, **found.get(path, {})}
    return found


def _browser(world: World, row: Row) -> FlaskClient:
    """Of whoever the table lets furthest in; it doesn't look at the pages, which are thousands here."""
    client = world.client(row.furthest())
    client.looks = False  # type: ignore[attr-defined]
    return client


def _breaks(client: FlaskClient, address: str, **how: Any) -> bool:
    """Whether this is answered by an error of ours; what it changes is taken back."""
    limiter.reset()
    with taken_back():
        status = client.open(address, **how).status_code
    if status < 400 and how:
        forget_all()  # what it changed may be remembered
    return status >= 500


def _encoded(fields: Fields) -> str:
    return urlencode(fields, doseq=True, errors="surrogatepass")


def _form(fields: Fields) -> dict[str, Any]:
    return {"method": "POST", "data": _encoded(fields), "content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("row", GETS, ids=str)
def test_c13_no_parameter_breaks_a_page(row: Row, world: World, app: Flask) -> None:
    client, address, broken = _browser(world, row), row.address(app, world), []
    with noting(app) as names:
        client.get(address)
        for nasty in NASTY if names else NASTY[:1]:
            if _breaks(client, f"{address}?{_encoded({name: [nasty] for name in sorted(names)})}"):
                broken.append(nasty[:40])
        for name, nasty in _each_with(names, WORST):
            if _breaks(client, f"{address}?{_encoded({name: [nasty]})}"):
                broken.append(f"{name}={nasty[:40]}")
    assert broken == []


@pytest.mark.parametrize("row", POSTS, ids=str)
def test_c10_no_field_breaks_a_form(row: Row, world: World, app: Flask, forms: dict[str, Fields]) -> None:
    """All fields at once, each of them twice; then each by itself, while the others are as the page has them."""
    client, address, broken = _browser(world, row), row.address(app, world), []
    told = {name: [str(value)] for name, value in row.form(world).items()}
    usual = {**forms.get(address, {}), **told}
    with noting(app) as names:
        names |= set(usual)
        _breaks(client, address, **_form(usual))
        for nasty in NASTY:
            if _breaks(client, address, **_form({name: [nasty, nasty] for name in sorted(names)})):
                broken.append(nasty[:40])
        for name, nasty in _each_with(names, WORST):
            if _breaks(client, address, **_form({**usual, name: [nasty]})):
                broken.append(f"{name}={nasty[:40]}")
        if _breaks(client, address, **_form({key: ["x"] for key in NASTY})):
            broken.append("nasty names")
    assert broken == []


def _each_with(names: Iterable[str], texts: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, text) for name in sorted(names) for text in texts]


def test_c13_no_part_of_an_address_breaks_a_page(world: World, app: Flask) -> None:
    """Each part by itself, the others being right; and all at once."""
    broken, tried = [], set()
    for row in ROWS:
        client, parts = _browser(world, row), {n: str(v) for n, v in row.arguments(world).items()}
        rules = (r for r in app.url_map.iter_rules(row.endpoint) if row.method in (r.methods or ()))
        rule = max((r for r in rules if r.arguments <= parts.keys()), key=lambda r: len(r.arguments))
        for bad in [{part} for part in sorted(rule.arguments)] + [set(rule.arguments)] * (len(rule.arguments) > 1):
            for nasty in NASTY if len(bad) == len(rule.arguments) else WORST:
                address = _filled(rule.rule, {name: nasty if name in bad else parts[name] for name in rule.arguments})
                if (row.method, address) not in tried and _breaks(client, address, method=row.method):
                    broken.append(f"{row}: {address[:80]}")
                tried.add((row.method, address))
    assert broken == []


def _filled(rule: str, parts: dict[str, str]) -> str:
    """The address of a rule like `/x/<kind:name>/y` with these texts in it, right or not."""
    head, *rest = rule.split("<")
    for piece in rest:
        name, _, after = piece.partition(">")
        head += quote(parts[name.rpartition(":")[2]], safe="", errors="surrogatepass") + after
    return head
