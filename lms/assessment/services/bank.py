"""Keeping questions and quizzes of a published revision."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from lms.assessment.drafts import QuestionDraft, Section
from lms.assessment.models import Question, QuestionVersion, Quiz, QuizQuestion
from lms.assessment.rules import check_question
from lms.core.db import db


def store_questions(course_id: int, drafts: Sequence[QuestionDraft]) -> dict[str, int]:
    """Keeps each question and returns its version's id by key; the same content is kept once.

    Raises `ValueError` for a question that `rules.check_question` refuses. Six statements, whatever the number.
    """
    for draft in drafts:
        if problems := check_question(draft.kind, draft.body):
            raise ValueError(f"question {draft.key}: {problems[0]}")
    contents = {draft.key: _content(draft) for draft in drafts}
    digests = {key: hashlib.sha256(json.dumps(c, sort_keys=True).encode()).hexdigest() for key, c in contents.items()}
    identities = _question_ids(course_id, list(contents))
    known = _version_ids(list(identities.values()))
    new = [
        {"question_id": identities[key], "digest": digests[key], **content}
        for key, content in contents.items()
        if (identities[key], digests[key]) not in known
    ]
    if new:
        db.session.execute(insert(QuestionVersion), new)
        known = _version_ids(list(identities.values()))
    return {key: known[identities[key], digests[key]] for key in contents}


def _content(draft: QuestionDraft) -> dict[str, Any]:
    """The row of a version; YAML's `true:` becomes the key "true"."""
    body, texts = _with_text_keys(draft.body), _with_text_keys(draft.texts)
    return {"kind": draft.kind, "points": draft.points, "body": body, "texts": texts}


def _with_text_keys(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k).lower() if isinstance(k, bool) else str(k): _with_text_keys(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_with_text_keys(each) for each in value]
    return value


def _question_ids(course_id: int, keys: list[str]) -> dict[str, int]:
    asked = select(Question.key, Question.id).where(Question.course_id == course_id)
    known: dict[str, int] = dict(db.session.execute(asked).tuples().all())
    new = [{"course_id": course_id, "key": key} for key in keys if key not in known]
    if new:
        db.session.execute(insert(Question), new)
        known = dict(db.session.execute(asked).tuples().all())
    return {key: known[key] for key in keys}


def _version_ids(question_ids: list[int]) -> dict[tuple[int, str], int]:
    rows = db.session.execute(
        select(QuestionVersion.question_id, QuestionVersion.digest, QuestionVersion.id).where(
            QuestionVersion.question_id.in_(question_ids)
        )
    )
    return {(question, digest): number for question, digest, number in rows}


def store_quiz(item_version_id: int, settings: dict[str, Any], sections: Sequence[Section]) -> None:
    """Keeps the quiz of one item version, which is written once.

    Raises `ValueError` when a section would draw more questions than it has, or the quiz has none.
    """
    for section in sections:
        if not section.question_version_ids or (section.draw or 0) > len(section.question_version_ids):
            raise ValueError(f"a section draws {section.draw} of {len(section.question_version_ids)} questions")
    if not sections:
        raise ValueError("a quiz needs a question")
    db.session.execute(
        insert(Quiz).values(item_version_id=item_version_id, settings=settings, draws=[s.draw for s in sections])
    )
    db.session.execute(
        insert(QuizQuestion),
        [
            {"item_version_id": item_version_id, "section": s, "position": p, "question_version_id": version_id}
            for s, section in enumerate(sections)
            for p, version_id in enumerate(section.question_version_ids)
        ],
    )
