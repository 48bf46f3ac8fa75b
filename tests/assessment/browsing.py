"""What the tests of the quiz pages share: a person at a quiz, and what their browser sends."""

from typing import Any

from lms.assessment import queries
from lms.core.clock import utc_now
from lms.core.db import db
from tests.factories.assessment import ASitting, a_sitting


def sitting_now(*questions: Any, **settings: Any) -> ASitting:
    return a_sitting(*questions, now=utc_now(), **settings)


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status
    return str(response.get_data(as_text=True))


def kept(sitting: ASitting) -> dict[int, Any]:
    db.session.rollback()
    return {slot: response.answer for slot, response in queries.responses_to(sitting.attempt.id).items()}


def whole_page(sitting: ASitting, **fields: Any) -> dict[str, Any]:
    """What a browser without scripts sends: every question's count, and what was filled in."""
    responses = queries.responses_to(sitting.attempt.id)
    slots = range(1, len(sitting.sheet().slots) + 1)
    counts = {f"seq-{n}": responses[n].seq if n in responses else 0 for n in slots}
    return {**counts, **{name.replace("_", "-"): value for name, value in fields.items()}}


def choose(sitting: ASitting, key: str) -> str:
    """The value that the page gives this option of the first question."""
    return str(sitting.sheet().slots[0].options.index(key) + 1)


def save(client: Any, sitting: ASitting, slot: int, seq: int = 0, **fields: str) -> Any:
    data = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.post(f"{sitting.url}answers/{slot}", data={"seq": seq, **data})
