"""Each actor gets at each route what the permission table says.

A route without a row, or a view without a policy, fails here.
"""

from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories.world import World
from tests.laws.routes.rows import ROWS
from tests.laws.routes.table import ACTORS, ADMINISTRATOR, FORBIDDEN, OK, SIGN_IN, Row


def _answer(response: TestResponse) -> str:
    location = response.headers.get("Location", "")
    if response.status_code == 302 and "/auth/login" in location:
        return SIGN_IN
    return OK if response.status_code < 400 else str(response.status_code)


def _is(answer: str, expected: str, method: str) -> bool:
    # A visitor who posts is refused outright: there is no page to come back to.
    return answer == expected or (method == "POST" and expected == SIGN_IN and answer in (FORBIDDEN, SIGN_IN))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_actor_gets_what_the_table_says(row: Row, world: World, app: Flask) -> None:
    address = row.address(app, world)
    got = {}
    # Who is refused comes first, so that nothing is changed before they ask.
    for actor in sorted(ACTORS, key=lambda a: row.expected[a] == OK):
        answer = world.client(actor).open(address, method=row.method, data=row.form(world))
        got[actor] = _answer(answer)
    wrong = {a: f"{got[a]}, not {row.expected[a]}" for a in ACTORS if not _is(got[a], row.expected[a], row.method)}
    assert wrong == {}


def test_every_route_has_a_policy_and_a_row(app: Flask) -> None:
    covered = {(row.endpoint, row.method) for row in ROWS}
    missing = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static_file":
            continue
        assert hasattr(app.view_functions[rule.endpoint], "policy"), f"{rule.endpoint} names no policy"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if (rule.endpoint, method) not in covered:
                missing.append(f"{method} {rule.endpoint}")
    assert missing == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET" and row.expected is ADMINISTRATOR], ids=str)
def test_a09_another_method_or_spelling_opens_nothing_that_get_refuses(row: Row, world: World, app: Flask) -> None:
    address = row.address(app, world)
    client = world.client("stranger")
    for method in ("HEAD", "PUT", "PATCH", "DELETE"):
        assert client.open(address, method=method).status_code in (403, 404, 405)
    for spelling in (
        f"{address}/",
        f"/{address}",
        address.replace("/admin", "/Admin"),
        address.replace("admin", "%61dmin"),
    ):
        answer = client.get("/", environ_overrides={"PATH_INFO": unquote(spelling)})
        assert answer.status_code in (301, 308, 403, 404)
    assert client.get(address, headers={"X-HTTP-Method-Override": "POST", "X-Original-URL": address}).status_code == 403
