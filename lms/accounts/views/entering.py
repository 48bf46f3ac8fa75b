"""Putting a sign-in into the browser's cookie, and taking it out."""

from flask import request, session
from flask_login import current_user

from lms.accounts import limits
from lms.accounts.rules import browser_name

# What belongs to the browser rather than to the person: it outlives signing in and out.
_OF_THE_BROWSER = ("language", "theme", "known")


def this_browser() -> str:
    return browser_name(request.user_agent.string)


def renew_session(token: str | None = None) -> None:
    """A new session after signing in or out: nothing of the old one is kept but the browser's own (E03)."""
    kept = {name: session[name] for name in _OF_THE_BROWSER if name in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    if token is not None:
        session["_user_id"] = token
        session["_fresh"] = True


def enter(token: str, email: str) -> None:
    """This browser now carries the sign-in, and the account knows it."""
    limits.remember_browser(email)
    renew_session(token)


def present_token() -> str | None:
    """The token of whoever is signed in here."""
    return str(current_user.token) if current_user.is_authenticated else None
