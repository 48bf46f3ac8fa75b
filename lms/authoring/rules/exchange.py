"""Questions of other systems on their way into the banks of a draft."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.authoring.rules.keys import key_from
from lms.authoring.rules.questions import BankValues, Words, with_entry
from lms.packages.exchange import ExchangedQuestion

ADD, REPLACE = "add", "replace"
_SHOWN = re.compile(r"\.\./media/([a-zA-Z0-9.-]+)")


@dataclass(frozen=True, slots=True)
class Merged:
    """The banks as they shall be, and how many questions came in new and in the place of others."""

    banks: dict[str, BankValues] = field(default_factory=dict)
    added: int = 0
    replaced: int = 0


def with_media_names(value: Any, names: Mapping[str, str]) -> Any:
    """Words whose pictures are called as the course calls them."""
    if isinstance(value, str):
        return _SHOWN.sub(lambda found: f"../media/{names.get(found[1], found[1])}", value)
    if isinstance(value, dict):
        return {key: with_media_names(each, names) for key, each in value.items()}
    return [with_media_names(each, names) for each in value] if isinstance(value, list) else value


def shown_names(value: Any) -> list[str]:
    """The pictures that words show."""
    if isinstance(value, str):
        return list(dict.fromkeys(_SHOWN.findall(value)))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return list(dict.fromkeys(name for each in inner for name in shown_names(each)))


def known_keys(banks: Mapping[str, BankValues], questions: Sequence[ExchangedQuestion]) -> int:
    """How many of them have a key that a question of the draft has already."""
    present = {entry["key"] for bank in banks.values() for entry in bank.entries}
    return sum(question.key in present for question in questions)


def merge(
    banks: Mapping[str, BankValues],
    questions: Sequence[ExchangedQuestion],
    source_language: str,
    *,
    into: str,
    how: str,
    taken: Collection[str],
) -> Merged:
    """`into` names a bank for all of them, empty: each goes into the bank of its own.

    With `REPLACE` a question takes the place of that with the same key and kind, wherever it stands; any other gets a
    key that is not `taken`, so that nothing is overwritten.
    """
    changed: dict[str, BankValues] = {}
    homes = {entry["key"]: (name, entry["kind"]) for name, bank in banks.items() for entry in bank.entries}
    keys, added, replaced = set(taken), 0, 0
    for question in questions:
        home, kind = homes.get(question.key, ("", ""))
        name, key = into or question.category, question.key
        if how == REPLACE and home and kind == question.entry["kind"]:
            name, replaced = home, replaced + 1
        else:
            key, added = key_from(question.key, keys, "question"), added + 1
        keys.add(key)
        bank = changed.get(name) or banks.get(name) or BankValues(name, [], {source_language: {}})
        words: dict[str, Words] = {source_language: question.words}
        changed[name] = with_entry(bank, {**question.entry, "key": key}, words)
    return Merged(changed, added, replaced)
