"""Questions of a draft as plain values: entries of a bank and their words, and what one may do with them.

An entry is one of questions/BANK.yaml, its words those of questions/BANK.LANGUAGE.yaml (docs/course-format.md). Each
function returns a changed copy and leaves its arguments alone.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lms.authoring.rules.facts import BANK, BANK_WORDS
from lms.authoring.rules.readable import Difference, differences_in
from lms.core.messages import cut_short
from lms.packages.writing import write_yaml
from lms.packages.yaml_text import read_yaml

Entry = dict[str, Any]
Words = dict[str, Any]

COMMON = ("key", "kind", "points", "tags")
# Which field of the entry lists the keys of which field of the words.
KEYED_BY = {"options": "options", "feedback": "options", "left": "left", "right": "right", "items": "order"}
SHOWN_LETTERS = 140  # of a prompt in a list
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_MARKS = re.compile(r"[*`]{1,3}|^\s{0,3}(?:[-+>]|\d+\.)\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BankValues:
    """A bank with its words by language; one that cannot be read has no entries and says so."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    words: dict[str, dict[str, Words]] = field(default_factory=dict)
    is_readable: bool = True

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry["key"] == key), None)

    def words_of(self, key: str) -> dict[str, Words]:
        """The words of one question by language."""
        return {language: words[key] for language, words in self.words.items() if key in words}

    def languages_of(self, key: str) -> tuple[str, ...]:
        return tuple(self.words_of(key))


@lru_cache(maxsize=24)
def file_value(text: str) -> Any:
    """What a file says, remembered, because a list reads every bank and few of them change. Not to be changed."""
    document = read_yaml("", text, [])
    return document.value if document else None


def banks_in(texts: Mapping[str, str]) -> dict[str, BankValues]:
    """The banks that these files (path -> text) make up, by name."""
    entries = {match[1]: text for path, text in texts.items() if (match := BANK.fullmatch(path))}
    words: dict[str, dict[str, Any]] = {name: {} for name in entries}
    for path, text in texts.items():
        if (match := BANK_WORDS.fullmatch(path)) and match[1] in words:
            words[match[1]][match[2]] = file_value(text)
    return {name: _bank(name, file_value(text), words[name]) for name, text in entries.items()}


def _bank(name: str, entries: Any, words: Mapping[str, Any]) -> BankValues:
    is_list = isinstance(entries, list)
    texts = {language: value for language, value in words.items() if isinstance(value, dict)}
    return BankValues(
        name,
        [entry for entry in entries if _is_entry(entry)] if is_list else [],
        {tag: {k: text for k, text in value.items() if isinstance(text, dict)} for tag, value in texts.items()},
        is_list
        and all(map(_is_entry, entries))
        and len(texts) == len(words)
        and all(isinstance(text, dict) for value in texts.values() for text in value.values()),
    )


def files_of(bank: BankValues) -> dict[str, str]:
    """The files that say this."""
    words = {f"questions/{bank.name}.{tag}.yaml": write_yaml(known) for tag, known in bank.words.items()}
    return {f"questions/{bank.name}.yaml": write_yaml(bank.entries), **words}


def _is_entry(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("key"), str) and isinstance(value.get("kind"), str)


def body_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules of `assessment` know as the question's body."""
    return {name: value for name, value in entry.items() if name not in COMMON}


