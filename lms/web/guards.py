"""Every view names who may use it; a view without a guard fails the test suite."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.core.actor import VISITOR, Actor
from lms.web.logs import safe_path

log = structlog.get_logger()

Policy = Callable[..., bool]


def anyone(_actor: Actor, *_things: object) -> bool:
    """The public may."""
    return True


def signed_in(actor: Actor, *_things: object) -> bool:
    """Whoever is signed in may, about their own things only."""
    return actor.is_signed_in


def administrators(actor: Actor, *_things: object) -> bool:
    return actor.is_administrator


def current_actor() -> Actor:
    """The facts about who is asking."""
    return current_user.actor if current_user.is_authenticated else VISITOR


def own_id() -> int:
    """The id of whoever is signed in, for views whose guard lets in nobody else."""
    return int(current_user.person_id)


def guarded(policy: Policy, *, hidden: bool = False, **loaders: Callable[..., Any]) -> Callable[..., Any]:
    """Loads what the URL names, then asks the policy, then calls the view with what was loaded.

    Each loader takes URL arguments by name (and `actor`, if it wants it) and returns the thing or None.
    Unknown: 404. Refused: a visitor is sent to sign in; anyone else gets 403, or 404 with `hidden=True`
    (other people's things are indistinguishable from missing ones).
    The policy gets the actor and the loaded things in the order they are named.
    """

    parameters = {name: tuple(inspect.signature(load).parameters) for name, load in loaders.items()}

    def decorate(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guard(**arguments: Any) -> ResponseReturnValue:
            actor = current_actor()
            if policy is not anyone and not actor.is_signed_in:
                return _ask_to_sign_in()
            loaded: dict[str, Any] = {}
            used: set[str] = set()
            for name, load in loaders.items():
                wanted = [p for p in parameters[name] if p in arguments or p == "actor"]
                used.update(wanted)
                loaded[name] = load(**{p: actor if p == "actor" else arguments[p] for p in wanted})
                if loaded[name] is None:
                    abort(404)
            if not policy(actor, *loaded.values()):
                log.info("refused", policy=policy.__name__, path=safe_path(), person=actor.person_id)
                abort(404 if hidden else 403)
            rest = {name: value for name, value in arguments.items() if name not in used}
            return view(**rest, **loaded)

        guard.policy = policy  # type: ignore[attr-defined]
        guard.hidden = hidden  # type: ignore[attr-defined]
        return guard

    return decorate


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    return abort(403)


def local_path(target: str | None, default: str) -> str:
    """`target` when it is a path of this site, else `default` (D05: `//evil`, `/\\evil`, control characters)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 33 or character == "\\" for character in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target
