"""What became of one question, in the draft and in what trainees have seen, and the way back."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.parts import text_of
from lms.authoring.forms.question_bank import RestoreForm
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.question_history import draft_steps, published_versions
from lms.authoring.queries.questions import banks_of, draft_question
from lms.authoring.rules.readable import NAMES
from lms.authoring.services import questions as services
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.parts import done_with, errors_of
from lms.authoring.views.questions import flash_undoable
from lms.core.clock import utc_now
from lms.web.guards import current_actor, guarded, own_id


@blueprint.get("/studio/<slug>/questions/<bank>/<key>/revisions")
@guarded(policies.may_see_draft, hidden=True, course=the_course)
def question_revisions(course: StudioCourse, bank: str, key: str) -> ResponseReturnValue:
    """Who changed it when, and how it read."""
    course = opened(course)
    source, banks = course_files(course.id).source_language, banks_of(course.id)
    found = draft_question(banks, bank, key, source)
    if found is None:
        abort(404)
    return render_template(
        "authoring/question_revisions.html",
        course=course,
        course_title=title_of(course),
        found=found,
        language=source,
        steps=draft_steps(course.id, banks, key, source),
        versions=published_versions(course.id, key, source),
        names=NAMES,
        may_author=policies.may_author(current_actor(), course),
    )


@blueprint.post("/studio/<slug>/questions/<bank>/<key>/revisions/<int:step>/restore")
@guarded(policies.may_author, hidden=True, course=the_course)
def restore_question(course: StudioCourse, bank: str, key: str, step: int) -> ResponseReturnValue:
    """The question becomes what it was after this step, unless somebody has changed it since the page was made."""
    form, source = RestoreForm(), course_files(course.id).source_language

    def deed() -> None:
        change = services.restore_question(
            course.id, bank, key, source, step=step, seen=text_of(form.seen), by=own_id(), now=utc_now()
        )
        flash_undoable(course, gettext("The question %(key)s is as it was then.", key=key), change)

    if form.validate_on_submit() and done_with(form, deed):
        return redirect(url_for(".question", slug=course.slug, bank=bank, key=key))
    flash(errors_of(form), "error")
    return redirect(url_for(".question_revisions", slug=course.slug, bank=bank, key=key))
