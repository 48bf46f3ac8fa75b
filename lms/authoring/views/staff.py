"""Who works on a course, and how somebody joins."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.accounts import services
from lms.accounts.duties import STAFF_DUTIES
from lms.accounts.limits import take_letter
from lms.accounts.queries import InvitationFacts, invitation_for, invitations_to, staff_of
from lms.accounts.words import ROLE_NAMES
from lms.authoring import policies
from lms.authoring.forms.parts import text_of
from lms.authoring.forms.staff import InviteForm, MemberForm, MemberRoleForm
from lms.authoring.queries.courses import StudioCourse, draft_titles
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.core.actor import Actor
from lms.core.clock import utc_now
from lms.web.forms import attempt, pressed
from lms.web.guards import current_actor, guarded, own_id, signed_in
from lms.web.language import wanted_languages

_may_own = guarded(policies.may_own, hidden=True, course=the_course)


def _show(course: StudioCourse, form: InviteForm, status: int = 200) -> ResponseReturnValue:
    may_own = policies.may_own(current_actor(), course)
    return render_template(
        "authoring/staff.html",
        course=course,
        title=title_of(course),
        staff=staff_of(course.id),
        invitations=invitations_to(course.id, utc_now()) if may_own else [],
        may_own=may_own,
        role_names=ROLE_NAMES,
        duties=STAFF_DUTIES,
        form=form,
    ), status


@blueprint.get("/studio/<slug>/staff")
@guarded(policies.may_author, hidden=True, course=the_course)
def staff(course: StudioCourse) -> ResponseReturnValue:
    """Who works on the course and what each may do; owners choose them."""
    return _show(opened(course), InviteForm(formdata=None))


@blueprint.post("/studio/<slug>/staff/invite")
@_may_own
def invite(course: StudioCourse) -> ResponseReturnValue:
    """Invites whoever has this address. The answer is the same whether it belongs to an account or not (E02)."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _show(course, form, 422)
    email = text_of(form.email)
    if wait := take_letter("staff-invitation", email):
        form.refusals.append(
            ngettext(
                "Too many letters. Try again in %(num)s minute.",
                "Too many letters. Try again in %(num)s minutes.",
                wait.minutes,
            )
        )
        return _show(course, form, 429)
    with attempt(form) as done:
        services.invite_to_staff(
            course.id, email, text_of(form.role), course_title=title_of(course), by=own_id(), now=utc_now()
        )
    if not done:
        return _show(course, form, 422)
    flash(gettext("If somebody has an account with this address, a letter is on its way to them."), "success")
    return redirect(url_for(".staff", slug=course.slug))


def _change(course: StudioCourse, form: MemberForm, deed: Callable[[int], None], told: str) -> ResponseReturnValue:
    """Does something to the member whom the form names, if they are of this course: no one else is within reach."""
    named = text_of(form.person) if form.validate_on_submit() else ""
    member = next((one for one in staff_of(course.id) if one.public_id == named), None)
    if member is None:
        flash(gettext("This person is no longer on the staff of the course."), "error")
        return redirect(url_for(".staff", slug=course.slug))
    with pressed(told):
        deed(member.person_id)
    return redirect(url_for(".staff", slug=course.slug) if _still_sees(course) else url_for(".studio"))


def _still_sees(course: StudioCourse) -> bool:
    """Whether whoever acted may still see the page: an owner can step back."""
    mine = {member.person_id: member.role for member in staff_of(course.id)}
    return current_actor().is_administrator or mine.get(own_id()) in ("owner", "instructor")


@blueprint.post("/studio/<slug>/staff/change")
@_may_own
def change_member(course: StudioCourse) -> ResponseReturnValue:
    """Another role for somebody of the staff; the last owner stays one."""
    form = MemberRoleForm()
    return _change(
        course,
        form,
        lambda member: services.change_staff_role(course.id, member, text_of(form.role), by=own_id(), now=utc_now()),
        gettext("Changed."),
    )


@blueprint.post("/studio/<slug>/staff/remove")
@_may_own
def remove_member(course: StudioCourse) -> ResponseReturnValue:
    """Somebody leaves the staff; the last owner stays."""
    form = MemberForm()
    return _change(
        course,
        form,
        lambda member: services.remove_from_staff(course.id, member, by=own_id(), now=utc_now()),
        gettext("Removed from the staff of this course."),
    )


@blueprint.post("/studio/<slug>/staff/withdraw/<public_id>")
@_may_own
def withdraw_invitation(course: StudioCourse, public_id: str) -> ResponseReturnValue:
    """Takes an invitation back."""
    with attempt():
        services.withdraw_invitation(course.id, public_id, by=own_id(), now=utc_now())
    flash(gettext("The invitation is taken back."), "success")
    return redirect(url_for(".staff", slug=course.slug))


def the_invitation(public_id: str, actor: Actor) -> InvitationFacts | None:
    """One's own, as long as it holds."""
    return invitation_for(public_id, actor.person_id, utc_now())


@blueprint.get("/studio/join/<public_id>")
@guarded(signed_in, invitation=the_invitation)
def invitation(invitation: InvitationFacts) -> ResponseReturnValue:
    """Who invites, to which course, and what one would do there."""
    return render_template(
        "authoring/invitation.html",
        invitation=invitation,
        title=draft_titles([invitation.course_id], wanted_languages()).get(invitation.course_id, ""),
        role=ROLE_NAMES[invitation.role],
        duties=STAFF_DUTIES[invitation.role],
    )


@blueprint.post("/studio/join/<public_id>")
@guarded(signed_in, invitation=the_invitation)
def accept_invitation(invitation: InvitationFacts) -> ResponseReturnValue:
    """Joins the staff."""
    with pressed(gettext("You are on the staff of this course now.")) as done:
        services.accept_invitation(invitation, by=own_id(), now=utc_now())
    if not done:
        return redirect(url_for("progress.dashboard"))
    return redirect(url_for(".studio"))


@blueprint.post("/studio/join/<public_id>/decline")
@guarded(signed_in, invitation=the_invitation)
def decline_invitation(invitation: InvitationFacts) -> ResponseReturnValue:
    """Nothing changes, and the invitation is gone."""
    with attempt():
        services.decline_invitation(invitation, by=own_id(), now=utc_now())
    flash(gettext("You have declined the invitation."), "success")
    return redirect(url_for("progress.dashboard"))
