"""Screens of people who have not signed in."""

import json
import uuid

from tests.journeys.acts import Screen, lose_token, open_menu, post_too_much, sent
from tests.journeys.conftest import LINKS, PASSWORD, Site
from tests.journeys.furniture import FULL, SUSPENDED, UNCONFIRMED
from tests.journeys.screens.codes import NOBODY, OTHER, PROGRAMME, codes


def visitors(site: Site) -> dict[str, list[Screen]]:
    code = codes(site)
    links = json.loads((site.instance / LINKS).read_text())
    found = [
        Screen("home", "/"),
        Screen("home-menu-open", "/", open_menu),
        Screen("catalogue", "/courses/"),
        Screen("catalogue-nothing-found", "/courses/?q=zzzz"),
        Screen("catalogue-filtered", "/courses/?level=basic&language=ru"),
        Screen("catalogue-past-the-end", "/courses/?page=9"),
        Screen("course-visitor", f"/courses/{OTHER}/"),
        Screen("course-visitor-of-a-full-one", f"/courses/{FULL}/"),
        Screen("programme", f"/programmes/{PROGRAMME}/"),
        Screen("register", "/auth/register"),
        Screen("register-errors", "/auth/register", sent()),
        Screen("register-weak-password", "/auth/register", sent(name="李明", email="x", password="1234567890")),
        Screen("login", "/auth/login"),
        Screen("login-errors", "/auth/login", sent()),
        Screen("login-wrong", "/auth/login", sent(email="nobody@example.org", password="not this one")),
        Screen("login-suspended", "/auth/login", sent(email=SUSPENDED, password=PASSWORD)),
        Screen("check-mail", "/auth/login", sent(email=UNCONFIRMED, password=PASSWORD)),
        Screen("forgot-password", "/auth/forgot-password"),
        Screen("forgot-password-errors", "/auth/forgot-password", sent()),
        # Another address each time: there are only three letters an hour to one.
        Screen("letter-sent", "/auth/forgot-password", sent(email=f"{uuid.uuid4().hex}@example.org")),
        Screen("reset-password", f"/auth/reset-password/{links['reset']}"),
        Screen("reset-password-errors", f"/auth/reset-password/{links['reset']}", sent(password="short")),
        Screen("reset-password-worn-out", "/auth/reset-password/forged"),
        Screen("confirm", f"/auth/confirm/{links['confirm']}"),
        Screen("confirm-new-address", f"/auth/confirm/{links['change']}"),
        Screen("confirm-worn-out", "/auth/confirm/forged"),
        Screen("privacy", "/privacy"),
        Screen("accessibility", "/accessibility"),
        Screen("verify", "/verify/"),
        Screen("verify-valid", f"/verify/{code.valid}"),
        Screen("verify-revoked", f"/verify/{code.revoked}"),
        Screen("verify-replaced", f"/verify/{code.replaced}"),
        Screen("verify-unknown", f"/verify/?code={NOBODY}"),
        Screen("error-400-token", "/auth/login", lose_token),
        Screen("error-404", "/nothing-here"),
        Screen("error-413", "/auth/login", post_too_much),
    ]
    return {"": found}
