"""Changes of question banks, question by question."""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.authoring.rules.changes.facts import Change, Comparison, Side, short
from lms.authoring.rules.facts import BANK, BANK_WORDS
from lms.core.messages import PluralSentence, Sentence


def _bank(side: Side, name: str) -> dict[str, Any]:
    value = side.value(f"questions/{name}.yaml")
    return {q["key"]: q for q in value if isinstance(q, dict) and "key" in q} if isinstance(value, list) else {}


def changes_of_questions(both: Comparison) -> Iterator[Change]:
    names = [match[1] for path in both.differing if (match := BANK.fullmatch(path) or BANK_WORDS.fullmatch(path))]
    for name in dict.fromkeys(names):
        yield from _bank_changes(both, name)


def _bank_changes(both: Comparison, name: str) -> Iterator[Change]:
    """Questions of one bank by their keys; its files that did not change say nothing."""
    plain, source = f"questions/{name}.yaml", f"questions/{name}.{both.after.source_language}.yaml"
    old, new = _bank(both.before, name), _bank(both.after, name)
    words = {
        path: (both.before.mapping(path), both.after.mapping(path))
        for path in both.differing
        if (match := BANK_WORDS.fullmatch(path)) and match[1] == name
    }
    was, now = words.get(source, ({}, {}))

    def called(key: str) -> dict[str, object]:
        told = (now.get(key) or was.get(key) or {}).get("prompt") or key
        return {"question": short(str(told))}

    if plain in both.differing:
        for key in new:
            if key not in old:
                yield Change("questions", Sentence("New question: “%(question)s”", called(key)), (source, plain))
        for key in old:
            if key not in new:
                yield Change("questions", Sentence("Question removed: “%(question)s”", called(key)), (source, plain))
    kept = [
        key
        for key in dict.fromkeys([*new, *now])
        if not (plain in both.differing and (key not in old or key not in new))
    ]
    for key in kept:
        paths = (source,) * (was.get(key) != now.get(key)) + (plain,) * (old.get(key) != new.get(key))
        if paths:
            yield Change("questions", Sentence("Question changed: “%(question)s”", called(key)), paths)
    yield from _bank_translations(words, source, kept, name)


def _bank_translations(
    words: Mapping[str, tuple[dict[str, Any], dict[str, Any]]], source: str, kept: list[str], name: str
) -> Iterator[Change]:
    for path, (was, now) in words.items():
        count = sum(was.get(key) != now.get(key) for key in {*was, *now})
        if path != source and count:
            said = PluralSentence(
                "The translation of %(count)s question of the bank %(bank)s",
                "The translation of %(count)s questions of the bank %(bank)s",
                count,
                {"bank": name},
            )
            yield Change("translations", said, (path,), path.split(".")[1])
