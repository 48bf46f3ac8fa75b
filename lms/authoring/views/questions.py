"""The question bank of a course: every question of its draft, and what is done with several of them."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.assessment.wording import KIND_NAMES
from lms.authoring import policies
from lms.authoring.forms.exchange import FORMAT_NAMES
from lms.authoring.forms.parts import text_of
from lms.authoring.forms.question_bank import BankForm, BankNameForm, MoveQuestionForm, StepForm
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.questions import Wanted, banks_of, question_lines, quiz_named, quiz_uses
from lms.authoring.rules.questions import tags_of
from lms.authoring.services import history
from lms.authoring.services import questions as services
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.parts import done_with, errors_of
from lms.core.clock import utc_now
from lms.web.flashes import flash_with_undo
from lms.web.forms import Form, pressed
from lms.web.guards import current_actor, guarded, own_id
from lms.web.paging import Page, page_number, within

ON_A_PAGE = 50
_may_author = guarded(policies.may_author, hidden=True, course=the_course)


def _wanted() -> Wanted:
    asked = {name: request.args.get(name, "").strip()[:100] for name in ("bank", "tag", "kind", "q", "quiz")}
    return Wanted(asked["bank"], asked["tag"], asked["kind"], asked["q"], asked["quiz"])


@blueprint.get("/studio/<slug>/questions")
@guarded(policies.may_see_draft, hidden=True, course=the_course)
def questions(course: StudioCourse) -> ResponseReturnValue:
    """Every question over all banks, narrowed by what is asked for."""
    course = opened(course)
    source = course_files(course.id).source_language
    banks, quizzes, wanted = banks_of(course.id), quiz_uses(course.id, source), _wanted()
    tags = tags_of(banks.values())
    lines = question_lines(banks, quizzes, source, wanted)
    number = page_number()
    chosen = lines[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return render_template(
        "authoring/questions.html",
        course=course,
        title=title_of(course),
        page=within(Page(chosen, number, ON_A_PAGE, len(lines))),
        wanted=wanted,
        banks=[(name, len(bank.entries)) for name, bank in sorted(banks.items())],
        broken=[name for name, bank in sorted(banks.items()) if not bank.is_readable],
        bank_choices=[(name, name) for name in sorted(banks)],
        quiz=quiz_named(wanted.quiz, quizzes),
        quiz_choices=[(quiz.key, quiz.title) for quiz in quizzes],
        tag_choices=[(tag, tag) for tag in tags],
        kinds=[(kind, gettext(words)) for kind, words in KIND_NAMES.items()],
        formats=list(FORMAT_NAMES.items()),
        may_author=policies.may_author(current_actor(), course),
    )


def back_to_questions(course: StudioCourse, **wanted: Any) -> ResponseReturnValue:
    return redirect(url_for(".questions", slug=course.slug, **wanted))


def _change(course: StudioCourse, form: Form, deed: Callable[[], object], bank: str = "") -> ResponseReturnValue:
    """Does what a button asks for and goes back to the list; a refusal is said there."""
    if not (form.validate_on_submit() and done_with(form, deed)):
        flash(errors_of(form), "error")
    return back_to_questions(course, bank=bank or None)


@blueprint.post("/studio/<slug>/questions/banks")
@_may_author
def add_bank(course: StudioCourse) -> ResponseReturnValue:
    """A bank without questions."""
    form = BankNameForm()

    def deed() -> None:
        source = course_files(course.id).source_language
        name = services.add_bank(course.id, text_of(form.title), source, by=own_id(), now=utc_now())
        flash(gettext("The bank %(bank)s is there. Write its questions, or bring some in.", bank=name), "success")

    return _change(course, form, deed)


@blueprint.post("/studio/<slug>/questions/delete-bank")
@_may_author
def delete_bank(course: StudioCourse) -> ResponseReturnValue:
    """A bank that has no questions any more."""
    form = BankForm()

    def deed() -> None:
        name = text_of(form.bank)
        change = services.delete_bank(course.id, name, by=own_id(), now=utc_now())
        flash_undoable(course, gettext("The bank %(bank)s is deleted.", bank=name), change)

    return _change(course, form, deed)


def flash_undoable(course: StudioCourse, text: str, change: int | None) -> None:
    """Says on the next page what was done; where that is a step of the history, with a button that takes it back."""
    if change is not None:
        flash_with_undo(text, url_for(".undo_questions", slug=course.slug), change=change)


@blueprint.post("/studio/<slug>/questions/undo")
@_may_author
def undo_questions(course: StudioCourse) -> ResponseReturnValue:
    """Brings back what was deleted a moment ago."""
    form = StepForm()

    def deed() -> None:
        history.take_back(course.id, form.change.data or 0, by=own_id(), now=utc_now())
        flash(gettext("It is back."), "success")

    return _change(course, form, deed)


@blueprint.post("/studio/<slug>/questions/move")
@_may_author
def move_questions(course: StudioCourse) -> ResponseReturnValue:
    """Puts the chosen questions into another bank."""
    form = MoveQuestionForm()

    def deed() -> None:
        count = services.move_questions(course.id, form.chosen(), text_of(form.to), by=own_id(), now=utc_now())
        words = ngettext("%(num)s question is in %(bank)s now.", "%(num)s questions are in %(bank)s now.", count,
                         bank=text_of(form.to))  # fmt: skip
        flash(words, "success")

    return _change(course, form, deed, text_of(form.back))


@blueprint.post("/studio/<slug>/questions/<bank>/<key>/copy")
@_may_author
def copy_question(course: StudioCourse, bank: str, key: str) -> ResponseReturnValue:
    """A copy below the original, opened to be changed."""
    new = ""
    with pressed(gettext("This is the copy.")) as done:
        new = services.copy_question(course.id, bank, key, by=own_id(), now=utc_now())
    if not done:
        return back_to_questions(course)
    return redirect(url_for(".question", slug=course.slug, bank=bank, key=new, quiz=request.args.get("quiz")))


@blueprint.post("/studio/<slug>/questions/<bank>/<key>/delete")
@_may_author
def delete_question(course: StudioCourse, bank: str, key: str) -> ResponseReturnValue:
    """Out of the bank, with its words in every language; the next page offers to take it back."""

    def deed() -> None:
        change = services.delete_question(course.id, bank, key, by=own_id(), now=utc_now())
        flash_undoable(course, gettext("The question %(key)s is deleted.", key=key), change)

    return _change(course, Form(), deed, bank)
