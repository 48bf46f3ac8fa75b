"""What became of a question: its steps in the draft, what trainees have seen, and the way back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.question_history import QuestionStep, draft_steps, published_versions
from lms.authoring.queries.questions import DraftQuestion, banks_of, draft_question
from lms.authoring.queries.translations import translations_of
from lms.authoring.rules.questions import Words
from lms.authoring.services import questions
from lms.authoring.services.files import Stale
from lms.authoring.services.history import take_back
from lms.authoring.services.publishing import publish_draft
from lms.core.errors import Refused
from tests.authoring.questions.pages import BASE, address_of, bank_of, filled
from tests.factories.accounts import a_person, an_instructor

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = timedelta(hours=1)  # beyond what two saves of one person have in common


def _found(course: StudioCourse, key: str = "which-label") -> DraftQuestion:
    found = draft_question(banks_of(course.id), "parcels", key, "en")
    assert found is not None
    return found


def _save(course: StudioCourse, by: int, now: datetime, key: str = "which-label", **words: Any) -> str:
    found = _found(course, key)
    said: Words = {**found.words, **words}
    return questions.save_question(course.id, "parcels", found.entry, said, "en", seen=found.seen, by=by, now=now)


def _steps(course: StudioCourse, key: str = "which-label") -> list[QuestionStep]:
    return draft_steps(course.id, banks_of(course.id), key, "en")


def _restore(course: StudioCourse, by: int, step: int, seen: str | None = None) -> int | None:
    return questions.restore_question(
        course.id,
        "parcels",
        "which-label",
        "en",
        step=step,
        seen=seen or _found(course).seen,
        by=by,
        now=NOW + 9 * LATER,
    )


def test_the_revisions_of_a_question_stand_in_the_draft_and_in_what_was_published(
    me: int, course: StudioCourse
) -> None:
    publish_draft(course.id, course.slug, seq=1, by=me, now=NOW)
    _save(course, me, NOW, prompt="Which label passes now?")
    _save(course, me, NOW, "total-value", prompt="Another question?")
    publish_draft(course.id, course.slug, seq=3, by=me, now=NOW)
    steps = _steps(course)
    assert steps[0].title.text == "Changed the question “%(subject)s”"
    assert len(steps) == 2 and [part.label for part in steps[0].parts] == [("prompt",)]
    versions = published_versions(course.id, "which-label", "en")
    assert [(version.number, version.is_gone) for version in versions] == [(2, False), (1, False)]
    assert [part.label for part in versions[0].parts] == [("prompt",)]
    assert [version.number for version in published_versions(course.id, "steps", "en")] == [1]


def test_each_step_knows_the_whole_question_although_it_changed_a_part_of_it(me: int, course: StudioCourse) -> None:
    first = _found(course)
    _save(course, me, NOW, prompt="Second?")
    questions.save_question(
        course.id, "parcels", {**first.entry, "points": 7}, {**first.words, "prompt": "Second?"}, "en",
        seen=_found(course).seen, by=me, now=NOW + LATER,
    )  # fmt: skip
    name = questions.add_bank(course.id, "Other", "en", by=me, now=NOW + LATER)
    questions.move_questions(course.id, [("parcels", "which-label")], name, by=me, now=NOW + LATER)
    third, second, begun = _steps(course)
    assert (third.after[0]["points"], third.after[1]["prompt"]) == (7, "Second?")
    assert (second.after[0], second.after[1]["prompt"]) == (first.entry, "Second?")
    assert begun.after == (first.entry, first.words)
    assert [step.is_other for step in (third, second, begun)] == [False, True, True]


def test_a_deleted_question_is_a_step_that_nobody_can_bring_back_as_nothing(me: int, course: StudioCourse) -> None:
    step = questions.delete_question(course.id, "parcels", "which-label", by=me, now=NOW)
    assert step is not None
    take_back(course.id, step, by=me, now=NOW + LATER)
    back, gone, begun = _steps(course)
    assert [each.is_other for each in (back, gone, begun)] == [False, False, False] and gone.after == ({}, {})
    with pytest.raises(Refused, match="no longer there"):
        _restore(course, me, gone.id)


def test_an_earlier_version_comes_back_as_a_step_of_its_own_that_can_be_taken_back(
    me: int, course: StudioCourse
) -> None:
    before = _found(course)
    _save(course, me, NOW, prompt="Second?")
    _save(course, me, NOW + LATER, "total-value", prompt="A neighbour?")
    done = _restore(course, me, _steps(course)[-1].id)
    now = _found(course)
    assert (now.entry, now.words) == (before.entry, before.words)
    assert bank_of(course).words["en"]["total-value"]["prompt"] == "A neighbour?"
    assert _steps(course)[0].title.text.startswith("Brought back an earlier version")
    assert done is not None
    take_back(course.id, done, by=me, now=NOW + 10 * LATER)
    assert _found(course).words["prompt"] == "Second?"


def test_translations_stay_and_follow_what_is_said_again(me: int, course: StudioCourse) -> None:
    russian = bank_of(course).words["ru"]["which-label"]
    _save(course, me, NOW, prompt="Second?")

    def state() -> str:
        line = translations_of(course).line("question:which-label")
        assert line is not None
        return line.states["ru"]

    assert state() == "outdated"
    _restore(course, me, _steps(course)[-1].id)
    assert bank_of(course).words["ru"]["which-label"] == russian and state() == "done"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(me: int, course: StudioCourse) -> None:
    seen, other = _found(course).seen, a_person().id
    _save(course, other, NOW, prompt="Theirs?")
    with pytest.raises(Stale) as caught:
        _restore(course, me, _steps(course)[-1].id, seen)
    assert (caught.value.by, _found(course).words["prompt"]) == (other, "Theirs?")


def test_a_step_that_did_nothing_to_this_question_brings_nothing_back(me: int, course: StudioCourse) -> None:
    _save(course, me, NOW, "total-value", prompt="A neighbour?")
    for step in (_steps(course, "total-value")[0].id, 10**9):
        with pytest.raises(Refused, match="no longer there"):
            _restore(course, me, step)


def test_the_page_brings_a_version_back_and_offers_to_undo_it(desk: FlaskClient, me: int, course: StudioCourse) -> None:
    _save(course, a_person(printed_name="Бахтияр").id, NOW, prompt="Second?")
    page = desk.get(f"{address_of('which-label')}/revisions").text
    assert "Бахтияр" in page and "Second?\n</ins>" in page and page.count("Bring this version back") == 1
    step = _steps(course)[-1].id
    form = filled(page, f"revisions/{step}/restore")
    done = desk.post(f"{address_of('which-label')}/revisions/{step}/restore", data=form, follow_redirects=True).text
    assert "The question which-label is as it was then." in done and "Second?" not in done
    desk.post(f"{BASE}/questions/undo", data=filled(done, f'action="{BASE}/questions/undo"'))
    assert _found(course).words["prompt"] == "Second?"


def test_whoever_decides_on_an_older_page_is_told_who_was_faster(
    desk: FlaskClient, me: int, course: StudioCourse
) -> None:
    _save(course, me, NOW, prompt="Second?")
    address = f"{address_of('which-label')}/revisions/{_steps(course)[-1].id}/restore"
    seen = {"seen": _found(course).seen}
    _save(course, a_person(printed_name="Бахтияр").id, NOW + LATER, prompt="Theirs?")
    page = desk.post(address, data=seen, follow_redirects=True).text
    assert "Бахтияр changed this at" in page and _found(course).words["prompt"] == "Theirs?"
    assert desk.post(address, data={"seen": "x"}).status_code == 302 and _found(course).words["prompt"] == "Theirs?"


def test_an_assistant_reads_the_history_and_is_offered_no_way_back(
    client: FlaskClient, me: int, course: StudioCourse
) -> None:
    _save(course, me, NOW, prompt="Second?")
    client.sign_in(an_instructor(course, "assistant"))  # type: ignore[attr-defined]
    page = client.get(f"{address_of('which-label')}/revisions").text
    assert "Second?\n</ins>" in page and "Bring this version back" not in page
    assert f'href="{address_of("which-label")}"' not in page