def digest_of_question(entry: Entry | None, words: Words | None) -> str:
    """By which a page knows whether this question, and not its neighbours, has changed; empty for one that is gone."""
    if entry is None:
        return ""
    said = json.dumps([entry, words], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def differences_of(before: tuple[Entry, Words], after: tuple[Entry, Words]) -> list[Difference]:
    """What differs between two states of a question, part by part."""
    return differences_in("question.yaml", *(write_yaml({**entry, **words}) for entry, words in (before, after)))


def first_words(prompt: object, most: int = SHOWN_LETTERS) -> str:
    """The beginning of a prompt without the marks of Markdown, on one line."""
    text = _PICTURE.sub(lambda found: f"[{found[1]}]", str(prompt or ""))
    text = " ".join(_MARKS.sub("", text).split())
    return cut_short(text, most)


def letters() -> Iterable[str]:
    """a, b … z, a2, b2 …: keys of options."""
    number = 1
    while True:
        for letter in "abcdefghijklmnopqrstuvwxyz":
            yield letter if number == 1 else f"{letter}{number}"
        number += 1


def free_letters(taken: Iterable[str]) -> Iterable[str]:
    """Those that are not taken: a new option must not inherit the translation of one that is gone."""
    known = set(taken)
    return (letter for letter in letters() if letter not in known)


def keys_in(entry: Entry, name: str) -> list[str]:
    """The keys of this field of the words, as the entry lists them."""
    if entry["kind"] == "true_false":
        return ["true", "false"] if name == "feedback" else []
    listed = entry.get(KEYED_BY.get(name, ""), ())
    return [str(key) for key in listed] if isinstance(listed, list | tuple) else []


def fitted(entry: Entry, words: Words) -> Words:
    """Words of a translation without those of options that are gone."""
    kept: Words = {}
    for name, value in words.items():
        if name in KEYED_BY and isinstance(value, dict):
            known = keys_in(entry, name)
            value = {key: text for key, text in value.items() if key in known}
            if not value and words[name]:
                continue
        kept[name] = value
    return kept


def with_entry(bank: BankValues, entry: Entry, words: Mapping[str, Words], *, before: str | None = None) -> BankValues:
    """The question in its place, or a new one at the end or before another; `words` replace those of their languages.

    Words of other languages stay, as far as they fit.
    """
    key = entry["key"]
    if bank.entry(key) is None:
        at = next((place for place, each in enumerate(bank.entries) if each["key"] == before), len(bank.entries))
        entries = [*bank.entries[:at], entry, *bank.entries[at:]]
    else:
        entries = [entry if each["key"] == key else each for each in bank.entries]
    texts = {language: dict(known) for language, known in bank.words.items()}
    for language, known in texts.items():
        if key in known and language not in words:
            known[key] = fitted(entry, known[key])
    for language, text in words.items():
        texts.setdefault(language, {})[key] = text
    return BankValues(bank.name, entries, {language: _in_order(entries, known) for language, known in texts.items()})


def without_entry(bank: BankValues, key: str) -> BankValues:
    """Without the question and its words in any language."""
    return BankValues(
        bank.name,
        [entry for entry in bank.entries if entry["key"] != key],
        {language: {k: text for k, text in known.items() if k != key} for language, known in bank.words.items()},
    )


def _in_order(entries: list[Entry], words: dict[str, Words]) -> dict[str, Words]:
    """Words in the order of their questions; those of none at the end, where the check will name them."""
    keys = [entry["key"] for entry in entries]
    ordered = [key for key in keys if key in words] + [key for key in words if key not in keys]
    return {key: words[key] for key in ordered}


def with_deleted(now: BankValues, before: BankValues, taken: Iterable[str] = ()) -> BankValues:
    """The bank with what `before` had and `now` lacks, before what followed it; none of `taken` comes twice."""
    bank, known = now, {*taken, *(entry["key"] for entry in now.entries)}
    for place, entry in enumerate(before.entries):
        if entry["key"] in known:
            continue
        behind = [each["key"] for each in before.entries[place + 1 :]]
        present = [each["key"] for each in bank.entries]
        following = next((key for key in behind if key in present), None)
        bank = with_entry(bank, entry, before.words_of(entry["key"]), before=following)
    return bank


def section_keys(bank: BankValues | None, tag: str | None) -> list[str]:
    """The questions that a section of a quiz can draw."""
    if bank is None:
        return []
    return [entry["key"] for entry in bank.entries if not tag or tag in (entry.get("tags") or ())]


def tags_of(banks: Iterable[BankValues]) -> list[str]:
    """Every tag once, in order."""
    return sorted({str(tag) for bank in banks for entry in bank.entries for tag in entry.get("tags") or ()})
