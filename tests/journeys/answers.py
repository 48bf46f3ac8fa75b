"""The right answers to an open attempt, read from the site's own database, as the form of the quiz takes them."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from lms.assessment.queries import QuestionFacts
from lms.assessment.rules.drawing import Slot, slot_from_json
from lms.demo.answers import right_answer

Field = tuple[str, str]  # the name of a control and the value to give it


def right_fields(database: Path, attempt: str) -> list[list[Field]]:
    """What to fill in, question by question. `attempt` is the code in the address of the attempt."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        row = connection.execute("SELECT slots FROM attempt WHERE public_id = ?", (attempt,)).fetchone()
        slots = [slot_from_json(kept) for kept in json.loads(row[0])]
        return [
            _as_fields(number, slot, right_answer(slot, _question(connection, slot)))
            for number, slot in enumerate(slots, 1)
        ]


def _question(connection: sqlite3.Connection, slot: Slot) -> QuestionFacts:
    version, kind, points, body, texts = connection.execute(
        "SELECT id, kind, points, body, texts FROM question_version WHERE id = ?", (slot.question_version_id,)
    ).fetchone()
    return QuestionFacts(version, kind, points, json.loads(body), json.loads(texts))


def _as_fields(number: int, slot: Slot, answer: Any) -> list[Field]:
    """Options have the number they are shown under as their value; true and false have their own word."""
    name = f"answer-{number}"
    shown = {key: str(place) for place, key in enumerate(slot.options, 1)}
    match slot.kind:
        case "true_false":
            return [(name, answer["choice"])]
        case "single":
            return [(name, shown[answer["choice"]])]
        case "multiple":
            return [(name, shown[key]) for key in answer["choices"]]
        case "matching":
            return [(f"{name}-{n}", shown[answer["pairs"][key]]) for n, key in enumerate(slot.left, 1)]
        case "ordering":
            return [(f"{name}-{n}", str(answer["places"][key])) for n, key in enumerate(slot.options, 1)]
    return [(name, answer["text"])]
