"""Reviewing another's work by the rubric; neither learns the other's name."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment import services
from lms.assessment.forms.assignments import ReviewForm, read_marks
from lms.assessment.policies import may_review
from lms.assessment.queries.assignments import assignment_content, submission_by_id
from lms.assessment.queries.reviews import ReviewSheet, review_sheet
from lms.assessment.rules.answers import BadAnswer
from lms.assessment.views.blueprint import blueprint
from lms.assessment.views.pages import place_of
from lms.assessment.views.work_pages import review_page
from lms.core.clock import utc_now
from lms.web.forms import attempt
from lms.web.guards import guarded
from lms.web.language import wanted_languages

BASE = "/learn/<course>/<item>/reviews/<review>/"


def own_review(review: str) -> ReviewSheet | None:
    """Loads the review of an address; that it is one's own is for the policy `may_review` to say."""
    return review_sheet(review)


def _show(
    course: str, item: str, review: ReviewSheet, form: ReviewForm, marks: Mapping[str, Any], status: int = 200
) -> ResponseReturnValue:
    place = place_of(course, item, review, wanted_languages())
    work = submission_by_id(review.submission_id)
    if place is None or work is None:
        abort(404)
    page = review_page(review, work, place, marks if review.given_at is None else review.marks)
    return render_template("assessment/review_work.html", page=page, form=form), status


@blueprint.get(BASE)
@guarded(may_review, hidden=True, sheet=own_review)
def review_work(course: str, item: str, sheet: ReviewSheet) -> ResponseReturnValue:
    """The work, the rubric, and room for words."""
    return _show(course, item, sheet, ReviewForm(comment=sheet.comment, seq=sheet.seq), sheet.marks)


@blueprint.post(BASE)
@guarded(may_review, hidden=True, sheet=own_review)
def send_review(course: str, item: str, sheet: ReviewSheet) -> ResponseReturnValue:
    """Keeps the review, or sends it: then it stays as it is."""
    form, work = ReviewForm(), submission_by_id(sheet.submission_id)
    if work is None or place_of(course, item, sheet, wanted_languages()) is None:
        abort(404)
    try:
        marks = read_marks(assignment_content(work.item_version_id).settings.rubric, request.form)
    except BadAnswer:
        abort(400)
    if not form.validate_on_submit():
        return _show(course, item, sheet, form, marks, 422)
    is_given = form.action.data == "send"
    with attempt(form) as done:
        services.save_review(
            review_id=sheet.id,
            submission_id=work.id,
            marks=marks,
            comment=form.comment.data or "",
            base_seq=form.seq.data or 0,
            now=utc_now(),
            is_given=is_given,
        )
    if not done:
        return _show(course, item, sheet, form, marks, 422)
    if not is_given:
        flash(gettext("Your review is saved. Send it when it is ready."), "success")
        return redirect(url_for(".review_work", course=course, item=item, review=sheet.public_id), 303)
    flash(gettext("Your review is sent. Thank you."), "success")
    return redirect(url_for("progress.item", slug=course, item=item), 303)
