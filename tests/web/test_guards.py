"""Who may use a view, and where one is led."""

import pytest
from flask import Flask
from werkzeug.exceptions import Forbidden, NotFound

from lms.core.actor import VISITOR, Actor, Grant
from lms.web import guards
from lms.web.guards import administrators, anyone, guarded, local_path, signed_in

TRAINEE = Actor(7)
ADMINISTRATOR = Actor(8, frozenset({Grant("administrator")}))


@pytest.fixture
def as_actor(app: Flask, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def act(actor: Actor, view, method: str = "GET", **arguments: object):  # type: ignore[no-untyped-def]
        monkeypatch.setattr(guards, "current_actor", lambda: actor)
        with app.test_request_context("/some/page?a=1", method=method):
            return view(**arguments)

    return act


def test_what_the_url_names_is_loaded_and_given_to_policy_and_view(as_actor) -> None:  # type: ignore[no-untyped-def]
    seen = []

    def may_see(actor: Actor, thing: str, owner: str) -> bool:
        seen.append((actor.person_id, thing, owner))
        return True

    @guarded(may_see, thing=lambda slug: f"thing {slug}", owner=lambda slug, actor: f"{slug} of {actor.person_id}")
    def view(number: int, thing: str, owner: str) -> str:
        return f"{number}: {thing}, {owner}"

    assert as_actor(TRAINEE, view, slug="x", number=3) == "3: thing x, x of 7"
    assert seen == [(7, "thing x", "x of 7")]


def test_an_unknown_thing_is_a_404_before_the_policy_is_asked(as_actor) -> None:  # type: ignore[no-untyped-def]
    @guarded(administrators, thing=lambda slug: None)
    def view(thing: object) -> str:
        return "never"

    for actor in (TRAINEE, ADMINISTRATOR):
        with pytest.raises(NotFound):
            as_actor(actor, view, slug="x")


@pytest.mark.parametrize(("hidden", "answer"), [(False, Forbidden), (True, NotFound)])
def test_a_refusal_is_403_or_looks_like_a_missing_thing(as_actor, hidden: bool, answer: type[Exception]) -> None:  # type: ignore[no-untyped-def]
    @guarded(administrators, hidden=hidden)
    def view() -> str:
        return "in"

    with pytest.raises(answer):
        as_actor(TRAINEE, view)
    assert as_actor(ADMINISTRATOR, view) == "in"


def test_a_visitor_is_sent_to_sign_in_and_comes_back(as_actor) -> None:  # type: ignore[no-untyped-def]
    @guarded(signed_in)
    def view() -> str:
        return "in"

    answer = as_actor(VISITOR, view)
    assert answer.location == "/auth/login?next=/some/page?a%3D1"
    with pytest.raises(Forbidden):
        as_actor(VISITOR, view, method="POST")
    assert as_actor(TRAINEE, view) == "in"


def test_a_visitor_learns_nothing_about_what_exists(as_actor) -> None:  # type: ignore[no-untyped-def]
    asked = []

    @guarded(signed_in, thing=lambda slug: asked.append(slug))
    def view(thing: object) -> str:
        return "in"

    assert as_actor(VISITOR, view, slug="secret").status_code == 302
    assert asked == []


def test_a_public_view_is_open_to_visitors(as_actor) -> None:  # type: ignore[no-untyped-def]
    @guarded(anyone)
    def view() -> str:
        return "in"

    assert as_actor(VISITOR, view) == "in"


def test_every_guard_shows_its_policy() -> None:
    @guarded(administrators, hidden=True)
    def view() -> str:
        return "in"

    assert view.policy is administrators and view.hidden is True


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil", "https://evil.example",
        "http:///evil.example", "javascript:alert(1)", "data:text/html,x", "\t//evil.example", " //evil.example",
        "/\t/evil.example", "/\n/evil.example", "/a\\b", "/ /evil", "", None, "evil.example", "/\x00", "/a\r\nX: y",
    ],
)  # fmt: skip
def test_d05_what_leads_elsewhere_falls_back(target: str | None) -> None:
    assert local_path(target, "/home") == "/home"


@pytest.mark.parametrize(
    "target", ["/", "/learn/", "/courses/?q=a%20b&level=basic", "/courses/%D0%B0/", "/a/b#part", "/@x"]
)
def test_d05_a_local_path_stays(target: str) -> None:
    assert local_path(target, "/home") == target
