"""The administrator's first page and the audit log."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.accounts import hooks, policies, queries
from lms.accounts.hooks import Figure
from lms.accounts.views.blueprint import blueprint, typed
from lms.accounts.views.deeds import told
from lms.accounts.words import DEED_NAMES
from lms.audit import queries as audit_queries
from lms.core.clock import utc_now
from lms.core.messages import phrase
from lms.jobs.queries import count_by_state
from lms.web.guards import guarded
from lms.web.paging import Page, page_number, within

_ON_A_PAGE = 50


def _own_figures() -> list[Figure]:
    counts = queries.count_people(utc_now() - timedelta(days=7))
    jobs = count_by_state()
    return [
        Figure(phrase("People"), counts.everyone, "accounts.people"),
        Figure(phrase("New this week"), counts.this_week, "accounts.people"),
        Figure(phrase("Countries"), counts.countries, "accounts.people"),
        Figure(phrase("Addresses not confirmed"), counts.unconfirmed, "accounts.people", {"state": "unconfirmed"}),
        Figure(phrase("Suspended"), counts.suspended, "accounts.people", {"state": "suspended"}),
        Figure(phrase("Jobs that failed"), jobs.get("dead", 0)),
    ]


@blueprint.get("/admin/")
@guarded(policies.may_manage_people)
def admin_home() -> ResponseReturnValue:
    figures = [figure for tell in hooks.figures for figure in tell()]
    return render_template("accounts/admin_home.html", all_figures=[*_own_figures(), *figures])


@blueprint.get("/admin/audit")
@guarded(policies.may_read_audit)
def audit() -> ResponseReturnValue:
    """Who did what; `?action=`, `?thing=` and `?by=` (a person's public id) narrow it."""
    action, thing = typed("action"), typed("thing")
    doer = queries.profile_by_public_id(typed("by"))
    number = page_number()
    found, total = audit_queries.entries(
        action=action, thing=thing, actor_id=doer.id if doer else None, page=number, size=_ON_A_PAGE
    )
    return render_template(
        "accounts/audit.html",
        page=within(Page(told(found), number, _ON_A_PAGE, total)),
        action_choices=[(name, gettext(DEED_NAMES.get(name, name))) for name in audit_queries.actions()],
        action=action,
        thing=thing,
        doer=doer,
    )
