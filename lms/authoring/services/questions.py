"""Questions and banks of a draft: added, changed, moved, copied, deleted and brought back.

`seen` is the digest of the question that the author's page was made from (`queries.questions.DraftQuestion`), so that
two authors at two questions of one bank don't disturb each other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lms.authoring.models import DraftChangeFile
from lms.authoring.queries.question_history import draft_steps
from lms.authoring.queries.questions import banks_of, keys_taken, last_change
from lms.authoring.rules.keys import key_from
from lms.authoring.rules.questions import (
    BankValues,
    Entry,
    Words,
    banks_in,
    digest_of_question,
    files_of,
    first_words,
    with_deleted,
    with_entry,
    without_entry,
)
from lms.authoring.services.files import Content, Stale, change_files, lock_draft
from lms.core.errors import Refused

MOST_QUESTIONS = 500  # of one bank, as lms/packages/schema/bank.json has it


def held_banks(course_id: int) -> dict[str, BankValues]:
    """Every bank, held until the transaction ends."""
    lock_draft(course_id)
    return banks_of(course_id)


def changed_bank_files(*banks: BankValues) -> dict[str, Content]:
    """The files of these banks as they shall be. Raises `Refused` for more than a bank can hold."""
    for bank in banks:
        if len(bank.entries) > MOST_QUESTIONS:
            raise Refused("A bank holds at most %(most)s questions. Put some into another bank.", most=MOST_QUESTIONS)
    return {path: text for bank in banks for path, text in files_of(bank).items()}


def readable(banks: Mapping[str, BankValues], name: str) -> BankValues:
    """The bank. Raises `Stale` when it is gone, `Refused` when something in its files would get lost."""
    bank = banks.get(name)
    if bank is None:
        raise Stale(f"questions/{name}.yaml", None, None)
    if not bank.is_readable:
        raise Refused("The files of the bank %(bank)s cannot be read. The check says where; bring them in again.",
                      bank=name)  # fmt: skip
    return bank


def _question(course_id: int, bank: BankValues, key: str) -> Entry:
    """Raises `Stale` when the question is gone."""
    entry = bank.entry(key)
    if entry is None:
        raise _stale(course_id, bank.name, key)
    return entry


def _stale(course_id: int, bank: str, key: str) -> Stale:
    by, at = last_change(course_id, key) or (None, None)
    return Stale(f"questions/{bank}.yaml", by, at)


def add_bank(course_id: int, title: str, source_language: str, *, by: int, now: datetime) -> str:
    """A bank without questions; returns its name, made from the title. Raises `Refused`."""
    banks = held_banks(course_id)
    name = key_from(title, banks, "bank")
    files = changed_bank_files(BankValues(name, [], {source_language: {}}))
    change_files(course_id, files, kind="add-bank", subject=name, by=by, now=now)
    return name


def delete_bank(course_id: int, name: str, *, by: int, now: datetime) -> int | None:
    """Removes a bank without questions; returns the step to take back. Raises `Refused`."""
    bank = readable(held_banks(course_id), name)
    if bank.entries:
        raise Refused("This bank has questions. Move or delete them first.")
    gone: dict[str, Content] = dict.fromkeys(files_of(bank))
    return change_files(course_id, gone, kind="delete-bank", subject=name, by=by, now=now).change_id


def add_question(
    course_id: int, bank: str, entry: Entry, words: Words, source_language: str, *, by: int, now: datetime
) -> str:
    """A question at the end of a bank, which is made when there is none of this name; returns its key.

    The key of `entry` doesn't count: a new one is made from the prompt. Raises `Refused`.
    """
    banks = held_banks(course_id)
    known = readable(banks, bank) if bank in banks else BankValues(bank, [], {source_language: {}})
    key = key_from(first_words(words.get("prompt"))[:40], keys_taken(course_id, banks.values()), "question")
    changed = with_entry(known, {**entry, "key": key}, {source_language: words})
    change_files(course_id, changed_bank_files(changed), kind="add-question", subject=key, by=by, now=now)
    return key


def save_question(
    course_id: int, bank: str, entry: Entry, words: Words, source_language: str, *, seen: str, by: int, now: datetime
) -> str:
    """The question as it shall be; returns its digest. Its words in other languages stay, as far as they fit.

    Raises `Stale` when this question was changed or deleted since it was `seen`, or `Refused`. Whoever has `seen` that
    it is gone (an empty digest) brings it back.
    """
    known = readable(held_banks(course_id), bank)
    changed = _replaced(course_id, known, entry, words, source_language, seen)
    change_files(course_id, changed_bank_files(changed), kind="edit-question", subject=entry["key"], by=by, now=now)
    return digest_of_question(entry, words)


def restore_question(
    course_id: int, bank: str, key: str, source_language: str, *, step: int, seen: str, by: int, now: datetime
) -> int | None:
    """The question as it was after this step of the history; returns the step to take back.

    Its words in other languages stay, as far as they fit, as with any change. Raises `Stale` as `save_question` does,
    or `Refused`.
    """
    banks = held_banks(course_id)
    steps = draft_steps(course_id, banks, key, source_language)
    entry, words = next((each.after for each in steps if each.id == step), ({}, {}))
    if not entry:
        raise Refused("This step is no longer there.")
    changed = _replaced(course_id, readable(banks, bank), entry, words, source_language, seen)
    files = changed_bank_files(changed)
    return change_files(course_id, files, kind="restore-question", subject=key, by=by, now=now).change_id


def _replaced(
    course_id: int, known: BankValues, entry: Entry, words: Words, source_language: str, seen: str
) -> BankValues:
    """The bank with this question in the place of the one that was `seen`. Raises `Stale` or `Refused`."""
    key = entry["key"]
    before = known.entry(key)
    if digest_of_question(before, known.words_of(key).get(source_language)) != seen:
        raise _stale(course_id, known.name, key)
    if before and before["kind"] != entry["kind"]:
        raise Refused("A question keeps its kind. Write a new question instead.")
    return with_entry(known, entry, {source_language: words})


def copy_question(course_id: int, bank: str, key: str, *, by: int, now: datetime) -> str:
    """A copy below the original, with its words in every language; returns its key. Raises `Refused`."""
    banks = held_banks(course_id)
    known = readable(banks, bank)
    entry = _question(course_id, known, key)
    new = key_from(key, keys_taken(course_id, banks.values()), "question")
    keys = [each["key"] for each in known.entries]
    following = keys[keys.index(key) + 1] if key != keys[-1] else None
    changed = with_entry(known, {**entry, "key": new}, known.words_of(key), before=following)
    change_files(course_id, changed_bank_files(changed), kind="add-question", subject=new, by=by, now=now)
    return new


def move_questions(course_id: int, chosen: Sequence[tuple[str, str]], to: str, *, by: int, now: datetime) -> int:
    """Puts these (bank, key) at the end of another bank; returns how many moved. Raises `Stale` or `Refused`."""
    banks = held_banks(course_id)
    target = readable(banks, to)
    changed: dict[str, BankValues] = {}
    moved = [(bank, key) for bank, key in chosen if bank != to]
    for bank, key in moved:
        source = changed.get(bank) or readable(banks, bank)
        entry = _question(course_id, source, key)
        target = with_entry(target, entry, source.words_of(key))
        changed[bank] = without_entry(source, key)
    subject = ", ".join(key for _bank, key in moved)[:200]
    files = changed_bank_files(target, *changed.values())
    change_files(course_id, files, kind="move-question", subject=subject, by=by, now=now)
    return len(moved)


def delete_question(course_id: int, bank: str, key: str, *, by: int, now: datetime) -> int | None:
    """Removes the question with its words in every language; returns the step to take back. Raises `Stale`."""
    known = readable(held_banks(course_id), bank)
    _question(course_id, known, key)
    files = changed_bank_files(without_entry(known, key))
    return change_files(course_id, files, kind="delete-question", subject=key, by=by, now=now).change_id


def banks_with_deleted(course_id: int, steps: Sequence[DraftChangeFile]) -> dict[str, Content]:
    """The banks as they are now, with the questions that a step took out of them. The caller holds the draft."""
    before = banks_in({step.path: step.before_text or "" for step in steps if step.before_digest})
    now = banks_of(course_id)
    taken = [entry["key"] for bank in now.values() for entry in bank.entries]
    changed = [
        with_deleted(readable(now, name) if name in now else BankValues(name), bank, taken)
        for name, bank in before.items()
    ]
    return changed_bank_files(*changed)
