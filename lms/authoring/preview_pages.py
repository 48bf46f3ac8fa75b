"""An attempt that is tried in a preview: drawn by a seed in the address, graded at once, kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lms.assessment.forms import GivenAnswers
from lms.assessment.queries import QuizContent, ResponseFacts
from lms.assessment.question_pages import QuestionPage, question_page
from lms.assessment.rules.attempts import EVERYTHING, is_passed, percent_of
from lms.assessment.rules.drawing import Slot, draw_slots
from lms.assessment.rules.scoring import share
from lms.assessment.wording import percent_in_words, points_in_words, verdict_in_words


def slots_of(quiz: QuizContent, seed: int) -> list[Slot]:
    """The questions of this seed, as an attempt would get them."""
    return draw_slots(
        quiz.sections,
        shuffle_questions=quiz.settings.shuffle_questions,
        shuffle_options=quiz.settings.shuffle_options,
        seed=seed,
    )


def trial_questions(quiz: QuizContent, slots: Sequence[Slot], languages: Sequence[str]) -> list[QuestionPage]:
    """Without their results."""
    return [
        question_page(slot, number, quiz.questions[slot.question_version_id], None, languages)
        for number, slot in enumerate(slots, 1)
    ]


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What the answers would have earned; right answers are shown whatever the quiz says of that."""

    passed: bool
    verdict: tuple[str, ...]
    points: str
    questions: tuple[QuestionPage, ...]
    unreadable: dict[int, str]


def trial_result(
    quiz: QuizContent, slots: Sequence[Slot], given: GivenAnswers, languages: Sequence[str], now: datetime
) -> TrialResult:
    """Graded as an attempt is; what is no number counts as not answered."""
    pages = []
    earned = Fraction(0)
    for number, slot in enumerate(slots, 1):
        question = quiz.questions[slot.question_version_id]
        answer = given.answers.get(number, {})
        points = share(slot, question.body, question.texts, answer) * slot.points
        earned += points
        response = ResponseFacts(number, answer, 0, now, float(points))
        page = question_page(slot, number, question, response, languages)
        pages.append(page.graded(slot, question, response, EVERYTHING))
    most = sum(slot.points for slot in slots)
    percent = percent_of(earned, Fraction(most))
    mark = quiz.settings.pass_percent
    verdict = verdict_in_words(
        percent_in_words(float(percent)), percent_in_words(mark), None, quiz.settings.grade, stays_passed=False
    )
    return TrialResult(
        passed=is_passed(percent, mark),
        verdict=verdict,
        points=points_in_words(float(earned), most),
        questions=tuple(pages),
        unreadable=given.unreadable,
    )
