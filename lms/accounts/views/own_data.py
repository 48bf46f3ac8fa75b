"""What is known of oneself: seeing it, taking it away, having it forgotten."""

import json
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from lms.accounts import limits, services
from lms.accounts.forms import EraseForm, text_of
from lms.accounts.personal_data import gather
from lms.accounts.views.blueprint import blueprint
from lms.accounts.views.door import too_many
from lms.accounts.views.entering import renew_session
from lms.core.clock import utc_now
from lms.web.forms import attempt
from lms.web.guards import guarded, own_id, signed_in


@blueprint.get("/account/data")
@guarded(signed_in)
def own_data() -> ResponseReturnValue:
    return render_template("accounts/own_data.html", form=EraseForm())


@blueprint.get("/account/data.json")
@guarded(signed_in)
def download_data() -> ResponseReturnValue:
    """Everything that the rooms know of the person who asks, as one file."""
    data = gather(own_id(), current_user.token, utc_now())
    text = json.dumps(data, ensure_ascii=False, indent=2, default=_plain)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": 'attachment; filename="my-data.json"',
    }
    return text, headers


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


@blueprint.post("/account/erase")
@guarded(signed_in)
def erase() -> ResponseReturnValue:
    form = EraseForm()
    if form.validate():
        if wait := limits.take_guess(current_user.email):
            return too_many(form, wait, "accounts/own_data.html")
        with attempt(form) as done:
            services.erase_person(own_id(), text_of(form.current_password), now=utc_now())
        if done:
            renew_session()
            flash(gettext("Your account is erased. Thank you for learning with us."), "success")
            return redirect(url_for("courses.home")), 303, {"Clear-Site-Data": '"storage"'}
    return render_template("accounts/own_data.html", form=form)
