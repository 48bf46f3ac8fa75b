"""Questions and quizzes for tests: `a_sitting()` is a person with an open attempt at a quiz of every kind."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from lms.assessment import queries, services
from lms.assessment.drafts import QuestionDraft, Section
from lms.assessment.queries import AttemptFacts, AttemptSheet
from lms.core.db import db
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.enrolment.models import Enrolment
from tests.factories.accounts import a_person
from tests.factories.courses import a_course, a_module, a_quiz_item, a_reading

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_numbers = count(1)

# One question of each kind; every word that tells an answer has KEY in it, for the token scan (A10).
BODIES: dict[str, dict[str, Any]] = {
    "single": {"options": ["wool", "cottonKEY", "silk", "linen"], "answer": "cottonKEY"},
    "multiple": {"options": ["invoiceKEY", "poem", "packingKEY", "song"], "answer": ["invoiceKEY", "packingKEY"]},
    "true_false": {"answer": False},
    "numeric": {"answer": 1265.5, "tolerance": 0.5, "unit": "USD"},
    "short_text": {},
    "matching": {
        "left": ["exw", "fob", "ddp"],
        "right": ["seller", "port", "door", "nobody"],
        "answer": {"exw": "seller", "fob": "port", "ddp": "door"},
    },
    "ordering": {"order": ["declare", "assess", "pay", "release"]},
    "calculated": {
        "variables": {
            "price": {"min": 20, "max": 60, "step": 0.5},
            "freight": {"min": 4, "max": 12, "step": 0.25},
            "duty": {"min": 5, "max": 15, "step": 2.5},
        },
        "formula": "(price + freight) * (1 + duty / 100)",
        "decimals": 2,
        "tolerance": 0.01,
        "unit": "EUR",
    },
}
WORDS: dict[str, dict[str, Any]] = {
    "single": {
        "options": {"wool": "Wool", "cottonKEY": "Cotton", "silk": "Silk <b>fine</b>", "linen": "Linen"},
        "feedback": {"wool": "FEEDBACK wool", "cottonKEY": "FEEDBACK cotton", "silk": "FEEDBACK silk"},
    },
    "multiple": {"options": {"invoiceKEY": "Invoice", "poem": "Poem", "packingKEY": "Packing list", "song": "Song"}},
    "true_false": {"feedback": {"true": "FEEDBACK true", "false": "FEEDBACK false"}},
    "numeric": {},
    "short_text": {"accepted": ["SecretKEY Organization", "WCO"]},
    "matching": {
        "left": {"exw": "EXW", "fob": "FOB", "ddp": "DDP"},
        "right": {"seller": "at the seller", "port": "on board", "door": "at the door", "nobody": "nowhere"},
    },
    "ordering": {"items": {"declare": "Declare", "assess": "Assess", "pay": "Pay", "release": "Release"}},
    "calculated": {"prompt": "<p>Price {price} EUR, freight {freight} EUR, duty {duty} %.</p>"},
}
KINDS = tuple(BODIES)


def a_question(kind: str = "single", **changes: Any) -> QuestionDraft:
    """A question of this kind in English and Russian; `body`, `texts`, `points`, `key` can be changed."""
    number = next(_numbers)
    english = {"prompt": f"<p>Which? {kind}</p>", "explanation": f"<p>EXPLANATION {kind}</p>", **WORDS[kind]}
    russian = {**english, "prompt": english["prompt"].replace("Which?", "Какой?")}
    values: dict[str, Any] = {
        "key": f"question-{number}", "points": 1, "tags": (),
        "body": BODIES[kind], "texts": {"en": english, "ru": russian}, **changes,
    }  # fmt: skip
    return QuestionDraft(kind=kind, **values)


@dataclass(frozen=True)
class AQuiz:
    course: CourseFacts
    item: ItemFacts


def a_quiz(*questions: QuestionDraft, draw: int | None = None, **settings: Any) -> AQuiz:
    """A published course with one quiz of these questions (one of every kind by default), in the given order."""
    course = a_course(a_module("basics", a_reading(), a_quiz_item("quiz")))
    item = outline(course.revision_id).item("quiz")
    assert item is not None
    drafts = questions or tuple(a_question(kind) for kind in KINDS)
    versions = services.store_questions(course.id, drafts)
    kept = {"shuffle_questions": False, "pass_percent": 70, **settings}
    services.store_quiz(item.version_id, kept, [Section(draw, tuple(versions[d.key] for d in drafts))])
    db.session.commit()
    return AQuiz(course, item)


def an_enrolment(person: Any, course: CourseFacts, **changes: Any) -> Enrolment:
    """A person who takes part in a course."""
    values: dict[str, Any] = {"status": "active", "language": None, "requested_at": NOW, "activated_at": NOW}
    enrolment = Enrolment(person_id=person.id, course_id=course.id, **{**values, **changes})
    db.session.add(enrolment)
    db.session.commit()
    return enrolment


@dataclass(frozen=True)
class ASitting:
    """Ids and facts only, so that it can be used after the session forgot its objects."""

    quiz: AQuiz
    person: Any
    enrolment_id: int
    attempt: AttemptFacts

    @property
    def url(self) -> str:
        return f"/learn/{self.quiz.course.slug}/{self.quiz.item.key}/attempts/{self.attempt.public_id}/"

    def sheet(self) -> AttemptSheet:
        sheet = queries.attempt_sheet(self.attempt.public_id)
        assert sheet is not None
        return sheet


def start(quiz: AQuiz, enrolment: Any, now: datetime = NOW) -> AttemptFacts:
    """The open attempt of this enrolment at the quiz."""
    attempt = services.start_attempt(
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        item_id=quiz.item.id,
        item_version_id=quiz.item.version_id,
        now=now,
    )
    db.session.commit()
    return attempt


def a_sitting(*questions: QuestionDraft, now: datetime = NOW, person: Any = None, **settings: Any) -> ASitting:
    """A person who has just started a quiz; `settings` are the quiz's."""
    quiz = a_quiz(*questions, **settings)
    person = person or a_person()
    enrolment = an_enrolment(person, quiz.course)
    return ASitting(quiz, person, enrolment.id, start(quiz, enrolment, now))
