"""Quizzes of a draft: what their sections can draw from the banks, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.questions import BankValues, section_keys
from lms.core.messages import PluralSentence, Said, Sentence

DEFAULTS: dict[str, Any] = {
    "shuffle_questions": True, "shuffle_options": True, "grade": "best", "feedback": "after_submit",
}  # fmt: skip
_ORDER = (
    "questions", "shuffle_questions", "shuffle_options", "time_limit_minutes", "attempts", "pass_percent", "grade",
    "feedback",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions of a quiz: `draw` of those in a bank that carry a tag, or all of them (None)."""

    bank: str
    tag: str = ""
    draw: int | None = None

    def written(self) -> dict[str, Any]:
        """As the file says it."""
        values: dict[str, Any] = {"bank": self.bank}
        if self.draw is not None:
            values["draw"] = self.draw
        return {**values, "tag": self.tag} if self.tag else values


def sections_of(settings: Mapping[str, Any]) -> list[Section]:
    """What can be read of them."""
    found = []
    for section in settings.get("questions") or ():
        if isinstance(section, dict) and isinstance(section.get("bank"), str):
            draw = section["draw"] if isinstance(section.get("draw"), int) else None
            found.append(Section(section["bank"], str(section.get("tag") or ""), draw))
    return found


def with_settings(before: Mapping[str, Any], sections: Sequence[Section], values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with these sections and values, None for what is left out, in the usual order."""
    merged = {**before, **values, "questions": [section.written() for section in sections]}
    kept = {name: value for name, value in merged.items() if value is not None and DEFAULTS.get(name) != value}
    known = [name for name in _ORDER if name in kept]
    return {name: kept[name] for name in [*known, *(name for name in kept if name not in known)]}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a section can draw: how many it has, and how many it asks."""

    section: Section
    offered: int
    asked: int


def offers(sections: Sequence[Section], banks: Mapping[str, BankValues]) -> list[Offer]:
    """Each section with its numbers; one that wants more than there are asks what there is."""
    found = []
    for section in sections:
        count = len(section_keys(banks.get(section.bank), section.tag))
        found.append(Offer(section, count, count if section.draw is None else min(section.draw, count)))
    return found


def warnings(sections: Sequence[Section], banks: Mapping[str, BankValues]) -> list[Said]:
    """What keeps the quiz from being published, section by section."""
    if not sections:
        return [Sentence("The quiz asks nothing yet: say which questions it draws.")]
    found: list[Said] = []
    seen: set[str] = set()
    for number, section in enumerate(sections, 1):
        bank = banks.get(section.bank)
        keys = section_keys(bank, section.tag)
        told: dict[str, object] = {"number": number, "bank": section.bank, "tag": section.tag}
        if bank is None:
            found.append(Sentence("Section %(number)s: there is no bank %(bank)s.", told))
        elif not keys and section.tag:
            found.append(Sentence("Section %(number)s: no question of %(bank)s carries the tag %(tag)s.", told))
        elif not keys:
            found.append(Sentence("Section %(number)s: the bank %(bank)s has no question yet.", told))
        elif section.draw is not None and section.draw > len(keys):
            told |= {"draw": section.draw}
            found.append(
                PluralSentence(
                    "Section %(number)s draws %(draw)s questions, but %(bank)s has only %(count)s.",
                    "Section %(number)s draws %(draw)s questions, but %(bank)s has only %(count)s.",
                    len(keys),
                    told,
                )
            )
        if twice := seen & set(keys):
            told = {"number": number, "key": min(twice)}
            found.append(Sentence("Section %(number)s can draw %(key)s again, which a section above has.", told))
        seen |= set(keys)
    return found
