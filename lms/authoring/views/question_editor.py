"""The editor of one question: body and words in one form, tried as trainees see it, saved with what was seen."""

import secrets
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment.queries.bank import quizzes_asking
from lms.assessment.wording import KIND_NAMES
from lms.authoring import policies
from lms.authoring.forms.parts import text_of
from lms.authoring.forms.question_kinds import FORMS
from lms.authoring.forms.questions import QuestionForm
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.questions import (
    DraftQuestion,
    QuizUse,
    banks_of,
    draft_question,
    quiz_named,
    quiz_uses,
    quizzes_drawing,
)
from lms.authoring.rules.keys import key_from
from lms.authoring.rules.questions import BankValues, Entry, Words, differences_of
from lms.authoring.rules.readable import NAMES, Difference
from lms.authoring.services import questions as services
from lms.authoring.services.files import Stale
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.parts import told
from lms.authoring.views.question_look import NOTHING, Look, look_at
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.courses.queries import outline
from lms.packages.single import examine_question
from lms.web.forms import attempt
from lms.web.guards import guarded, own_id
from lms.web.language import say

_may_author = guarded(policies.may_author, hidden=True, course=the_course)
_MOST_SEED = 10**6


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the editor works: the course, its banks, the question that is there (None for a new one), and the quiz that
    it was opened from, if any.
    """

    course: StudioCourse
    banks: dict[str, BankValues]
    source_language: str
    quizzes: list[QuizUse]
    found: DraftQuestion | None
    opened_from: QuizUse | None

    @property
    def from_quiz(self) -> str | None:
        """For addresses, so that the next page knows the way back too."""
        return self.opened_from.key if self.opened_from else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody was faster: who and when in words, and what differs between theirs and what this author wrote."""

    told: str
    parts: list[Difference]
    is_gone: bool


def _place(course: StudioCourse, bank: str = "", key: str = "") -> _Place:
    course = opened(course)
    source, banks = course_files(course.id).source_language, banks_of(course.id)
    found = draft_question(banks, bank, key, source) if key else None
    quizzes = quiz_uses(course.id, source)
    return _Place(course, banks, source, quizzes, found, quiz_named(request.args.get("quiz", ""), quizzes))


def _form(place: _Place, kind: str, *, is_new: bool) -> QuestionForm:
    form = FORMS.get(kind)
    if form is None:
        abort(404)
    if is_new:
        names = sorted(place.banks)
        asked = request.args.get("bank", "")
        return form(banks=names, data={"bank": asked if asked in names else next(iter(names), "")})
    assert place.found is not None
    shown = {"seen": place.found.seen}
    return form(entry=place.found.entry, words=place.found.words, data=shown)


@blueprint.get("/studio/<slug>/questions/new")
@_may_author
def new_question(course: StudioCourse) -> ResponseReturnValue:
    """An empty form of one kind."""
    place = _place(course)
    return _page(place, _form(place, request.args.get("kind", ""), is_new=True), NOTHING)


@blueprint.post("/studio/<slug>/questions/new")
@_may_author
def add_question(course: StudioCourse) -> ResponseReturnValue:
    """Tries the question, or adds it to its bank."""
    place = _place(course)
    form = _form(place, request.args.get("kind", ""), is_new=True)
    if answer := _without_saving(place, form):
        return answer
    good = _good(place, form)
    if good is None:
        return _page(place, form, NOTHING, 422)
    bank, key = text_of(form.bank) or key_from(text_of(form.new_bank), place.banks, "bank"), ""
    with attempt(form) as done:
        key = services.add_question(place.course.id, bank, *good, place.source_language, by=own_id(), now=utc_now())
    if not done:
        return _page(place, form, NOTHING, 409)
    return _saved(place, bank, key, form.kind)


@blueprint.get("/studio/<slug>/questions/<bank>/<key>")
@_may_author
def question(course: StudioCourse, bank: str, key: str) -> ResponseReturnValue:
    """One question as it is now."""
    place = _place(course, bank, key)
    if place.found is None:
        abort(404)
    form = _form(place, place.found.entry["kind"], is_new=False)
    return _page(place, form, look_at(place.course, place.source_language, place.found.entry, place.found.words))


@blueprint.post("/studio/<slug>/questions/<bank>/<key>")
@_may_author
def save_question(course: StudioCourse, bank: str, key: str) -> ResponseReturnValue:
    """Tries the question, or saves it, unless somebody else changed it meanwhile: then both versions are shown."""
    place = _place(course, bank, key)
    if place.found is None:  # deleted meanwhile; what was written is not lost with it
        place = _gone(place, bank, key)
    form = _form(place, place.found.entry["kind"] if place.found else "", is_new=False)
    if answer := _without_saving(place, form):
        return answer
    good = _good(place, form)
    if good is None:
        return _page(place, form, NOTHING, 422)
    try:
        with attempt():
            services.save_question(
                place.course.id, bank, *good, place.source_language, seen=text_of(form.seen), by=own_id(), now=utc_now()
            )
    except Stale as stale:
        return _conflict(course, bank, key, form, good, stale)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(place, form, NOTHING, 409)
    return _saved(place, bank, key, form.kind)


