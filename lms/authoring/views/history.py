"""The steps of a draft's history: who changed what and when, how it read before, and the way back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.queries import history as queries
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.rules.readable import NAMES
from lms.authoring.services.history import take_back
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.parts import done_with, errors_of
from lms.core.clock import utc_now
from lms.web.forms import Form
from lms.web.guards import current_actor, guarded, own_id
from lms.web.numbers import whole_number

_staff = guarded(policies.may_see_draft, hidden=True, course=the_course)


@blueprint.get("/studio/<slug>/history")
@_staff
def history(course: StudioCourse) -> ResponseReturnValue:
    """Every step of the draft, the newest first."""
    course = opened(course)
    found, more = queries.steps(course.id, before=_before())
    return render_template(
        "authoring/history.html",
        course=course,
        title=title_of(course),
        item=None,
        item_title="",
        steps=found,
        more=more,
    )


@blueprint.get("/studio/<slug>/<item>/history")
@_staff
def item_history(course: StudioCourse, item: str) -> ResponseReturnValue:
    """The steps that changed one item, also one that is gone."""
    course = opened(course)
    found, more = queries.steps(course.id, before=_before(), item=item)
    title = queries.item_titles(course.id).get(item)
    if title is None and not found:
        abort(404)
    return render_template(
        "authoring/history.html",
        course=course,
        title=title_of(course),
        item=item,
        item_title=title or item,
        steps=found,
        more=more,
    )


def _before() -> int | None:
    return request.args.get("before", type=whole_number)


@blueprint.get("/studio/<slug>/history/<int:number>")
@_staff
def history_step(course: StudioCourse, number: int) -> ResponseReturnValue:
    """What one step did to each file."""
    step = queries.step(course.id, number)
    if step is None:
        abort(404)
    only = request.args.get("path") or None
    return render_template(
        "authoring/history_step.html",
        course=course,
        title=title_of(course),
        step=step,
        only=only,
        files=queries.step_differences(course.id, step.id, only),
        names=NAMES,
        may_author=policies.may_author(current_actor(), course),
    )


@blueprint.post("/studio/<slug>/history/<int:number>/take-back")
@guarded(policies.may_author, hidden=True, course=the_course)
def undo_step(course: StudioCourse, number: int) -> ResponseReturnValue:
    """Puts the files of this step back as they were before it, unless somebody has changed them since."""
    form = Form()
    if not done_with(form, lambda: take_back(course.id, number, by=own_id(), now=utc_now())):
        flash(errors_of(form), "error")
        return redirect(url_for(".history_step", slug=course.slug, number=number))
    flash(gettext("The step is taken back."), "success")
    return redirect(url_for(".history", slug=course.slug))
