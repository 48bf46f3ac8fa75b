"""The pages of a quiz: answering, handing in, the result."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment import queries, services
from lms.assessment.forms import GivenAnswers, read_one, read_page
from lms.assessment.policies import may_sit
from lms.assessment.queries import AttemptSheet
from lms.assessment.rules.answers import BadAnswer, UnreadableNumber
from lms.assessment.rules.attempts import is_time_up
from lms.assessment.views.blueprint import blueprint
from lms.assessment.views.pages import Place, attempt_page, place_of, result_page, unanswered_numbers
from lms.core.clock import utc_now
from lms.enrolment.services import set_language
from lms.web import forms as web_forms
from lms.web.guards import guarded
from lms.web.language import clock_time, number, wanted_languages
from lms.web.numbers import whole_number

BASE = "/learn/<course>/<item>/attempts/<attempt>/"


def own_attempt(attempt: str) -> AttemptSheet | None:
    """Loads the attempt of an address; that it is one's own is for the policy `may_sit` to say."""
    return queries.attempt_sheet(attempt)


def _place(course: str, item: str, sheet: AttemptSheet) -> Place:
    place = place_of(course, item, sheet, wanted_languages())
    if place is None:
        abort(404)
    return place


def _to(endpoint: str, course: str, item: str, sheet: AttemptSheet) -> ResponseReturnValue:
    address: str = url_for(endpoint, course=course, item=item, attempt=sheet.public_id)
    return redirect(address, 303)


@blueprint.get(BASE)
@guarded(may_sit, hidden=True, sheet=own_attempt)
def attempt(course: str, item: str, sheet: AttemptSheet) -> ResponseReturnValue:
    """The questions, with the answers saved so far."""
    if not sheet.is_open:
        return _to(".result", course, item, sheet)
    page = attempt_page(sheet, _place(course, item, sheet), utc_now())
    return render_template("assessment/attempt.html", page=page)


@blueprint.post(BASE)
@guarded(may_sit, hidden=True, sheet=own_attempt)
def save_answers(course: str, item: str, sheet: AttemptSheet) -> ResponseReturnValue:
    """The whole page, as a browser without scripts sends it; then on to where its button points."""
    _place(course, item, sheet)
    unsaved = _keep(_page_sent(sheet), sheet)
    if tag := request.form.get("language", ""):
        return _in_language(course, item, sheet, tag)
    if request.form.get("action") != "submit":
        if not unsaved:
            flash(gettext("Your answers are saved."), "success")
        return _to(".attempt", course, item, sheet)
    if is_time_up(sheet.deadline_at, utc_now()) or not (unsaved or _unanswered(sheet)):
        return _hand_in(course, item, sheet)
    return _to(".review", course, item, sheet)


def _in_language(course: str, item: str, sheet: AttemptSheet, tag: str) -> ResponseReturnValue:
    """Goes on in another language of the course; the answers of the page are saved already."""
    if tag not in _place(course, item, sheet).offered:
        abort(400)
    with web_forms.attempt():
        set_language(sheet.enrolment_id, tag)
    return _to(".attempt", course, item, sheet)


@blueprint.post(f"{BASE}answers", defaults={"slot": None})
@blueprint.post(f"{BASE}answers/<int:slot>")
@guarded(may_sit, hidden=True, sheet=own_attempt)
def save_answer(course: str, item: str, slot: int | None, sheet: AttemptSheet) -> ResponseReturnValue:
    """One answer, as it is given. Three statements; "Saved 10:42" is said only after the commit."""
    wanted = slot or request.form.get("slot", type=whole_number) or 0
    drawn = sheet.slot(wanted)
    if drawn is None:
        return {"text": gettext("There is no such question.")}, 400
    try:
        answer, base_seq = read_one(drawn, wanted, request.form.to_dict(flat=False))
        with web_forms.attempt():
            saved = services.save_answer(
                attempt_id=sheet.id, slot=wanted, answer=answer, base_seq=base_seq, now=utc_now()
            )
    except UnreadableNumber as error:
        return {"text": _not_a_number(wanted, error.text)}, 400
    except BadAnswer:
        return {"text": gettext("This is not one of the answers.")}, 400
    except services.Overtaken as newer:
        return {"seq": newer.kept.seq, "text": gettext("This question was answered in another window.")}, 409
    except services.Ended as refusal:
        return {"text": gettext(refusal.text)}, 410
    text = gettext("Saved %(time)s", time=clock_time(saved.saved_at))
    return {"seq": saved.seq, "saved_at": saved.saved_at.isoformat(), "text": text}


@blueprint.get(f"{BASE}review")
@guarded(may_sit, hidden=True, sheet=own_attempt)
def review(course: str, item: str, sheet: AttemptSheet) -> ResponseReturnValue:
    """What is still open, before handing in without scripts."""
    if not sheet.is_open:
        return _to(".result", course, item, sheet)
    page = attempt_page(sheet, _place(course, item, sheet), utc_now())
    return render_template("assessment/review.html", page=page)


@blueprint.post(f"{BASE}submit")
@guarded(may_sit, hidden=True, sheet=own_attempt)
def submit(course: str, item: str, sheet: AttemptSheet) -> ResponseReturnValue:
    """Hands in: what was saved in time is graded, once, however often this arrives."""
    _place(course, item, sheet)
    given = _page_sent(sheet)
    if given.base_seqs:
        _keep(given, sheet)
    return _hand_in(course, item, sheet)


def _hand_in(course: str, item: str, sheet: AttemptSheet) -> ResponseReturnValue:
    with web_forms.attempt():
        services.grade(sheet.id, now=utc_now())
    return _to(".result", course, item, sheet)


@blueprint.get(f"{BASE}result")
@guarded(may_sit, hidden=True, sheet=own_attempt)
def result(course: str, item: str, sheet: AttemptSheet) -> ResponseReturnValue:
    """The grade, and as much of the answers as the quiz allows."""
    if sheet.is_open:
        return _to(".attempt", course, item, sheet)
    page = result_page(sheet, _place(course, item, sheet))
    return render_template("assessment/result.html", page=page)


def _page_sent(sheet: AttemptSheet) -> GivenAnswers:
    try:
        return read_page(sheet.slots, request.form.to_dict(flat=False))
    except BadAnswer:
        abort(400)


def _keep(given: GivenAnswers, sheet: AttemptSheet) -> bool:
    """Saves a page of answers and says what could not be kept; whether there was any such."""
    try:
        with web_forms.attempt():
            newer = services.save_answers(
                attempt_id=sheet.id, answers=given.answers, base_seqs=given.base_seqs, now=utc_now()
            )
    except services.Ended as refusal:
        flash(gettext(refusal.text), "warning")
        return True
    for slot in newer:
        text = gettext("Question %(number)s has a newer answer from another window. It was kept.", number=number(slot))
        flash(text, "warning")
    for slot, typed in given.unreadable.items():
        flash(_not_a_number(slot, typed), "error")
    return bool(newer or given.unreadable)


def _unanswered(sheet: AttemptSheet) -> list[int]:
    return unanswered_numbers(sheet, queries.responses_to(sheet.id))


def _not_a_number(slot: int, text: str) -> str:
    return str(
        gettext(
            "Question %(number)s: “%(text)s” is not a number. Write one, such as %(example)s.",
            number=number(slot),
            text=text[:40],
            example=number(12.5),
        )
    )
