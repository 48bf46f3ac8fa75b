"""The settings of a quiz: which questions it draws, and the rules, told as trainees will read them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment.queries import QuizOverview, quiz_overview_of
from lms.assessment.rules.attempts import read_settings
from lms.authoring import policies
from lms.authoring.forms.parts import text_of
from lms.authoring.forms.quizzes import QuizForm
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.items import DraftItem
from lms.authoring.queries.questions import banks_of
from lms.authoring.rules.questions import BankValues, tags_of
from lms.authoring.rules.quizzes import Offer, offers, warnings, with_settings
from lms.authoring.rules.readable import NAMES, Difference, differences_in
from lms.authoring.services.files import Stale
from lms.authoring.services.items import save_settings
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.item_parts import item_or_404
from lms.authoring.views.parts import told
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.packages.writing import write_yaml
from lms.web.forms import attempt
from lms.web.guards import guarded, own_id
from lms.web.language import number

_may_author = guarded(policies.may_author, hidden=True, course=the_course)


def _settings(item: DraftItem) -> dict[str, Any]:
    return dict(item.settings.value) if isinstance(item.settings.value, dict) else {}


@blueprint.get("/studio/<slug>/<item>/quiz")
@_may_author
def quiz(course: StudioCourse, item: str) -> ResponseReturnValue:
    """The settings as they are."""
    course = opened(course)
    found, banks = item_or_404(course, item, "quiz"), banks_of(course.id)
    form = QuizForm(settings=_settings(found), data={"seen": found.settings.digest or ""})
    return _page(course, found, banks, form)


@blueprint.post("/studio/<slug>/<item>/quiz")
@_may_author
def save_quiz(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Saves them, or only shows what the form would mean. Too few questions are told, and refuse nothing yet."""
    course = opened(course)
    found, banks = item_or_404(course, item, "quiz"), banks_of(course.id)
    before = _settings(found)
    form = QuizForm(settings=before)
    if button := request.form.get("row"):
        deed, _colon, rest = button.partition(":")
        form.sections.do(deed, rest.partition(":")[2])
        form.validate()
        return _page(course, found, banks, form)
    if not form.validate_on_submit():
        return _page(course, found, banks, form, 422)
    if request.form.get("do") == "show":
        return _page(course, found, banks, form)
    wanted = with_settings(before, form.wanted(), form.values())
    try:
        with attempt():
            seen, me = text_of(form.seen) or None, own_id()
            save_settings(course.id, item, wanted, subject=found.title, seen=seen, by=me, now=utc_now())
    except Stale as stale:
        form.seen.data = found.settings.digest or ""
        parts = differences_in("quiz.yaml", write_yaml(before), write_yaml(wanted))
        return _page(course, found, banks, form, 409, (told(stale), parts))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(course, found, banks, form, 409)
    flash(gettext("The settings of the quiz are saved."), "success")
    return redirect(url_for(".quiz", slug=course.slug, item=item))


def _page(
    course: StudioCourse,
    item: DraftItem,
    banks: dict[str, BankValues],
    form: QuizForm,
    status: int = 200,
    conflict: tuple[str, list[Difference]] | None = None,
) -> ResponseReturnValue:
    sections = form.wanted()
    found = offers(sections, banks)
    return render_template(
        "authoring/quiz.html",
        course=course,
        course_title=title_of(course),
        item=item,
        form=form,
        banks=[(name, len(bank.entries)) for name, bank in sorted(banks.items())],
        tags=tags_of(banks.values()),
        sections=found,
        offered={"banks": set(banks), "words": _offered_by_row(form, found)},
        warnings=warnings(sections, banks),
        rules=_rules(form.values() if form.is_good else _settings(item), found),
        conflict=conflict,
        names=NAMES,
    ), status


def _offered_by_row(form: QuizForm, found: list[Offer]) -> dict[str, str]:
    rows = [row for row in form.sections if row["bank"]]
    return {
        row.key: gettext("of %(count)s", count=number(offer.offered)) for row, offer in zip(rows, found, strict=True)
    }


def _rules(values: dict[str, Any], found: list[Offer]) -> QuizOverview:
    """The quiz as whoever has not begun it sees its rules."""
    settings = read_settings({name: value for name, value in values.items() if value is not None})
    return quiz_overview_of(settings, sum(offer.asked for offer in found))
