"""One's own account: profile, password, address, signed-in browsers."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from lms.accounts import limits, queries, services
from lms.accounts.forms import ChangeEmailForm, ChangePasswordForm, PressForm, ProfileForm, text_of
from lms.accounts.queries import Profile
from lms.accounts.views.blueprint import blueprint
from lms.accounts.views.door import too_many
from lms.accounts.views.entering import enter, this_browser
from lms.core.actor import Actor
from lms.core.clock import utc_now
from lms.web.forms import attempt
from lms.web.guards import guarded, own_id, signed_in


def own_profile(actor: Actor) -> Profile | None:
    return queries.profile(actor.person_id) if actor.person_id else None


def _as_fields(person: Profile) -> dict[str, Any]:
    return {
        "name": person.printed_name, "latin_name": person.latin_name, "country": person.country_code,
        "kind": person.participant_kind, "organisation": person.organisation, "language": person.language,
        "time_zone": person.time_zone,
    }  # fmt: skip


@blueprint.get("/account/")
@guarded(signed_in, person=own_profile)
def account(person: Profile) -> ResponseReturnValue:
    return render_template("accounts/account.html", form=ProfileForm(data=_as_fields(person)), person=person)


@blueprint.post("/account/")
@guarded(signed_in, person=own_profile)
def save_account(person: Profile) -> ResponseReturnValue:
    form = ProfileForm(data=_as_fields(person))
    if form.validate():
        with attempt(form) as done:
            profile = form.profile(language=text_of(form.language), time_zone=text_of(form.time_zone))
            services.update_profile(person.id, profile, now=utc_now())
        if done:
            flash(gettext("Your profile is saved."), "success")
            return redirect(url_for("accounts.account"))
    return render_template("accounts/account.html", form=form, person=person)


@blueprint.get("/account/password")
@guarded(signed_in)
def change_password() -> ResponseReturnValue:
    return render_template("accounts/change_password.html", form=ChangePasswordForm())


@blueprint.post("/account/password")
@guarded(signed_in)
def do_change_password() -> ResponseReturnValue:
    user = current_user._get_current_object()
    form = ChangePasswordForm(own_words=[user.printed_name, user.latin_name, user.email])
    if form.validate():
        if wait := limits.take_guess(user.email):
            return too_many(form, wait, "accounts/change_password.html")
        with attempt(form) as done:
            services.change_password(
                user.person_id, text_of(form.current_password), text_of(form.password), now=utc_now()
            )
            token = services.begin_sign_in(user.person_id, now=utc_now(), browser=this_browser())
        if done:
            enter(token, user.email)
            flash(gettext("Your password is changed. Every other device was signed out."), "success")
            return redirect(url_for("accounts.account"))
    return render_template("accounts/change_password.html", form=form)


@blueprint.get("/account/email")
@guarded(signed_in)
def change_email() -> ResponseReturnValue:
    return render_template("accounts/change_email.html", form=ChangeEmailForm(), address=current_user.email)


@blueprint.post("/account/email")
@guarded(signed_in)
def do_change_email() -> ResponseReturnValue:
    """Says the same whether the new address is free or taken (E02)."""
    user = current_user._get_current_object()
    form = ChangeEmailForm()
    if form.validate():
        if wait := limits.take_guess(user.email) or limits.take_letter("change", text_of(form.email)):
            return too_many(form, wait, "accounts/change_email.html", address=user.email)
        with attempt(form) as done:
            services.request_email_change(
                user.person_id, text_of(form.current_password), text_of(form.email), now=utc_now()
            )
        if done:
            return render_template("accounts/letter_sent.html", address=text_of(form.email))
    return render_template("accounts/change_email.html", form=form, address=user.email)


@blueprint.get("/account/sign-ins")
@guarded(signed_in)
def sign_ins() -> ResponseReturnValue:
    own = queries.sign_ins_of(own_id(), current_user.token, utc_now())
    return render_template("accounts/sign_ins.html", sign_ins=own, form=PressForm())


@blueprint.post("/account/sign-ins")
@guarded(signed_in)
def end_other_sign_ins() -> ResponseReturnValue:
    with attempt():
        services.end_all_sign_ins(own_id(), now=utc_now(), but=current_user.token)
    flash(gettext("Every other device is signed out."), "success")
    return redirect(url_for("accounts.sign_ins"))
