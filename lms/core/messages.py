"""Words for people, written below the web: marked here, translated where they are shown.

Babel extracts the first argument of `Sentence(…)`, `Refused(…)`, `Told(…)` and `phrase(…)`, and the first two of
`PluralSentence(…)`; `lms.web.language` translates them for the reader.
"""

from dataclasses import dataclass, field


def phrase(text: str) -> str:
    """Marks a fixed text for translation and returns it unchanged."""
    return text


def cut_short(text: str, most: int) -> str:
    """The text, or its beginning and "…", together at most `most` letters; words stay whole where spaces part them."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    whole, space, _cut = head.rpartition(" ")
    if space and not text[most - 1].isspace() and len(whole) > most // 2:
        head = whole
    return f"{head.rstrip()}…"


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


class LanguageTag(str):
    """A language in a sentence: the command line prints its tag as the files have it, a page says its name."""


class Told(str):
    """A sentence that is a plain English string wherever it is used, for the command line and in tests, and still
    knows the text and the values that it was made of, so that a page says it in the reader's language.

    A value that is itself told is translated too; any other string is somebody's word and stays.
    """

    text: str
    values: dict[str, object]

    def __new__(cls, text: str, /, **values: object) -> "Told":
        told = super().__new__(cls, text % values if values else text)
        told.text, told.values = text, values
        return told


class Fault(str):
    """`what is wrong: what to do`, as one English string and as its two halves."""

    wrong: str
    todo: str

    def __new__(cls, wrong: str, todo: str) -> "Fault":
        fault = super().__new__(cls, f"{wrong}: {todo}")
        fault.wrong, fault.todo = wrong, todo
        return fault


Said = Sentence | PluralSentence | str
