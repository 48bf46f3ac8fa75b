"""A language goes to a translator's tool as a file and comes back: with a report, and all or nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files
from lms.authoring.queries.translation_files import text_pairs
from lms.authoring.queries.translations import translations_of
from lms.authoring.services.files import change_files
from lms.authoring.services.history import take_back
from lms.authoring.services.publishing import publish_draft
from lms.authoring.services.settings import add_language
from lms.authoring.services.translation_files import TranslationReport, take_translation
from lms.core.errors import Refused
from lms.packages.exchange.po import read_po, write_po
from lms.packages.exchange.translations import DONE, TextPair, TranslationFile
from lms.packages.exchange.xliff import read_xliff, write_xliff
from lms.packages.pages import write_page
from tests.factories import authoring
from tests.factories.accounts import a_person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WAYS = [pytest.param((write_xliff, read_xliff), id="xliff"), pytest.param((write_po, read_po), id="po")]
PAGE = "items/what-is-in-it.en.md"


@pytest.fixture
def me(app: Flask) -> int:
    return a_person().id


@pytest.fixture
def course(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


def pairs(course: StudioCourse, language: str = "ru") -> list[TextPair]:
    return text_pairs(course.id, translations_of(course), language, lambda _line, _field: ())


def take(course: StudioCourse, me: int, some: list[TextPair], language: str = "ru", **more: str) -> TranslationReport:
    about = {"course": course.slug, "source_language": "en", "language": language} | more
    file = TranslationFile(**about, pairs=tuple(some))
    return take_translation(course, language, file, by=me, now=NOW)


def change_source(course: StudioCourse, me: int, text: str = "Something else.") -> None:
    page = write_page("What is in it", text)
    change_files(course.id, {PAGE: page}, kind="edit-item", subject="x", by=me, now=NOW)


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_course_goes_out_and_comes_back_without_loss(way: Any, course: StudioCourse, me: int) -> None:
    write, read = way
    sent = pairs(course)
    back = read(write(course.slug, "en", "ru", sent))
    assert list(back.pairs) == sent
    before = draft_files(course.id)
    report = take_translation(course, "ru", back, by=me, now=NOW)
    assert {row.outcome for row in report.rows} == {"unchanged"}
    assert report.change_id is None
    assert {path: file.digest for path, file in draft_files(course.id).items()} == {
        path: file.digest for path, file in before.items()
    }


@pytest.mark.parametrize("language", ["fa", "zh"])
def test_a_course_is_translated_whole_by_a_file_and_can_be_published(
    language: str, course: StudioCourse, me: int
) -> None:
    add_language(course.id, language, by=me, now=NOW)
    change_files(course.id, {"media/film.fa.vtt": None}, kind="add-media", subject="x", by=me, now=NOW)
    word = {"fa": "ترجمه", "zh": "译文"}[language]
    done = [replace(pair, target=f"{word} {pair.source}", state=DONE) for pair in pairs(course, language)]
    report = take(course, me, read_xliff(write_xliff(course.slug, "en", language, done)).pairs, language)  # type: ignore[arg-type]
    assert {row.outcome for row in report.rows} == {"taken"}
    assert {line.states[language] for line in translations_of(course).lines} == {"done"}
    published = publish_draft(
        course.id, course.slug, seq=authoring.the_course(course.slug).draft_seq or 0, by=me, now=NOW
    )
    assert published.number == 1


def test_a_text_whose_source_has_changed_meanwhile_is_taken_and_stays_outdated(course: StudioCourse, me: int) -> None:
    sent = [replace(pair, target=f"{pair.target}!") for pair in pairs(course) if pair.unit == "item:what-is-in-it"]
    change_source(course, me)
    report = take(course, me, sent)
    assert [row.outcome for row in report.rows] == ["outdated"]
    line = translations_of(course).line("item:what-is-in-it")
    assert line is not None
    assert line.states["ru"] == "outdated"


def test_a_translator_who_finishes_an_outdated_text_without_changing_it_says_that_it_is_right(
    course: StudioCourse, me: int
) -> None:
    change_source(course, me)
    sent = [pair for pair in pairs(course) if pair.unit == "item:what-is-in-it"]
    assert {pair.field: pair.state for pair in sent} == {"title": "done", "text": "outdated"}
    assert [row.outcome for row in take(course, me, sent).rows] == ["unchanged"]
    report = take(course, me, [replace(pair, state=DONE, before="") for pair in sent])
    assert [row.outcome for row in report.rows] == ["taken"]
    assert {line.states["ru"] for line in translations_of(course).lines} == {"done"}


def test_what_the_course_does_not_have_is_told_and_the_rest_is_taken(course: StudioCourse, me: int) -> None:
    known = replace(pairs(course)[0], target="Посылки")
    strange = [
        TextPair("item:gone", "text", "a", "б"),
        TextPair("course", "motto", "a", "б"),
        TextPair("", "", "a", "б"),
    ]
    report = take(course, me, [known, *strange])
    assert [row.outcome for row in report.rows] == ["taken", "unknown", "unknown", "unknown"]


def test_what_is_not_translated_in_the_file_stays_as_it_is(course: StudioCourse, me: int) -> None:
    report = take(course, me, [replace(pair, target="", state="missing") for pair in pairs(course)])
    assert {row.outcome for row in report.rows} == {"unchanged"}
    assert {line.states["ru"] for line in translations_of(course).lines} == {"done"}


def test_what_a_translator_doubts_is_to_be_looked_at(course: StudioCourse, me: int) -> None:
    take(course, me, [replace(pairs(course)[0], target="Посылки", state="review")])
    line = translations_of(course).line("course")
    assert line is not None
    assert line.states["ru"] == "review"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"language": "zh"}, "another language"),
        ({"pairs": [TextPair("item:gone", "text", "a", "б")]}, "No text of this file"),
    ],
)
def test_a_file_that_does_not_belong_here_changes_nothing(
    change: dict[str, object], why: str, course: StudioCourse, me: int
) -> None:
    some = change.get("pairs") or [replace(pair, target="x") for pair in pairs(course)]
    file = TranslationFile(course.slug, "en", str(change.get("language", "ru")), tuple(some))  # type: ignore[arg-type]
    with pytest.raises(Refused, match=why):
        take_translation(course, "ru", file, by=me, now=NOW)


def test_one_text_that_is_too_long_refuses_the_whole_file(course: StudioCourse, me: int) -> None:
    before = draft_files(course.id)
    some = [replace(pair, target="я" * 161 if pair.field == "title" else "я") for pair in pairs(course)]
    with pytest.raises(Refused, match="too long: course/title has at most 160"):
        take(course, me, some)
    assert draft_files(course.id) == before


def test_everything_that_came_in_can_be_taken_back_at_once(course: StudioCourse, me: int) -> None:
    before = {path: file.digest for path, file in draft_files(course.id).items()}
    report = take(course, me, [replace(pair, target=f"{pair.target} 1") for pair in pairs(course)])
    assert report.change_id is not None
    take_back(course.id, report.change_id, by=me, now=NOW)
    assert {path: file.digest for path, file in draft_files(course.id).items()} == before
    assert {line.states["ru"] for line in translations_of(course).lines} == {"review"}


def test_b01_hostile_words_of_a_file_are_kept_as_words(course: StudioCourse, me: int) -> None:
    evil = "<script>alert(1)</script>\x07\u202e<img src=x onerror=alert(1)> {{7*7}}"
    (title,) = [pair for pair in pairs(course) if pair.id == "item:what-is-in-it/title"]
    take(course, me, [replace(title, target=evil)])
    (kept,) = [pair for pair in pairs(course) if pair.id == title.id]
    assert kept.target == evil.replace("\x07", "")
