"""One question that is tried in its editor: drawn by a seed, graded at once, kept nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lms.assessment.drafts import QuestionDraft
from lms.assessment.queries import QuestionFacts, ResponseFacts
from lms.assessment.question_pages import QuestionPage, question_page
from lms.assessment.rules.answers import BadAnswer, UnreadableNumber, read_answer
from lms.assessment.rules.attempts import EVERYTHING
from lms.assessment.rules.drawing import draw_slots
from lms.assessment.rules.pictures import with_pictures_at
from lms.assessment.rules.scoring import share


@dataclass(frozen=True, slots=True)
class Trial:
    """What the page shows; `unreadable` is what was typed where a number belongs."""

    page: QuestionPage
    is_checked: bool = False
    unreadable: str = ""


def tried(
    draft: QuestionDraft,
    language: str,
    *,
    seed: int,
    media_url: str,
    given: Mapping[str, Sequence[str]] | None = None,
    now: datetime,
) -> Trial:
    """The question as an attempt with this seed shows it; with its result when answers are `given`.

    An answer that the page can't have sent counts as none: the author may have taken the option away meanwhile.
    """
    texts = {tag: _with_media(words, media_url) for tag, words in draft.texts.items()}
    facts = QuestionFacts(0, draft.kind, draft.points, draft.body, texts)
    slot = draw_slots([(None, [facts])], shuffle_questions=False, shuffle_options=False, seed=seed)[0]
    if given is None:
        return Trial(question_page(slot, 1, facts, None, [language]))
    answer: dict[str, Any] = {}
    unreadable = ""
    try:
        answer = read_answer(slot, 1, given)
    except UnreadableNumber as error:
        unreadable = error.text
    except BadAnswer:
        pass
    points = share(slot, facts.body, texts, answer) * slot.points
    response = ResponseFacts(1, answer, 0, now, float(points))
    page = question_page(slot, 1, facts, response, [language])
    page = page.graded(slot, facts, response, EVERYTHING)
    return Trial(replace(page, text=page.text or unreadable), is_checked=True, unreadable=unreadable)


def _with_media(value: Any, media_url: str) -> Any:
    """Safe HTML whose pictures are those of the draft."""
    if isinstance(value, str):
        return with_pictures_at(media_url, value)
    if isinstance(value, Mapping):
        return {name: _with_media(each, media_url) for name, each in value.items()}
    return value
