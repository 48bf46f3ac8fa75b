"""Small words that a page repeats many times, written once for each language of the interface."""

from functools import lru_cache

from flask_babel import gettext

from lms.core.messages import phrase
from lms.web.language import interface_language, number

KINDS = {
    "reading": phrase("Reading"),
    "video": phrase("Video"),
    "quiz": phrase("Quiz"),
    "assignment": phrase("Assignment"),
}


def step_facts(kind: str, minutes: int, required: bool) -> str:
    """`Reading · 8 min`, and whether the step is optional, in the reader's language."""
    return _step_facts(interface_language(), kind, minutes, required)


@lru_cache(maxsize=2048)
def _step_facts(_language: str, kind: str, minutes: int, required: bool) -> str:
    """The language is part of what is remembered; `gettext` takes it from the request."""
    parts = [gettext(KINDS[kind]), gettext("%(minutes)s min", minutes=number(minutes))]
    return " · ".join(parts if required else [*parts, gettext("optional")])
