"""Pages that a letter leads to: confirming an address, setting a new password.

A GET changes nothing: programs that preview links open them before people do (E06). The address of these pages is
a secret, so it is never told to another page.
"""

from collections.abc import Callable
from functools import wraps

from flask import Response, flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.accounts import limits, queries, services
from lms.accounts.forms import ForgotPasswordForm, PressForm, ResetPasswordForm, text_of
from lms.accounts.queries import TokenFacts
from lms.accounts.views.blueprint import blueprint
from lms.accounts.views.door import too_many
from lms.accounts.views.entering import present_token
from lms.core.clock import utc_now
from lms.web.forms import attempt
from lms.web.guards import anyone, guarded
from lms.web.language import interface_language

TokenView = Callable[[TokenFacts], ResponseReturnValue]


def _secret_page(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _by_letter(page: str, *purposes: str) -> Callable[[TokenView], Callable[[str], ResponseReturnValue]]:
    """Opens the link of a letter: the view gets the permission, if it has one of the purposes and still holds.

    Whoever comes by a link that was used or is too old reads so, and how to get a new one (410).
    """

    def decorate(view: TokenView) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def opened(token: str) -> ResponseReturnValue:
            facts = queries.open_token(token, purposes, utc_now())
            if facts is None:
                return _secret_page(render_template("accounts/worn_out_link.html", purpose=page), 410)
            return view(facts)

        return opened

    return decorate


_confirming = _by_letter("confirm", "confirm_email", "change_email")
_resetting = _by_letter("reset", "reset_password")


@blueprint.get("/auth/confirm/<token>")
@guarded(anyone)
@_confirming
def confirm(facts: TokenFacts) -> ResponseReturnValue:
    return _secret_page(render_template("accounts/confirm.html", form=PressForm(), facts=facts))


@blueprint.post("/auth/confirm/<token>")
@guarded(anyone)
@_confirming
def do_confirm(facts: TokenFacts) -> ResponseReturnValue:
    form = PressForm()
    with attempt(form) as done:
        if facts.purpose == "change_email":
            services.change_email(facts, now=utc_now(), but=present_token())
        else:
            services.confirm_email(facts, now=utc_now())
    if not done:
        return _secret_page(render_template("accounts/confirm.html", form=form, facts=facts))
    return _secret_page_to_sign_in(facts, gettext("Thank you, the address is confirmed."))


def _secret_page_to_sign_in(facts: TokenFacts, words: str) -> ResponseReturnValue:
    session.pop("letter_to", None)
    session["came_by_letter"] = facts.email
    limits.remember_browser(facts.email)
    flash(words, "success")
    target = session.pop("next", None) or None
    return redirect(url_for("accounts.login", next=target)), 303, {"Referrer-Policy": "no-referrer"}


@blueprint.get("/auth/forgot-password")
@guarded(anyone)
def forgot_password() -> ResponseReturnValue:
    return render_template("accounts/forgot_password.html", form=ForgotPasswordForm())


@blueprint.post("/auth/forgot-password")
@guarded(anyone)
def do_forgot_password() -> ResponseReturnValue:
    """Answers the same for known and unknown addresses; the letter says which it was."""
    form = ForgotPasswordForm()
    if not form.validate():
        return render_template("accounts/forgot_password.html", form=form)
    if wait := limits.take_letter("reset", text_of(form.email)):
        return too_many(form, wait, "accounts/forgot_password.html")
    with attempt(form):
        services.request_password_reset(text_of(form.email), language=interface_language(), now=utc_now())
    return render_template("accounts/letter_sent.html", address=text_of(form.email))


@blueprint.get("/auth/reset-password/<token>")
@guarded(anyone)
@_resetting
def reset_password(facts: TokenFacts) -> ResponseReturnValue:
    return _secret_page(render_template("accounts/reset_password.html", form=ResetPasswordForm(), facts=facts))


@blueprint.post("/auth/reset-password/<token>")
@guarded(anyone)
@_resetting
def do_reset_password(facts: TokenFacts) -> ResponseReturnValue:
    form = ResetPasswordForm(own_words=[facts.printed_name, facts.email])
    done = False
    if form.validate():
        with attempt(form) as outcome:
            services.reset_password(facts, text_of(form.password), now=utc_now())
        done = bool(outcome)
    if not done:
        return _secret_page(render_template("accounts/reset_password.html", form=form, facts=facts))
    return _secret_page_to_sign_in(facts, gettext("Your new password is set. Please sign in with it."))
