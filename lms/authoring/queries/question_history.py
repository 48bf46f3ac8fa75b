"""What became of one question: the steps of the draft that changed it, and the revisions in which it differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.accounts.queries import person_names
from lms.authoring.models import DraftChange, DraftChangeFile
from lms.authoring.rules.facts import BANK, BANK_WORDS
from lms.authoring.rules.history import kind_in_words
from lms.authoring.rules.questions import Entry, Words, banks_in, differences_of, file_value
from lms.authoring.rules.readable import Difference
from lms.core.cache import remembered
from lms.core.db import db
from lms.core.messages import Sentence
from lms.core.runtime import current
from lms.courses.queries.identities import course_revisions, digests_of_revisions

MOST_STEPS = 60  # of the draft that changed any bank, the newest
MOST_REVISIONS = 30
_State = tuple[Entry, Words]


@dataclass(frozen=True, slots=True)
class QuestionStep:
    """One change of the question: `title` says what was done, `by` is None for what a command did."""

    title: Sentence
    at: datetime
    by: str | None
    parts: tuple[Difference, ...]


def draft_steps(course_id: int, key: str, source_language: str) -> list[QuestionStep]:
    """The newest steps of the draft in which this question differs, the newest first: three statements."""
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
        select(
            DraftChangeFile.change_id, DraftChangeFile.path, DraftChangeFile.before_text, DraftChangeFile.after_text
        ).where(
            DraftChangeFile.change_id.in_([change.id for change in changes]), DraftChangeFile.path.like("questions/%")
        )
    )
    files: dict[int, list[tuple[str, str, str]]] = {}
    for change_id, path, before, after in rows:
        files.setdefault(change_id, []).append((path, before or "", after or ""))
    people = person_names([change.changed_by for change in changes if change.changed_by is not None])
    found = []
    for change in changes:
        old = _state_in(((path, text) for path, text, _after in files[change.id]), key, source_language)
        new = _state_in(((path, text) for path, _before, text in files[change.id]), key, source_language)
        if old != new:
            by = people[change.changed_by].printed_name if change.changed_by in people else None
            title = kind_in_words(change.kind, change.subject)
            found.append(QuestionStep(title, change.changed_at, by, tuple(differences_of(old, new))))
    return found


def _state_in(files: Iterable[tuple[str, str]], key: str, source_language: str) -> _State:
    """As much of the question as these files say; a step may have changed its words alone."""
    entry: Entry = {}
    words: Words = {}
    for path, text in files:
        value = file_value(text) if text else None
        if BANK.fullmatch(path) and isinstance(value, list):
            entry = next((each for each in value if isinstance(each, dict) and each.get("key") == key), entry)
        elif (match := BANK_WORDS.fullmatch(path)) and match[2] == source_language and isinstance(value, dict):
            words = value[key] if isinstance(value.get(key), dict) else words
    return entry, words


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
    before: _State = ({}, {})
    for revision in revisions:
        after = _published_state(files[revision.id], key, source_language)
        if after != before:
            parts = tuple(differences_of(before, after))
            found.append(PublishedVersion(revision.number, revision.published_at, parts, not after[0]))
        before = after
    return found[::-1]


def _published_state(digests: Mapping[str, str], key: str, source_language: str) -> _State:
    chosen = tuple(sorted((path, digest) for path, digest in digests.items() if _is_wanted(path, source_language)))
    found: _State = _states(chosen, source_language).get(key, ({}, {}))
    return found


def _is_wanted(path: str, source_language: str) -> bool:
    words = BANK_WORDS.fullmatch(path)
    return bool(BANK.fullmatch(path) or (words and words[2] == source_language))


@remembered(maxsize=8)
def _states(files: tuple[tuple[str, str], ...], source_language: str) -> dict[str, _State]:
    """Every question of these files of the store by its key."""
    texts = {path: current().storage.get(digest).decode() for path, digest in files}
    states: dict[str, Any] = {}
    for bank in banks_in(texts).values():
        for entry in bank.entries:
            states[entry["key"]] = (entry, bank.words_of(entry["key"]).get(source_language, {}))
    return states
