"""The staff's pages: the queue of work that waits, oldest first, and one piece of it before a grader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.accounts.queries import person_names
from lms.assessment import services
from lms.assessment.forms.assignments import GradingForm, read_comments, read_marks
from lms.assessment.policies import may_grade, may_see_work
from lms.assessment.queries.assignments import SubmissionSheet, assignment_content, submission_sheet
from lms.assessment.queries.grading import GradingFacts, QueueFilter, around_in_queue, count_in_queue, grading_of
from lms.assessment.queries.grading import grading_queue as queue_lines
from lms.assessment.rules.answers import BadAnswer
from lms.assessment.rules.assignments import paragraphs
from lms.assessment.views.blueprint import blueprint
from lms.assessment.views.grading_pages import grading_page
from lms.core.clock import utc_now
from lms.courses.queries import CourseFacts, course_text, outline, published_course, titles_in
from lms.web.forms import attempt
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import clock_time, wanted_languages
from lms.web.paging import Page, page_number, within

PAGE_SIZE = 50


def _work(slug: str, work: str) -> SubmissionSheet | None:
    """The work, if it was handed in and belongs to this course: no other is within reach."""
    course, sheet = published_course(slug), submission_sheet(work)
    if course is None or sheet is None or sheet.course_id != course.id or sheet.is_draft:
        return None
    return sheet


@dataclass(frozen=True)
class Assignments:
    """The assignments of a course, (key, title), and the filter that the address names; `wanted` keeps it in links."""

    titles: dict[int, str]
    choices: list[tuple[str, str]]
    filter: QueueFilter
    wanted: dict[str, Any]


def _assignments(course: CourseFacts) -> Assignments:
    title = titles_in(wanted_languages()[0], course.source_language)
    items = [item for item in outline(course.revision_id).items if item.kind == "assignment"]
    state = "returned" if request.args.get("state") == "returned" else "submitted"
    item = next((each for each in items if each.key == request.args.get("item")), None)
    only_late = request.args.get("late") == "1"
    wanted: dict[str, Any] = {"state": state} if state == "returned" else {}
    if item is not None:
        wanted["item"] = item.key
    if only_late:
        wanted["late"] = "1"
    return Assignments(
        {each.id: title(each.titles) for each in items},
        [(each.key, title(each.titles)) for each in items],
        QueueFilter(state, item.id if item else None, only_late),
        wanted,
    )


def _title(course: CourseFacts) -> str:
    return course_text(course.revision_id, wanted_languages()).title


@blueprint.get("/studio/<slug>/grading")
@guarded(may_see_work, hidden=True, course=published_course)
def grading_queue(course: CourseFacts) -> ResponseReturnValue:
    """The work of a course that waits for its grade, oldest first."""
    about = _assignments(course)
    total = count_in_queue(course.id, about.filter)
    number = page_number()
    lines = queue_lines(course.id, about.filter, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return render_template(
        "assessment/grading_queue.html",
        course=course,
        title=_title(course),
        about=about,
        page=within(Page(lines, number, PAGE_SIZE, total)),
        people=person_names([line.person_id for line in lines]),
        me=own_id(),
    )


def _show(
    course: CourseFacts,
    sheet: SubmissionSheet,
    form: GradingForm,
    said: GradingFacts,
    marks: Mapping[str, Any],
    comments: Sequence[Mapping[str, Any]],
    status: int = 200,
    *,
    theirs: GradingFacts | None = None,
) -> ResponseReturnValue:
    about = _assignments(course)
    assert sheet.submitted_at is not None  # it was handed in, see `_work`
    others = [sheet.person_id, *([said.saved_by] if said.saved_by else [])]
    people = person_names(others)
    languages = [*wanted_languages(), course.source_language]
    page = grading_page(sheet, languages, said, marks=marks, comments=comments, theirs=theirs)
    return render_template(
        "assessment/grade_work.html",
        course=course,
        title=_title(course),
        about=about,
        page=page,
        form=form,
        author=people[sheet.person_id],
        grader=people.get(said.saved_by or 0),
        around=around_in_queue(
            course.id, about.filter, submitted_at=sheet.submitted_at, submission_id=sheet.id, but_of=own_id()
        ),
    ), status


@blueprint.get("/studio/<slug>/grading/<work>/")
@guarded(may_see_work, hidden=True, course=published_course, sheet=_work)
def grade_work(course: CourseFacts, sheet: SubmissionSheet) -> ResponseReturnValue:
    """One piece of work with the rubric beside it."""
    if not may_grade(current_actor(), sheet):
        abort(403)
    said = grading_of(sheet.id)
    form = GradingForm(percent=_whole(said.given_percent), feedback=said.feedback, seq=said.seq)
    return _show(course, sheet, form, said, said.marks, said.comments)


def _whole(percent: float | None) -> int | None:
    return None if percent is None else int(percent)


@blueprint.post("/studio/<slug>/grading/<work>/")
@guarded(may_see_work, hidden=True, course=published_course, sheet=_work)
def return_work(course: CourseFacts, sheet: SubmissionSheet) -> ResponseReturnValue:
    """Keeps what the grader says; returns the work where its button says so."""
    if not may_grade(current_actor(), sheet):
        abort(403)
    form = GradingForm()
    try:
        marks = read_marks(assignment_content(sheet.item_version_id).settings.rubric, request.form)
        comments = read_comments(paragraphs(sheet.text), request.form)
    except BadAnswer:
        abort(400)
    if not form.validate_on_submit():
        return _show(course, sheet, form, grading_of(sheet.id), marks, comments, 422)
    try:
        with attempt(form) as done:
            services.save_grading(
                submission_id=sheet.id,
                marks=marks,
                given_percent=form.percent.data,
                comments=comments,
                feedback=form.feedback.data or "",
                base_seq=form.seq.data or 0,
                by=own_id(),
                now=utc_now(),
                is_returned=form.action.data in ("return", "next"),
            )
    except services.NewerGrading as newer:
        form.refusals.append(_overtaken(newer.kept))
        form.seq.data = newer.kept.seq  # whoever sends again has seen what the other said, and chooses
        return _show(course, sheet, form, newer.kept, marks, comments, 409, theirs=newer.kept)
    if not done:
        return _show(course, sheet, form, grading_of(sheet.id), marks, comments, 422)
    return _go_on(course, sheet, form.action.data)


def _overtaken(kept: GradingFacts) -> str:
    who = person_names([kept.saved_by]) if kept.saved_by else {}
    return str(
        gettext(
            "%(name)s graded this work at %(time)s, while you did. Nothing was overwritten: both stand below. "
            "Theirs holds unless you save or return yours.",
            name=who[kept.saved_by].printed_name if kept.saved_by in who else "–",
            time=clock_time(kept.saved_at) if kept.saved_at else "",
        )
    )


def _go_on(course: CourseFacts, sheet: SubmissionSheet, action: str | None) -> ResponseReturnValue:
    """To the work itself, to the queue, or to the next that waits."""
    about = _assignments(course)
    was_returned = sheet.graded_by == "staff"
    if action not in ("return", "next") and not was_returned:
        flash(gettext("Saved. The trainee sees it when you return the work."), "success")
        return redirect(url_for(".grade_work", slug=course.slug, work=sheet.public_id, **about.wanted), 303)
    flash(gettext("Returned") if was_returned else gettext("Returned. We have written to this person."), "success")
    if action == "next" and sheet.submitted_at is not None:
        around = around_in_queue(
            course.id, about.filter, submitted_at=sheet.submitted_at, submission_id=sheet.id, but_of=own_id()
        )
        if following := around.following or around.previous:
            return redirect(url_for(".grade_work", slug=course.slug, work=following, **about.wanted), 303)
    return redirect(url_for(".grading_queue", slug=course.slug, **about.wanted), 303)
