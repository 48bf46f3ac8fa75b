"""Whatever stands in an address or a form, no page breaks: every route × texts that people try (C10, C13)."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask, g, url_for
from flask.testing import FlaskClient

from lms.core.db import db
from tests.factories.world import World, a_world
from tests.laws.routes.rows import ROWS
from tests.laws.routes.table import OK, Row

NASTY = (
    "", "-1", "0", "9" * 8, "9" * 19, "9" * 400, "1e400", "NaN", "١٢٣", "%", "_%\\",
    "'\"); DROP TABLE person; -- OR 1=1) UNION SELECT password_hash FROM person --",
    "../../etc/passwd $(id)`id` {{7*7}}${7*7}%s%n%(x)s <script>alert(1)</script> \u202e\u200b\ufeff 🏳️‍🌈",
    "a" * 5000, "\ud800", "é\u0301" * 50, "x\r\nSet-Cookie: a=1", "//evil.example", "[]", "{",
)  # fmt: skip
PARAMETERS = (
    "q", "page", "sort", "level", "language", "show", "enrolment", "email", "code", "next", "state", "role", "kind",
    "country", "action", "thing", "by",
)  # fmt: skip
FIELDS = (
    *PARAMETERS, "name", "latin_name", "organisation", "time_zone", "password", "current_password", "sure", "remember",
    "reason", "explanation", "printed_name", "course", "mode", "capacity", "access_code", "item", "segments",
    "position", "theme", "slot", "seq", "seq-1", "q1", "q1-text", "q1-choice", "answer", "tag", "csrf_token",
)  # fmt: skip


@pytest.fixture
def world(app: Flask, new_client: Callable[[], FlaskClient]) -> Iterator[World]:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a page that breaks answers 500, as it does for people
    yield a_world(new_client)
    app.config["PROPAGATE_EXCEPTIONS"] = None


def _browser(app: Flask, world: World, row: Row | None = None) -> FlaskClient:
    """Signed in as whoever the table lets furthest in; it doesn't look at the pages, which are thousands here."""
    allowed = [a for a in ("administrator", "trainee", "visitor") if row is None or row.expected[a] == OK]
    with world.client((allowed or ["trainee"])[0]).session_transaction() as session:
        kept = dict(session)
    client = FlaskClient(app, app.response_class, use_cookies=True)
    with client.session_transaction() as session:
        session.update(kept)
    return client


def _status(client: FlaskClient, address: str, **how: Any) -> int:
    vars(g._get_current_object()).clear()  # as tests.client does
    db.session.commit()
    return client.open(address, **how).status_code


def _address(app: Flask, row: Row, world: World) -> str:
    with app.test_request_context():
        return url_for(row.endpoint, **row.arguments(world))


def _encoded(fields: dict[str, list[str]]) -> str:
    return urlencode(fields, doseq=True, errors="surrogatepass")


def test_c13_no_parameter_breaks_a_page(world: World, app: Flask) -> None:
    broken = []
    for row in (row for row in ROWS if row.method == "GET" and OK in row.expected.values()):
        client, address = _browser(app, world, row), _address(app, row, world)
        for nasty in NASTY:
            query = _encoded({name: [nasty] for name in PARAMETERS})
            if (status := _status(client, f"{address}?{query}")) >= 500:
                broken.append(f"{row}: {status} for {nasty[:40]!r}")
    assert broken == []


def test_c13_no_part_of_an_address_breaks_a_page(world: World, app: Flask) -> None:
    broken = []
    client = _browser(app, world)
    for rule in app.url_map.iter_rules():
        head, *parts = rule.rule.split("<")
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        for nasty in NASTY if parts else ():
            text = quote(nasty, safe="", errors="surrogatepass")
            address = head + "".join(text + part.partition(">")[2] for part in parts)
            if (status := _status(client, address, method=method)) >= 500:
                broken.append(f"{method} {rule.rule}: {status} for {nasty[:40]!r}")
    assert broken == []


def test_c10_no_field_breaks_a_form(world: World, app: Flask) -> None:
    """Each field is sent twice."""
    broken = []
    for row in (row for row in ROWS if row.method == "POST"):
        client, address = _browser(app, world, row), _address(app, row, world)
        kept = {name: [str(value)] for name, value in row.form(world).items() if name not in ("enrolment", "reason")}
        for nasty in NASTY:
            fields = {**{name: [nasty, nasty] for name in FIELDS}, **kept}
            how = {"data": _encoded(fields), "content_type": "application/x-www-form-urlencoded"}
            if (status := _status(client, address, method="POST", **how)) >= 500:
                broken.append(f"{row}: {status} for {nasty[:40]!r}")
    assert broken == []
