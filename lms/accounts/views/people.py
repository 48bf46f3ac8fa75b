"""Administration of people: finding them, their standing and their roles."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.accounts import hooks, policies, queries, services
from lms.accounts.forms import PARTICIPANT_KINDS, GrantForm, ReasonForm, text_of
from lms.accounts.places import countries, time_zone_name
from lms.accounts.queries import PeopleFilter, Profile
from lms.accounts.rules import names_flags
from lms.accounts.views.blueprint import blueprint, typed
from lms.accounts.views.deeds import told
from lms.accounts.words import ROLE_NAMES, STATE_NAMES
from lms.audit.queries import entries
from lms.core.actor import STAFF_ROLES
from lms.core.clock import utc_now
from lms.web.forms import attempt
from lms.web.guards import current_actor, guarded
from lms.web.language import interface_language
from lms.web.paging import Page, page_number, within

_ON_A_PAGE = 50


def person_of(public_id: str) -> Profile | None:
    return queries.profile_by_public_id(public_id)


def _one_of(name: str, allowed: set[str]) -> str:
    chosen = typed(name)
    return chosen if chosen in allowed else ""


def _asked() -> PeopleFilter:
    """The filter in the address; a value that does not exist asks for nothing."""
    return PeopleFilter(
        words=typed("q"),
        country=_one_of("country", {code for code, _name in countries("en")}),
        kind=_one_of("kind", {kind for kind, _name in PARTICIPANT_KINDS}),
        role=_one_of("role", set(ROLE_NAMES)),
        state=_one_of("state", set(STATE_NAMES)),
        sort=_one_of("sort", {"name"}) or "newest",
    )


@blueprint.get("/admin/people")
@guarded(policies.may_manage_people)
def people() -> ResponseReturnValue:
    wanted, number = _asked(), page_number()
    found, total, grants = queries.people(wanted, page=number, size=_ON_A_PAGE)
    return render_template(
        "accounts/people.html",
        page=within(Page(found, number, _ON_A_PAGE, total)),
        wanted=wanted,
        grants=grants,
        countries=countries(interface_language()),
        kinds=PARTICIPANT_KINDS,
        role_names=ROLE_NAMES,
        state_names=STATE_NAMES,
        role_choices=[(role, gettext(name)) for role, name in ROLE_NAMES.items()],
        state_choices=[(state, gettext(name)) for state, name in STATE_NAMES.items()],
    )


def _page_of(person: Profile, **forms: Any) -> str:
    roles = queries.roles_of(person.id)
    deeds, _total = entries(thing=f"person:{person.id}", size=20)
    courses = hooks.course_choices()
    return render_template(
        "accounts/person.html",
        person=person,
        roles=roles,
        course_titles=hooks.course_titles([role.course_id for role in roles if role.course_id]),
        taken=hooks.courses_taken(person.id),
        held=hooks.certificates_held(person.id),
        deeds=told(deeds),
        time_zone=time_zone_name(person.time_zone, interface_language()),
        flags=names_flags(person.printed_name),
        kinds=dict(PARTICIPANT_KINDS),
        role_names=ROLE_NAMES,
        state_names=STATE_NAMES,
        may_change=policies.may_change_standing(current_actor(), person),
        reason_form=forms.get("reason_form") or ReasonForm(formdata=None),
        grant_form=forms.get("grant_form") or _grant_form(courses, empty=True),
    )


def _grant_form(courses: list[tuple[int, str]], *, empty: bool = False) -> GrantForm:
    roles = [(role, gettext(name)) for role, name in ROLE_NAMES.items() if courses or role not in STAFF_ROLES]
    return GrantForm(courses=courses, roles=roles, **({"formdata": None} if empty else {}))


@blueprint.get("/admin/people/<public_id>")
@guarded(policies.may_manage_people, person=person_of)
def person(person: Profile) -> ResponseReturnValue:
    return _page_of(person)


def _back_to(person: Profile, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("accounts.person", public_id=person.public_id))


def _change_standing(person: Profile, change: Callable[..., None], words: str) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate():
        with attempt(form) as done:
            change(person.id, text_of(form.reason), by=current_actor().person_id, now=utc_now())
        if done:
            return _back_to(person, words)
    return _page_of(person, reason_form=form)


@blueprint.post("/admin/people/<public_id>/suspend")
@guarded(policies.may_change_standing, person=person_of)
def suspend(person: Profile) -> ResponseReturnValue:
    words = gettext("The account is suspended; every device of this person is signed out.")
    return _change_standing(person, services.suspend, words)


@blueprint.post("/admin/people/<public_id>/restore")
@guarded(policies.may_change_standing, person=person_of)
def restore(person: Profile) -> ResponseReturnValue:
    return _change_standing(person, services.restore, gettext("The account is restored."))


@blueprint.post("/admin/people/<public_id>/roles")
@guarded(policies.may_change_standing, person=person_of)
def grant_role(person: Profile) -> ResponseReturnValue:
    form = _grant_form(hooks.course_choices())
    if form.validate():
        with attempt(form) as done:
            services.grant_role(person.id, **form.scope(), by=current_actor().person_id, now=utc_now())
        if done:
            return _back_to(person, gettext("The role is granted."))
    return _page_of(person, grant_form=form)


@blueprint.post("/admin/people/<public_id>/roles/<int:grant_id>/revoke")
@guarded(policies.may_change_standing, person=person_of)
def revoke_role(person: Profile, grant_id: int) -> ResponseReturnValue:
    grant = next((role for role in queries.roles_of(person.id) if role.id == grant_id), None)
    if grant is None:
        abort(404)
    with attempt():
        services.revoke_role(
            person.id,
            grant.role,
            country_code=grant.country_code,
            course_id=grant.course_id,
            by=current_actor().person_id,
            now=utc_now(),
        )
    return _back_to(person, gettext("The role is revoked."))
