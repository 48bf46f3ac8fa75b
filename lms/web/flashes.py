"""What the next page says of what was done, with a button that takes it back. Plain sentences go by Flask's `flash`."""

from dataclasses import dataclass
from typing import Any

from flask import session

_KEPT = "undo"


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done, and where the button sends which fields to take it back."""

    text: str
    url: str
    fields: dict[str, Any]


def flash_with_undo(text: str, url: str, **fields: object) -> None:
    """Says on the next page what was done, with a button that takes it back."""
    session[_KEPT] = [*session.get(_KEPT, ()), [text, url, fields]]


def undo_offers() -> list[Undo]:
    """What is to be said so on this page, once."""
    return [Undo(*each) for each in session.pop(_KEPT, ())]
