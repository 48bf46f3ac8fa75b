"""Publishing: what changes, what is wrong, what it means, and then the deed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.publishing import PublishForm
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.publication import publication_page
from lms.authoring.rules.changes import GROUPS
from lms.authoring.rules.readable import NAMES
from lms.authoring.services import publishing
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.links import mending
from lms.core.clock import utc_now
from lms.packages.importing import Imported
from lms.packages.problems import BadPackage
from lms.web.forms import attempt, begin_writing
from lms.web.guards import guarded, own_id
from lms.web.language import number
from lms.web.uploads import reads_first

_authors = guarded(policies.may_author, hidden=True, course=the_course)


def _show(course: StudioCourse, form: PublishForm, status: int = 200) -> ResponseReturnValue:
    page = publication_page(course)
    found = page.examined
    form.seq.data = str(course.draft_seq)
    return render_template(
        "authoring/publish.html",
        course=course,
        title=title_of(course),
        page=page,
        form=form,
        groups=GROUPS,
        names=NAMES,
        mistakes=mending(course.slug, found.mistakes, found.source_language, found.outline),
        remarks=mending(course.slug, found.remarks, found.source_language, found.outline),
    ), status


@blueprint.get("/studio/<slug>/publish")
@_authors
def publish(course: StudioCourse) -> ResponseReturnValue:
    """Everything an author should know before trainees see the draft."""
    return _show(opened(course), PublishForm(formdata=None))


@blueprint.post("/studio/<slug>/publish")
@reads_first
@_authors
def do_publish(course: StudioCourse) -> ResponseReturnValue:
    """Publishes the draft that the author has looked at, if it is still the same.

    What takes long comes first and locks nothing, or one picture at a time: nobody waits for a large course.
    """
    form = PublishForm()
    if not form.validate_on_submit() or course.draft_seq is None:
        return _show(opened(course), form, 422)
    try:
        looked = publishing.look_at_draft(course.id, course.slug)
        publishing.keep_files(looked)
    except BadPackage:
        return _show(course, form, 422)
    begin_writing()
    for picture in publishing.pictures_to_make(looked):
        with attempt():
            publishing.make_picture(picture)
    done: Imported | None = None
    try:
        with attempt(form) as outcome:
            done = publishing.publish_draft(
                course.id, course.slug, seq=form.seen, by=own_id(), now=utc_now(), looked=looked
            )
    except BadPackage:
        return _show(course, form, 422)
    if not outcome or done is None:
        return _show(the_course(course.slug) or course, form, 409)
    _say(done)
    return redirect(url_for(".revision", slug=course.slug, number=done.number))


def _say(done: Imported) -> None:
    if done.is_new:
        text = gettext("Revision %(number)s is published. This is what trainees see now.", number=number(done.number))
        flash(text, "success")
    else:
        flash(gettext("This is published already, as revision %(number)s.", number=number(done.number)), "info")
