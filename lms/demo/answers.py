"""The right and a wrong answer to a drawn question, for demo people (and for tests that sit a quiz)."""

from collections.abc import Mapping
from typing import Any

from lms.assessment.queries import QuestionFacts
from lms.assessment.rules.answers import Answer
from lms.assessment.rules.drawing import Slot
from lms.assessment.rules.scoring import accepted_texts, right_number


def right_answer(slot: Slot, question: QuestionFacts) -> Answer:
    """The answer that earns all points, as it is kept (see assessment.rules.answers)."""
    body: Mapping[str, Any] = question.body
    match slot.kind:
        case "single":
            return {"choice": body["answer"]}
        case "true_false":
            return {"choice": str(body["answer"]).lower()}
        case "multiple":
            return {"choices": sorted(body["answer"])}
        case "matching":
            return {"pairs": dict(body["answer"])}
        case "ordering":
            return {"places": {key: place for place, key in enumerate(body["order"], 1)}}
        case "short_text":
            return {"text": next(iter(accepted_texts(question.texts)))}
    return {"text": str(right_number(slot, body))}


def wrong_answer(slot: Slot, question: QuestionFacts) -> Answer:
    """An answer that earns nothing, or little."""
    body: Mapping[str, Any] = question.body
    match slot.kind:
        case "single":
            return {"choice": next(key for key in slot.options if key != body["answer"])}
        case "true_false":
            return {"choice": str(not body["answer"]).lower()}
        case "multiple":
            return {"choices": sorted(key for key in slot.options if key not in body["answer"])[:1]}
        case "matching" | "ordering":
            return {}
        case "short_text":
            return {"text": "?!"}
    return {"text": str(right_number(slot, body) * 2 + 7)}