def _gone(place: _Place, bank: str, key: str) -> _Place:
    kind = request.args.get("kind", "")
    if bank not in place.banks or kind not in FORMS:
        abort(404)
    stub = DraftQuestion(place.banks[bank], {"key": key, "kind": kind}, place.source_language, "")
    return replace(place, found=stub)


def _conflict(
    course: StudioCourse, bank: str, key: str, form: QuestionForm, mine: tuple[Entry, Words], stale: Stale
) -> ResponseReturnValue:
    """The author's text stays in the form, which now knows of the other version."""
    place = _place(course, bank, key)
    is_gone = place.found is None
    if place.found is None:
        place = _gone(place, bank, key)
        theirs: tuple[Entry, Words] = ({}, {})
    else:
        theirs = (place.found.entry, place.found.words)
    form.seen.data = place.found.seen if place.found else ""
    conflict = Conflict(told(stale), [] if is_gone else differences_of(theirs, mine), is_gone)
    return _page(place, form, look_at(place.course, place.source_language, *mine), 409, conflict)


def _saved(place: _Place, bank: str, key: str, kind: str) -> ResponseReturnValue:
    flash(gettext("The question %(key)s is saved.", key=key), "success")
    slug, quiz = place.course.slug, place.from_quiz
    if request.form.get("do") == "next":
        return redirect(url_for(".new_question", slug=slug, kind=kind, bank=bank, quiz=quiz, _anchor="saved"))
    return redirect(url_for(".question", slug=slug, bank=bank, key=key, quiz=quiz, _anchor="saved"))


def _without_saving(place: _Place, form: QuestionForm) -> ResponseReturnValue | None:
    """The answer to buttons that save nothing: rows, the preview, its check, other numbers; None for the others."""
    if button := request.form.get("row"):
        form.change_rows(button)
        return _page(place, form, NOTHING)
    do = request.form.get("do", "save")
    if do not in ("preview", "check", "draw"):
        return None
    good = _good(place, form)
    if good is None:
        return _page(place, form, NOTHING, 422)
    if do == "draw":
        form.seed.data = str(secrets.randbelow(_MOST_SEED))
    given, seed = request.form.to_dict(flat=False) if do == "check" else None, int(text_of(form.seed) or 0)
    look = look_at(place.course, place.source_language, *good, seed=seed, given=given)
    return _page(place, form, look)


def _good(place: _Place, form: QuestionForm) -> tuple[Entry, Words] | None:
    """The question of the form, when a bank can hold it; else None, and the form says why."""
    if not form.validate_on_submit():
        return None
    entry, words = form.question()
    examined = examine_question(entry, {place.source_language: words}, source_language=place.source_language)
    for fault in examined.faults:
        form.refusals.append(f"{say(fault.wrong)}: {say(fault.todo)}")
    return None if examined.faults else (entry, words)


def _page(
    place: _Place, form: QuestionForm, look: Look, status: int = 200, conflict: Conflict | None = None
) -> ResponseReturnValue:
    found, course = place.found, place.course
    return render_template(
        "authoring/question.html",
        course=course,
        course_title=title_of(course),
        form=form,
        found=found,
        kind_name=gettext(KIND_NAMES[form.kind]),
        language=place.source_language,
        quizzes=quizzes_drawing(found.bank, found.key, place.quizzes) if found else [],
        other_banks=[name for name in sorted(place.banks) if found and name != found.bank.name],
        quiz=place.opened_from,
        from_quiz=place.from_quiz,
        look=look,
        conflict=conflict,
        names=NAMES,
        saving=_saving(place, form.kind),
        analysed=_analysed(course, found) if found else set(),
        revisions_url=found and url_for(".question_revisions", slug=course.slug, bank=found.bank.name, key=found.key),
    ), status


def _saving(place: _Place, kind: str) -> dict[str, str]:
    """What static/js/kept.js needs on the form."""
    shelf = f"question-{own_id()}-{place.course.id}"
    new = f"{shelf}-new-{kind}"
    return {
        "data-question": "",
        "data-shelf": f"{shelf}-{place.found.bank.name}-{place.found.key}" if place.found else new,
        "data-shelf-new": new,
        "data-text-restored": gettext("What you wrote and could not save is back."),
        "autocomplete": "off",
        **({"data-unsaved": ""} if request.method == "POST" else {}),
    }


def _analysed(course: StudioCourse, found: DraftQuestion) -> set[str]:
    """The quizzes that trainees see and that may ask it: how it works is told there."""
    if course.revision_id is None:
        return set()
    quizzes = {item.version_id: item.key for item in outline(course.revision_id).items if item.kind == "quiz"}
    return {quizzes[asked] for asked in quizzes_asking(course.id, found.key, list(quizzes))}
