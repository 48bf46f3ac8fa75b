"""Words for people, written below the web: marked here, translated where they are shown.

Babel extracts the first argument of `Sentence(…)`, `Refused(…)` and `phrase(…)`, and the first two of
`PluralSentence(…)`; `lms.web.language` translates them for the reader.
"""

from dataclasses import dataclass, field


def phrase(text: str) -> str:
    """Marks a fixed text for translation and returns it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence with `%(name)s` places, and what stands in them."""

    text: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PluralSentence:
    """A sentence that depends on a count; `%(count)s` is the count itself."""

    one: str
    many: str
    count: int
    values: dict[str, object] = field(default_factory=dict)


Said = Sentence | PluralSentence | str
