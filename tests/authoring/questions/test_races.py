"""Many authors at one bank at the same moment: nothing is lost, nothing is there twice."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from lms.authoring.queries.questions import banks_of, draft_question
from lms.authoring.services import questions
from lms.authoring.services.files import Stale
from lms.core.db import begin_writing, db
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.together import all_together

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEYS = ("which-label", "what-belongs", "gift-is-enough", "total-value", "which-form", "who-pays", "steps")


def _at_once(app: Flask, deeds: list[Callable[[], None]]) -> list[bool]:
    """Does them side by side; whether each was done, or refused because somebody else was before."""

    def do(number: int) -> None:
        begin_writing()
        deeds[number]()

    answers = all_together(app, do, len(deeds))
    assert all(answer is None or isinstance(answer, Stale) for answer in answers), answers
    return [answer is None for answer in answers]


def test_seven_authors_at_seven_questions_of_one_bank_all_save(live_app: Flask) -> None:
    with live_app.app_context():
        me = a_person().id
        course = authoring.a_sample_draft(me)
        db.session.commit()
        found = {key: draft_question(banks_of(course.id), "parcels", key, "en") for key in KEYS}

    def save(key: str) -> Callable[[], None]:
        one = found[key]
        assert one is not None

        def deed() -> None:
            words = {**one.words, "explanation": f"By the author of {key}."}
            questions.save_question(course.id, "parcels", one.entry, words, "en", seen=one.seen, by=me, now=NOW)

        return deed

    assert _at_once(live_app, [save(key) for key in KEYS]) == [True] * len(KEYS)
    with live_app.app_context():
        words = banks_of(course.id)["parcels"].words["en"]
        assert [words[key]["explanation"] for key in KEYS] == [f"By the author of {key}." for key in KEYS]


def test_of_six_authors_at_one_question_one_saves_and_five_are_told(live_app: Flask) -> None:
    with live_app.app_context():
        me = a_person().id
        course = authoring.a_sample_draft(me)
        db.session.commit()
        one = draft_question(banks_of(course.id), "parcels", "steps", "en")
    assert one is not None

    def save(number: int) -> Callable[[], None]:
        def deed() -> None:
            words = {**one.words, "explanation": f"Author {number}."}
            questions.save_question(course.id, "parcels", one.entry, words, "en", seen=one.seen, by=me, now=NOW)

        return deed

    assert sum(_at_once(live_app, [save(number) for number in range(6)])) == 1


def test_six_new_questions_with_the_same_words_get_six_keys(live_app: Flask) -> None:
    with live_app.app_context():
        me = a_person().id
        course = authoring.a_sample_draft(me)
        db.session.commit()

    def add() -> None:
        entry, words = {"key": "x", "kind": "short_text"}, {"prompt": "Same?", "accepted": ["x"]}
        questions.add_question(course.id, "new", entry, words, "en", by=me, now=NOW)

    assert _at_once(live_app, [add] * 6) == [True] * 6
    with live_app.app_context():
        keys = [entry["key"] for entry in banks_of(course.id)["new"].entries]
        assert keys == ["same", *(f"same-{number}" for number in range(2, 7))]
