"""The blueprint, and what its templates share."""

from flask import Blueprint, request, url_for
from flask_babel import gettext

from lms.accounts import hooks
from lms.core.messages import phrase
from lms.web.guards import current_actor

blueprint = Blueprint("accounts", __name__)

_ACCOUNT_PAGES = (
    (phrase("Profile"), "accounts.account"),
    (phrase("Password"), "accounts.change_password"),
    (phrase("E-mail"), "accounts.change_email"),
    (phrase("Signed-in devices"), "accounts.sign_ins"),
    (phrase("My data"), "accounts.own_data"),
)


def typed(name: str) -> str:
    """A value of the address bar: short, and without the one character that a database cannot take (C13)."""
    return request.args.get(name, "")[:100].replace("\x00", "")


@blueprint.app_template_global("account_tabs")
def account_tabs(current: str) -> list[dict[str, object]]:
    """The tabs of one's own account, for `components/tabs.html`; `current` is the endpoint whose page is shown.

    A form with mistakes in it is shown again by another endpoint than the one that showed it first.
    """
    return [
        {"label": gettext(label), "url": url_for(endpoint), "current": endpoint == current}
        for label, endpoint in _ACCOUNT_PAGES
    ]


@blueprint.app_template_global("admin_tabs")
def admin_tabs() -> list[dict[str, object]]:
    """The tabs of the administrator's pages that this person may open, for `components/tabs.html`."""
    shown = [page for page in hooks.admin_pages if page.visible(current_actor())]
    nearest = max((p.prefix for p in shown if request.path.startswith(p.prefix)), key=len, default="")
    return [
        {"label": gettext(page.label), "url": url_for(page.endpoint), "current": page.prefix == nearest}
        for page in shown
    ]
