"""How well the questions of a course work, for its staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from lms.assessment.policies import may_see_work
from lms.assessment.queries.analysis import MOST_ATTEMPTS, AnalysedQuestion, analysed_questions
from lms.assessment.rules.analysis import FEWEST, OptionUse
from lms.assessment.rules.pictures import with_pictures_at
from lms.assessment.views.blueprint import blueprint
from lms.assessment.wording import KIND_NAMES, as_html, words_of
from lms.core.languages import direction
from lms.core.messages import cut_short, phrase
from lms.courses.queries import CourseFacts, ItemFacts, course_text, outline, published_course, titles_in
from lms.web.guards import guarded
from lms.web.language import interface_language, number, percent, wanted_languages

BASE = "/studio/<slug>/analysis"
# Verdict -> tone of its badge, words.
VERDICTS = {
    "few": ("plain", phrase("Too few answers")),
    "plain": ("plain", phrase("Nothing to compare")),
    "misleading": ("bad", phrase("May mislead")),
    "hard": ("warn", phrase("Very hard")),
    "easy": ("warn", phrase("Very easy")),
    "weak": ("warn", phrase("Tells little apart")),
    "fair": ("good", phrase("Works")),
    "good": ("good", phrase("Works well")),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in the list; figures are as they read."""

    key: str
    text: str
    kind: str
    count: int
    facility: str
    discrimination: str
    upper_lower: str
    tone: str
    verdict: str
    needs_a_look: bool


def _quizzes(course: CourseFacts) -> list[ItemFacts]:
    return [item for item in outline(course.revision_id).items if item.kind == "quiz"]


@blueprint.get(BASE)
@guarded(may_see_work, hidden=True, course=published_course)
def analysis(course: CourseFacts) -> ResponseReturnValue:
    """Every question of one quiz with its figures, those that need a look first."""
    quizzes = _quizzes(course)
    asked = request.args.get("quiz", "")
    quiz = next((item for item in quizzes if item.key == asked), next(iter(quizzes), None))
    found = analysed_questions(quiz.id, quiz.version_id) if quiz else []
    lines = sorted(map(_line, found), key=lambda line: not line.needs_a_look)
    title = titles_in(interface_language(), course.source_language)
    return render_template(
        "assessment/analysis.html",
        course=course,
        title=_title(course),
        quiz=quiz,
        quizzes=[(item.key, title(item.titles)) for item in quizzes],
        lines=lines,
        fewest=FEWEST,
        most=MOST_ATTEMPTS,
    )


def _title(course: CourseFacts) -> str:
    return course_text(course.revision_id, [interface_language()]).title


def _line(found: AnalysedQuestion) -> QuestionLine:
    figures = found.analysis
    tone, verdict = VERDICTS[figures.verdict]
    _language, words = words_of(found.question.texts, wanted_languages())
    return QuestionLine(
        key=found.key,
        text=_plain(words["prompt"]),
        kind=gettext(KIND_NAMES[found.question.kind]),
        count=figures.count,
        facility="–" if figures.facility is None else percent(100 * figures.facility),
        discrimination=_hundredths(figures.discrimination),
        upper_lower=_hundredths(figures.upper_lower),
        tone=tone,
        verdict=gettext(verdict),
        needs_a_look=figures.needs_a_look,
    )


def _hundredths(value: float | None) -> str:
    """Never a negative zero: what rounds to nothing is nothing."""
    return "–" if value is None else number(round(value, 2) or 0.0, 2)


def _plain(html: str) -> str:
    return cut_short(as_html(html).striptags(), 140)


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option with how it is used; shares are as they read."""

    text: Markup | str
    use: OptionUse
    share: str
    strong: str
    weak: str


@blueprint.get(f"{BASE}/<item>/<question>")
@guarded(may_see_work, hidden=True, course=published_course)
def question_analysis(course: CourseFacts, item: str, question: str) -> ResponseReturnValue:
    """One question: its figures, its options, and what may be wrong with it."""
    quiz = next((one for one in _quizzes(course) if one.key == item), None)
    every = analysed_questions(quiz.id, quiz.version_id, question) if quiz else []
    found = next(iter(every), None)
    if quiz is None or found is None:
        abort(404)
    language, words = words_of(found.question.texts, wanted_languages())
    media = url_for("progress.item", slug=course.slug, item=quiz.key) + "media/"
    return render_template(
        "assessment/question_analysis.html",
        course=course,
        title=_title(course),
        quiz=quiz,
        quiz_title=titles_in(interface_language(), course.source_language)(quiz.titles),
        line=_line(found),
        found=found.analysis,
        prompt=as_html(with_pictures_at(media, words["prompt"])),
        language=language,
        direction=direction(language),
        options=[_option(use, words, media) for use in found.analysis.options],
        fewest=FEWEST,
    )


def _option(use: OptionUse, words: Mapping[str, Any], media: str) -> OptionLine:
    if use.key in words.get("options", {}):
        text: Markup | str = as_html(with_pictures_at(media, words["options"][use.key]))
    else:
        text = gettext("True") if use.key == "true" else gettext("False")
    return OptionLine(
        text=text,
        use=use,
        share=percent(100 * use.share),
        strong=percent(100 * use.strong_share),
        weak=percent(100 * use.weak_share),
    )
