"""What may be done with a course as a whole: downloaded, copied, archived, deleted."""

from collections.abc import Callable
from functools import partial

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.courses import CopyForm, DeleteForm
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_package
from lms.authoring.queries.listing import free_address
from lms.authoring.services import courses, drafts
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.settings import show_settings
from lms.core.clock import utc_now
from lms.packages.exporting import write_archive
from lms.web.forms import attempt, flash_refusals, pressed
from lms.web.guards import guarded, own_id
from lms.web.sending import send_made


@blueprint.get("/studio/<slug>/package")
@guarded(policies.may_author, hidden=True, course=the_course)
def download(course: StudioCourse) -> Response:
    """The draft as a package, as `lms course import` and the studio take it."""
    course = opened(course)
    package = draft_package(course.id, course.slug)
    return send_made(partial(write_archive, package), "application/zip", f"{course.slug}.zip")


@blueprint.post("/studio/<slug>/copy")
@guarded(policies.may_copy, hidden=True, course=the_course)
def copy_course(course: StudioCourse) -> ResponseReturnValue:
    """A new course with the files of this one, owned by whoever copies it."""
    form = CopyForm()
    if not form.validate_on_submit():
        return show_settings(course, 422, copy_form=form)
    title = text_of(form.copy_title)
    slug, now = text_of(form.copy_slug) or free_address(title), utc_now()
    with attempt(form) as done:
        drafts.copy_course(course.id, slug, title, subject=title_of(course), by=own_id(), now=now)
    if not done:
        return show_settings(course, 422, copy_form=form)
    flash(gettext("This is the copy. Only you see it until you publish it."), "success")
    return redirect(url_for(".outline", slug=slug))


def _standing(course: StudioCourse, deed: Callable[..., None], told: str) -> ResponseReturnValue:
    with pressed(told):
        deed(course.id, by=own_id(), now=utc_now())
    return redirect(url_for(".settings", slug=course.slug, _anchor="whole"))


@blueprint.post("/studio/<slug>/archive")
@guarded(policies.may_own, hidden=True, course=the_course)
def archive(course: StudioCourse) -> ResponseReturnValue:
    """Out of the catalogue; those who learn in it go on."""
    return _standing(course, courses.archive_course, gettext("The course is archived. Nobody new can enrol."))


@blueprint.post("/studio/<slug>/restore")
@guarded(policies.may_own, hidden=True, course=the_course)
def restore(course: StudioCourse) -> ResponseReturnValue:
    """Back into the catalogue."""
    return _standing(course, courses.restore_course, gettext("The course is in the catalogue again."))


@blueprint.post("/studio/<slug>/delete")
@guarded(policies.may_own, hidden=True, course=the_course)
def delete_course(course: StudioCourse) -> ResponseReturnValue:
    """A course that was never published goes, with its whole history; its address was typed to be sure."""
    form = DeleteForm(course.slug)
    if form.validate_on_submit():
        with attempt(form) as done:
            courses.delete_course(course.id, by=own_id(), now=utc_now())
        if done:
            flash(gettext("The course is deleted."), "success")
            return redirect(url_for(".studio"))
    if course.revision_id is not None:  # the page of a published course has no such form to say it on
        flash_refusals(form)
        return redirect(url_for(".settings", slug=course.slug, _anchor="whole"))
    return show_settings(course, 422, delete_form=form)
