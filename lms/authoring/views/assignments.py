"""The settings of an assignment: what is handed in, until when, and by which rubric it is graded."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.assignments import (
    MOST_CRITERIA,
    MOST_LEVELS,
    SPARE_LEVELS,
    AssignmentForm,
    check_criteria,
    criteria_sent,
    in_form,
)
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.items import DraftItem, rubric_words
from lms.authoring.rules.rubrics import Criterion, Level, criteria_of
from lms.authoring.services.assignments import save_assignment
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.item_parts import back_to_item, item_or_404
from lms.authoring.views.parts import done_with
from lms.core.clock import utc_now
from lms.web.guards import guarded, own_id

_may_author = guarded(policies.may_author, hidden=True, course=the_course)


@blueprint.get("/studio/<slug>/<item>/assignment")
@_may_author
def assignment(course: StudioCourse, item: str) -> ResponseReturnValue:
    """The assignment as it is now."""
    course = opened(course)
    found = item_or_404(course, item, "assignment")
    form = AssignmentForm(formdata=None, seen=found.settings.digest or "", **in_form(found.values))
    return _page(course, found, form, _criteria(course, found))


@blueprint.post("/studio/<slug>/<item>/assignment")
@_may_author
def change_assignment(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Keeps it; or, for another row of the rubric, gives the form back with what was typed."""
    found = item_or_404(course, item, "assignment")
    form, criteria = AssignmentForm(), criteria_sent(request.form)
    me, now = own_id(), utc_now()

    def deed() -> None:
        values = form.values(found.values)
        save_assignment(course.id, found, values, criteria, seen=text_of(form.seen), by=me, now=now)

    is_good = request.form.get("do") != "more" and form.validate_on_submit()
    if is_good and check_criteria(form, criteria, _criteria(course, found)) and done_with(form, deed):
        return back_to_item(course, item, gettext("Saved."))
    return _page(course, found, form, criteria)


def _criteria(course: StudioCourse, found: DraftItem) -> list[Criterion]:
    return criteria_of(found.values.get("rubric") or [], rubric_words(course.id, found))


def _page(
    course: StudioCourse, found: DraftItem, form: AssignmentForm, criteria: list[Criterion]
) -> ResponseReturnValue:
    return render_template(
        "authoring/assignment.html",
        course=course,
        course_title=title_of(course),
        item=found,
        form=form,
        rows=_rows(criteria),
    )


def _rows(criteria: list[Criterion]) -> list[Criterion]:
    """With empty rows to write into: a criterion, and two levels of each."""
    empty = Level("", -1, "")
    rows = [
        Criterion(one.key, one.title, (*one.levels, *[empty] * min(SPARE_LEVELS, MOST_LEVELS - len(one.levels))))
        for one in criteria
    ]
    return [*rows, Criterion("", "", (empty,) * 3)] if len(rows) < MOST_CRITERIA else rows
