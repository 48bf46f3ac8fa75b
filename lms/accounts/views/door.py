"""Registering, signing in and out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.accounts import limits, places, services
from lms.accounts.forms import LoginForm, PressForm, RegisterForm, text_of
from lms.accounts.views.blueprint import blueprint
from lms.accounts.views.entering import enter, present_token, renew_session, this_browser
from lms.core.clock import utc_now
from lms.web.forms import Form, attempt
from lms.web.guards import anyone, current_actor, guarded, local_path
from lms.web.language import interface_language, number

_WAITING = 429


def too_many(form: Form, wait: limits.Wait, template: str, **facts: object) -> ResponseReturnValue:
    """The same form with what was typed, and how long to wait."""
    form.refusals.append(
        ngettext(
            "Too many attempts. Please try again in %(count)s minute.",
            "Too many attempts. Please try again in %(count)s minutes.",
            wait.minutes,
            count=number(wait.minutes),
        )
    )
    return render_template(template, form=form, **facts), _WAITING, {"Retry-After": str(wait.seconds)}


def after_signing_in(target: str | None) -> str:
    return local_path(target, url_for("progress.dashboard"))


@blueprint.get("/auth/register")
@guarded(anyone)
def register() -> ResponseReturnValue:
    target = _bound_for()
    if current_actor().is_signed_in:
        return redirect(after_signing_in(target))
    return render_template("accounts/register.html", form=RegisterForm(), target=target)


def _bound_for() -> str:
    """The page that somebody wanted who must register first: they come to it once they sign in."""
    return local_path(request.args.get("next"), "")


@blueprint.post("/auth/register")
@guarded(anyone)
def do_register() -> ResponseReturnValue:
    form = RegisterForm()
    target = _bound_for()
    if not form.validate():
        return render_template("accounts/register.html", form=form, target=target)
    if wait := limits.take_letter("register", text_of(form.email)):
        return too_many(form, wait, "accounts/register.html", target=target)
    with attempt(form) as done:
        profile = form.profile(language=interface_language(), time_zone=places.usual_time_zone(text_of(form.country)))
        services.request_registration(text_of(form.email), text_of(form.password), profile, now=utc_now())
    if not done:
        return render_template("accounts/register.html", form=form, target=target)
    session["letter_to"] = text_of(form.email)
    session["next"] = target
    return redirect(url_for("accounts.check_mail"))


@blueprint.get("/auth/check-mail")
@guarded(anyone)
def check_mail() -> ResponseReturnValue:
    """What to do after registering; says the same for known and unknown addresses."""
    if "letter_to" not in session:
        return redirect(url_for("accounts.login"))
    return render_template("accounts/check_mail.html", address=session["letter_to"], form=PressForm())


@blueprint.post("/auth/check-mail")
@guarded(anyone)
def send_again() -> ResponseReturnValue:
    """The confirmation letter once more, to the address typed in this browser."""
    address = session.get("letter_to")
    if address is None:
        return redirect(url_for("accounts.login"))
    form = PressForm()
    if wait := limits.take_letter("confirm", address):
        text = ngettext(
            "We have sent several letters already. Please try again in %(count)s minute.",
            "We have sent several letters already. Please try again in %(count)s minutes.",
            wait.minutes,
            count=number(wait.minutes),
        )
        form.refusals.append(text)
        return render_template("accounts/check_mail.html", address=address, form=form), _WAITING
    with attempt(form):
        services.request_confirmation_letter(address, language=interface_language(), now=utc_now())
    flash(gettext("The letter is on its way again."), "success")
    return redirect(url_for("accounts.check_mail"))


@blueprint.get("/auth/login")
@guarded(anyone)
def login() -> ResponseReturnValue:
    target = request.args.get("next")
    if current_actor().is_signed_in:
        return redirect(after_signing_in(target))
    # Once, after a letter: on a shared phone nobody's address waits here for the next person.
    known = {"next": local_path(target, ""), "email": session.pop("came_by_letter", "")}
    return render_template("accounts/login.html", form=LoginForm(data=known))


@blueprint.post("/auth/login")
@guarded(anyone)
def do_login() -> ResponseReturnValue:
    form = LoginForm()
    if not form.validate():
        return render_template("accounts/login.html", form=form)
    email = text_of(form.email)
    if wait := limits.take_guess(email):
        return too_many(form, wait, "accounts/login.html")
    found = services.check_password(email, text_of(form.password))
    if found is None:
        limits.note_failure(email)
        form.refusals.append(gettext("The e-mail or the password is not right."))
        return render_template("accounts/login.html", form=form)
    if found.is_suspended:
        form.refusals.append(gettext("This account is suspended. Please write to the support of the programme."))
        return render_template("accounts/login.html", form=form)
    if not found.is_confirmed:
        session["letter_to"] = email
        flash(gettext("Your password is right, but the address is not confirmed yet."), "warning")
        return redirect(url_for("accounts.check_mail"))
    lasts = services.SIGN_IN_LASTS if form.remember.data else services.SHORT_SIGN_IN_LASTS
    with attempt(form):
        if old := present_token():
            services.end_sign_in(old, now=utc_now())
        token = services.begin_sign_in(found.person_id, now=utc_now(), lasts=lasts, browser=this_browser())
    enter(token, email)
    return redirect(after_signing_in(text_of(form.next)))


@blueprint.post("/auth/logout")
@guarded(anyone)
def logout() -> ResponseReturnValue:
    if token := present_token():
        with attempt():
            services.end_sign_in(token, now=utc_now())
    renew_session()
    flash(gettext("You are signed out."), "success")
    # What scripts kept in this browser, such as answers that wait to be sent, belongs to the person (G10).
    return redirect(url_for("courses.home")), 303, {"Clear-Site-Data": '"storage"'}
