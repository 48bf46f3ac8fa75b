"""What became of one question: the steps of the draft that changed it, and the revisions in which it differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.accounts.queries import person_names
from lms.authoring.models import DraftChange, DraftChangeFile
from lms.authoring.rules.facts import BANK, BANK_WORDS
from lms.authoring.rules.history import kind_in_words
from lms.authoring.rules.questions import BankValues, Entry, Words, banks_in, differences_of, file_value
from lms.authoring.rules.readable import Difference
from lms.core.cache import remembered
from lms.core.db import db
from lms.core.messages import Sentence
from lms.core.runtime import current
from lms.courses.queries.identities import course_revisions, digests_of_revisions

MOST_STEPS = 60  # of the draft that changed any bank, the newest
MOST_REVISIONS = 30
State = tuple[Entry, Words]  # a question with its words in the source language; both empty where there is none


@dataclass(frozen=True, slots=True)
class QuestionStep:
    """One change of the question: `title` says what was done, `by` is None for what a command did, `after` is what
    the question was from then on. `is_other` where it is something else now, which may be replaced by it.
    """

    id: int
    title: Sentence
    at: datetime
    by: str | None
    parts: tuple[Difference, ...]
    after: State
    is_other: bool


def draft_steps(course_id: int, banks: Mapping[str, BankValues], key: str, source_language: str) -> list[QuestionStep]:
    """The newest steps of the draft in which this question differs, the newest first: three statements.

    A step keeps only the files that it changed, so the question of then is found by going back from `banks`, which
    are those of the draft now.
    """
    changes = db.session.execute(
        select(DraftChange.id, DraftChange.kind, DraftChange.subject, DraftChange.changed_at, DraftChange.changed_by)
        .where(
            DraftChange.course_id == course_id,
            select(DraftChangeFile.path)
            .where(DraftChangeFile.change_id == DraftChange.id, DraftChangeFile.path.like("questions/%"))
            .exists(),
        )
        .order_by(DraftChange.id.desc())
        .limit(MOST_STEPS)
    ).all()
    rows = db.session.execute(
        select(DraftChangeFile.change_id, DraftChangeFile.path, DraftChangeFile.before_text).where(
            DraftChangeFile.change_id.in_([change.id for change in changes]), DraftChangeFile.path.like("questions/%")
        )
    )
    before: dict[int, dict[str, _Said]] = {}
    for change_id, path, text in rows:
        if _is_wanted(path, source_language):
            before.setdefault(change_id, {})[path] = _said_in(path, text, key)
    people = person_names([change.changed_by for change in changes if change.changed_by is not None])
    said = _said_now(banks, key, source_language)
    now = after = _state_of(said, source_language)
    found = []
    for change in changes:
        said |= before.get(change.id, {})
        old = _state_of(said, source_language)
        if old != after:
            found.append(
                QuestionStep(
                    id=change.id,
                    title=kind_in_words(change.kind, change.subject),
                    at=change.changed_at,
                    by=people[change.changed_by].printed_name if change.changed_by in people else None,
                    parts=tuple(differences_of(old, after)),
                    after=after,
                    is_other=bool(after[0]) and after != now,
                )
            )
        after = old
    return found


_Said = dict[str, Any] | None  # what one file says of the question: its entry, or its words


def _said_now(banks: Mapping[str, BankValues], key: str, source_language: str) -> dict[str, _Said]:
    said: dict[str, _Said] = {}
    for name, bank in banks.items():
        said[f"questions/{name}.yaml"] = bank.entry(key)
        said[f"questions/{name}.{source_language}.yaml"] = bank.words.get(source_language, {}).get(key)
    return said


def _said_in(path: str, text: str | None, key: str) -> _Said:
    value = file_value(text) if text else None
    if BANK.fullmatch(path) and isinstance(value, list):
        return next((each for each in value if isinstance(each, dict) and each.get("key") == key), None)
    words = value.get(key) if isinstance(value, dict) else None
    return words if isinstance(words, dict) else None


def _state_of(said: Mapping[str, _Said], source_language: str) -> State:
    """A question stands in one bank; its words are those of the same."""
    for path, entry in said.items():
        if entry is not None and (match := BANK.fullmatch(path)):
            return entry, said.get(f"questions/{match[1]}.{source_language}.yaml") or {}
    return {}, {}


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """The question as one revision brought it: what differs from the revision before."""

    number: int
    at: datetime
    parts: tuple[Difference, ...]
    is_gone: bool


def published_versions(course_id: int, key: str, source_language: str) -> list[PublishedVersion]:
    """The newest revisions in which the question came, changed or went, the newest first.

    Two statements; banks that did not change between revisions are read once.
    """
    revisions = course_revisions(course_id)[:MOST_REVISIONS][::-1]
    files = digests_of_revisions([revision.id for revision in revisions])
    found: list[PublishedVersion] = []
    before: State = ({}, {})
    for revision in revisions:
        after = _published_state(files[revision.id], key, source_language)
        if after != before:
            parts = tuple(differences_of(before, after))
            found.append(PublishedVersion(revision.number, revision.published_at, parts, not after[0]))
        before = after
    return found[::-1]


def _published_state(digests: Mapping[str, str], key: str, source_language: str) -> State:
    chosen = tuple(sorted((path, digest) for path, digest in digests.items() if _is_wanted(path, source_language)))
    found: State = _states(chosen, source_language).get(key, ({}, {}))
    return found


def _is_wanted(path: str, source_language: str) -> bool:
    words = BANK_WORDS.fullmatch(path)
    return bool(BANK.fullmatch(path) or (words and words[2] == source_language))


@remembered(maxsize=8)
def _states(files: tuple[tuple[str, str], ...], source_language: str) -> dict[str, State]:
    """Every question of these files of the store by its key."""
    texts = {path: current().storage.get(digest).decode() for path, digest in files}
    states: dict[str, Any] = {}
    for bank in banks_in(texts).values():
        for entry in bank.entries:
            states[entry["key"]] = (entry, bank.words_of(entry["key"]).get(source_language, {}))
    return states
