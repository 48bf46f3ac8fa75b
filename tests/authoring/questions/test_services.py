"""Questions in the studio: kept, changed by two authors at once, brought back, brought in."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files, draft_package, draft_texts
from lms.authoring.queries.questions import (
    Wanted,
    banks_of,
    draft_question,
    question_lines,
    quiz_uses,
    quizzes_drawing,
)
from lms.authoring.services import exchange, questions
from lms.authoring.services.files import Stale, change_files
from lms.authoring.services.history import take_back
from lms.authoring.services.publishing import publish_draft
from lms.core.errors import Refused
from lms.packages.checking import examine_package
from lms.packages.exchange import read_questions
from tests.authoring.questions.pages import bank_of
from tests.factories.accounts import a_person
from tests.statements import Statements

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _keys(course: StudioCourse, name: str = "parcels") -> list[str]:
    return [entry["key"] for entry in bank_of(course, name).entries]


def _save(course: StudioCourse, key: str, by: int, seen: str | None = None, **words: Any) -> str:
    found = draft_question(banks_of(course.id), "parcels", key, "en")
    assert found is not None
    changed = {**found.words, **words}
    return questions.save_question(
        course.id, "parcels", found.entry, changed, "en", seen=seen or found.seen, by=by, now=NOW
    )


def _mistakes(course: StudioCourse) -> list[str]:
    return [str(mistake) for mistake in examine_package(draft_package(course.id, course.slug)).content.mistakes]


def test_two_authors_at_two_questions_of_one_bank_do_not_disturb_each_other(me: int, course: StudioCourse) -> None:
    other = a_person().id
    seen = draft_question(banks_of(course.id), "parcels", "which-label", "en")
    assert seen is not None
    _save(course, "total-value", other, prompt="Theirs?")
    _save(course, "which-label", me, seen.seen, prompt="Mine?")
    words = bank_of(course).words["en"]
    assert (words["which-label"]["prompt"], words["total-value"]["prompt"]) == ("Mine?", "Theirs?")
    assert _mistakes(course) == []


def test_the_second_author_of_one_question_is_told_who_was_faster(me: int, course: StudioCourse) -> None:
    other = a_person().id
    seen = draft_question(banks_of(course.id), "parcels", "which-label", "en")
    assert seen is not None
    _save(course, "which-label", other, prompt="Theirs?")
    _save(course, "total-value", me, prompt="Something else")
    with pytest.raises(Stale) as caught:
        _save(course, "which-label", me, seen.seen, prompt="Mine?")
    assert (caught.value.by, caught.value.at) == (other, NOW)
    assert bank_of(course).words["en"]["which-label"]["prompt"] == "Theirs?"


def test_whoever_has_seen_that_a_question_is_gone_may_bring_it_back_as_written(me: int, course: StudioCourse) -> None:
    found = draft_question(banks_of(course.id), "parcels", "steps", "en")
    assert found is not None
    questions.delete_question(course.id, "parcels", "steps", by=a_person().id, now=NOW)
    arguments: dict[str, Any] = {"by": me, "now": NOW}
    with pytest.raises(Stale):
        questions.save_question(course.id, "parcels", found.entry, found.words, "en", seen=found.seen, **arguments)
    questions.save_question(course.id, "parcels", found.entry, found.words, "en", seen="", **arguments)
    assert _keys(course)[-1] == "steps"


def test_a_question_keeps_its_kind(me: int, course: StudioCourse) -> None:
    found = draft_question(banks_of(course.id), "parcels", "steps", "en")
    assert found is not None
    with pytest.raises(Refused, match="keeps its kind"):
        questions.save_question(
            course.id, "parcels", {**found.entry, "kind": "single"}, {}, "en", seen=found.seen, by=me, now=NOW
        )


def test_a_new_question_gets_a_key_of_its_own_even_after_one_was_published_and_deleted(
    me: int, course: StudioCourse
) -> None:
    publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    questions.delete_question(course.id, "parcels", "which-form", by=me, now=NOW)
    entry, words = {"key": "x", "kind": "short_text"}, {"prompt": "Which form", "accepted": ["CN 22"]}
    assert questions.add_question(course.id, "parcels", entry, words, "en", by=me, now=NOW) == "which-form-2"


def test_a_question_may_begin_a_bank_in_any_script(me: int, course: StudioCourse) -> None:
    entry, words = {"key": "x", "kind": "short_text"}, {"prompt": "关税是什么？", "accepted": ["duty"]}
    key = questions.add_question(course.id, "duties", entry, words, "en", by=me, now=NOW)
    assert _keys(course, "duties") == [key] and key.startswith("guanshui")
    assert _mistakes(course) == []


def test_a_deleted_question_comes_back_although_another_one_changed_since(me: int, course: StudioCourse) -> None:
    before = _keys(course)
    step = questions.delete_question(course.id, "parcels", "what-belongs", by=me, now=NOW)
    assert step is not None and "what-belongs" not in bank_of(course).words["ru"]
    _save(course, "which-label", a_person().id, prompt="Changed since?")
    take_back(course.id, step, by=me, now=NOW)
    assert _keys(course) == before and "what-belongs" in bank_of(course).words["ru"]
    assert bank_of(course).words["en"]["which-label"]["prompt"] == "Changed since?"


def test_a_copy_stands_below_its_original_in_every_language(me: int, course: StudioCourse) -> None:
    new = questions.copy_question(course.id, "parcels", "which-label", by=me, now=NOW)
    assert _keys(course)[:2] == ["which-label", new]
    assert bank_of(course).words["ru"][new] == bank_of(course).words["ru"]["which-label"]
    assert _mistakes(course) == []


def test_questions_move_to_another_bank_with_their_words(me: int, course: StudioCourse) -> None:
    name = questions.add_bank(course.id, "Оценка", "en", by=me, now=NOW)
    moved = questions.move_questions(course.id, [("parcels", "steps"), (name, "x"), ("parcels", "who-pays")], name,
                                     by=me, now=NOW)  # fmt: skip
    assert (name, moved, _keys(course, name)) == ("otsenka", 2, ["steps", "who-pays"])
    assert set(bank_of(course, name).words) == {"en", "ru"} and "steps" not in bank_of(course).words["en"]


def test_moving_what_is_gone_moves_nothing(me: int, course: StudioCourse) -> None:
    name = questions.add_bank(course.id, "Other", "en", by=me, now=NOW)
    with pytest.raises(Stale):
        questions.move_questions(course.id, [("parcels", "gone")], name, by=me, now=NOW)
    with pytest.raises(Stale):
        questions.move_questions(course.id, [("parcels", "steps")], "gone", by=me, now=NOW)


def test_only_a_bank_without_questions_is_deleted_and_it_comes_back(me: int, course: StudioCourse) -> None:
    with pytest.raises(Refused, match="Move or delete them first"):
        questions.delete_bank(course.id, "parcels", by=me, now=NOW)
    name = questions.add_bank(course.id, "Other", "en", by=me, now=NOW)
    step = questions.delete_bank(course.id, name, by=me, now=NOW)
    assert step is not None and name not in banks_of(course.id)
    take_back(course.id, step, by=me, now=NOW)
    assert name in banks_of(course.id)


def test_a_bank_that_cannot_be_read_is_not_written_over(me: int, course: StudioCourse) -> None:
    broken = {"questions/parcels.ru.yaml": "which-label: {prompt: ["}
    change_files(course.id, broken, kind="import", subject="", by=me, now=NOW)
    with pytest.raises(Refused, match="cannot be read"):
        _save(course, "which-label", me, prompt="Mine?")
    assert draft_texts(course.id, list(broken))["questions/parcels.ru.yaml"].text == broken["questions/parcels.ru.yaml"]


def test_the_list_finds_questions_by_bank_tag_kind_and_words_in_any_language(course: StudioCourse) -> None:
    banks, quizzes = banks_of(course.id), quiz_uses(course.id, "en")

    def keys(**wanted: str) -> list[str]:
        return [line.key for line in question_lines(banks, quizzes, "en", Wanted(**wanted))]

    assert len(keys()) == 8 and keys(bank="gone") == []
    assert keys(tag="basics") == ["which-label", "what-belongs"]
    assert keys(kind="matching") == ["who-pays"]
    assert keys(words="рубашка ХЛОПКОВАЯ") == ["which-label"]
    line = question_lines(banks, quizzes, "en", Wanted(words="what-belongs"))[0]
    assert {quiz.key for quiz in line.quizzes} == {"final-quiz", "quiz-send"}
    assert (line.points, line.languages) == (2, ("en", "ru"))
    assert [quiz.key for quiz in quizzes_drawing(banks["parcels"], "steps", quizzes)] == ["final-quiz"]


def test_the_list_costs_the_same_whatever_the_number_of_questions(me: int, course: StudioCourse) -> None:
    with Statements() as few:
        question_lines(banks_of(course.id), quiz_uses(course.id, "en"), "en", Wanted())
    for number in range(20):
        entry, words = {"key": "x", "kind": "short_text"}, {"prompt": f"Question {number}", "accepted": ["x"]}
        questions.add_question(course.id, f"bank-{number % 3}", entry, words, "en", by=me, now=NOW)
    with Statements() as many:
        assert len(question_lines(banks_of(course.id), quiz_uses(course.id, "en"), "en", Wanted())) == 28
    assert few.count == many.count == 2


GIFT = b"""$CATEGORY: Customs
::which-label:: Which one? { =Right ~Wrong }
::broken:: Nothing { ~a ~b }
"""


def test_questions_come_in_all_at_once_and_overwrite_nothing(me: int, course: StudioCourse) -> None:
    found = read_questions(GIFT, filename="mine.gift", language="en")
    merged = exchange.take_questions(
        course.id, found, {}, "en", into="", how="add", subject="mine.gift", by=me, now=NOW
    )
    assert merged.added == len(found.questions) == 1
    assert _keys(course, "customs") == ["which-label-2"] and len(_keys(course)) == 8


def test_a_held_file_is_found_by_whoever_brought_it_and_for_its_course_only(me: int, course: StudioCourse) -> None:
    files = set(draft_files(course.id))
    held = exchange.hold_file(course.id, me, GIFT)
    assert exchange.held_file(course.id, me, held) == GIFT
    for course_id, person in ((course.id + 1, me), (course.id, me + 1)):
        with pytest.raises(Refused, match="no longer held"):
            exchange.held_file(course_id, person, held)
    exchange.drop_file(course.id, me, held)
    with pytest.raises(Refused, match="no longer held"):
        exchange.held_file(course.id, me, held)
    assert set(draft_files(course.id)) == files
