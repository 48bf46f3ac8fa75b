"""Questions as plain values, their rows in a form, quizzes and imports: decisions without a database."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from lms.authoring.forms.rows import Rows
from lms.authoring.rules import questions as rules
from lms.authoring.rules.exchange import ADD, REPLACE, merge, shown_names, with_media_names
from lms.authoring.rules.questions import BankValues, banks_in, digest_of_question, files_of, first_words
from lms.authoring.rules.quizzes import Section, offers, sections_of, warnings, with_settings
from lms.core.messages import PluralSentence
from lms.packages.exchange import ExchangedQuestion


def _entry(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "single", "options": ["a", "b"], "answer": "a", **more}


def _words(text: str = "?", *options: str) -> dict[str, Any]:
    return {"prompt": text, "options": {key: key.upper() for key in options or ("a", "b")}}


def _bank(*keys: str, name: str = "bank") -> BankValues:
    words = {language: {key: _words(f"{key} {language}") for key in keys} for language in ("en", "ru")}
    return BankValues(name, [_entry(key) for key in keys], words)


def _keys(bank: BankValues) -> list[str]:
    return [entry["key"] for entry in bank.entries]


def test_a_bank_reads_back_as_it_was_written() -> None:
    assert banks_in(files_of(_bank("one", "two"))) == {"bank": _bank("one", "two")}


@pytest.mark.parametrize(
    ("entries", "words"),
    [("key: x", "{}"), ("- [", "{}"), ("- {kind: single}", "{}"), ("[]", "- no"), ("[]", "one: no"), ("[]", "")],
)
def test_a_bank_that_cannot_be_read_says_so_instead_of_losing_something(entries: str, words: str) -> None:
    bank = banks_in({"questions/bank.yaml": entries, "questions/bank.en.yaml": words})["bank"]
    assert not bank.is_readable


def test_the_digest_of_a_question_knows_its_neighbours_not() -> None:
    before = _bank("one", "two")
    after = rules.with_entry(before, _entry("two", points=3), {})

    def digest(bank: BankValues, key: str) -> str:
        return digest_of_question(bank.entry(key), bank.words_of(key)["en"])

    assert digest(before, "one") == digest(after, "one")
    assert digest(before, "two") != digest(after, "two")
    assert digest_of_question(None, None) == ""


def test_translations_lose_the_words_of_options_that_are_gone_and_keep_the_others() -> None:
    changed = rules.with_entry(_bank("one"), _entry("one", options=["a", "c"]), {"en": _words("new", "a", "c")})
    assert changed.words["ru"]["one"] == {"prompt": "one ru", "options": {"a": "A"}}
    assert changed.words["en"]["one"]["options"] == {"a": "A", "c": "C"}


@given(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1), st.data())
def test_what_was_deleted_comes_back_where_it_stood(keys: list[str], data: st.DataObject) -> None:
    before = _bank(*keys)
    gone = data.draw(st.lists(st.sampled_from(keys), unique=True))
    now = before
    for key in gone:
        now = rules.without_entry(now, key)
    assert rules.with_deleted(now, before) == before


def test_what_stands_elsewhere_meanwhile_does_not_come_twice() -> None:
    before = _bank("one", "two")
    assert _keys(rules.with_deleted(rules.without_entry(before, "one"), before, ["one"])) == ["two"]


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("**Which** `one`?", "Which one?"),
        ("![A parcel](../media/x.png) What?", "[A parcel] What?"),
        ("x" * 200, "x" * 139 + "…"),
        (None, ""),
    ],
)
def test_a_list_shows_the_beginning_of_a_prompt(prompt: str | None, shown: str) -> None:
    assert first_words(prompt) == shown


def test_a_new_option_never_gets_the_letter_of_one_that_is_gone() -> None:
    letters = iter(rules.free_letters(["a", "c"]))
    assert [next(letters) for _time in range(3)] == ["b", "d", "e"]
    assert next(iter(rules.free_letters("abcdefghijklmnopqrstuvwxyz"))) == "a2"


def _rows(sent: MultiDict[str, str] | None = None) -> Rows:
    rows = Rows("option", {"text": 10}, 2, 3)
    if sent is not None:
        rows.read(sent)
    return rows


def test_rows_come_in_the_order_in_which_they_stand_on_the_page() -> None:
    keys = [("option", key) for key in ("b", "new-1", "b", "../x")]
    sent = MultiDict([*keys, ("option-b-text", "B")])
    assert [(row.key, row["text"], row.is_new) for row in _rows(sent)] == [("b", "B", False), ("new-1", "", True)]


def test_rows_are_added_moved_and_removed_within_bounds() -> None:
    rows = _rows()
    rows.show([("a", {"text": "A"}), ("b", {"text": "B"})])
    rows.do("add", "")
    rows.do("add", "")  # there is no room for a fourth
    rows.do("up", "b")
    rows.do("up", "b")  # the first stays
    rows.do("down", "nothing")
    assert [row.key for row in rows] == ["b", "a", "new-1"]
    rows.do("remove", "a")
    assert [row.key for row in rows] == ["b", "new-1"] and [row.key for row in rows.filled] == ["b"]


def test_a_row_that_is_too_long_is_marked(app: Flask) -> None:
    sent = MultiDict([("option", "a"), ("option-a-text", "x" * 11), ("option", "b"), ("option-b-text", "x" * 10)])
    rows = _rows(sent)
    assert not rows.check()
    assert [row.error for row in rows] == ["At most 10 characters.", ""]


BANKS = {"bank": BankValues("bank", [_entry("one", tags=["t"]), _entry("two")]), "empty": BankValues("empty")}


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ([], ["The quiz asks nothing yet: say which questions it draws."]),
        ([Section("bank")], []),
        ([Section("bank", draw=2)], []),
        ([Section("bank", draw=3)], ["Section 1 draws 3 questions, but bank has only 2."]),
        ([Section("bank", "t", 2)], ["Section 1 draws 2 questions, but bank has only 1."]),
        ([Section("bank", "x")], ["Section 1: no question of bank carries the tag x."]),
        ([Section("gone")], ["Section 1: there is no bank gone."]),
        ([Section("empty")], ["Section 1: the bank empty has no question yet."]),
        ([Section("bank", "t"), Section("bank")], ["Section 2 can draw one again, which a section above has."]),
    ],
)
def test_a_quiz_is_told_what_its_sections_lack(sections: list[Section], told: list[str]) -> None:
    found = []
    for words in warnings(sections, BANKS):
        assert not isinstance(words, str)
        text, counted = (words.many, {"count": words.count}) if isinstance(words, PluralSentence) else (words.text, {})
        found.append(text % {**counted, **words.values})
    assert found == told


def test_a_section_asks_what_there_is() -> None:
    found = offers([Section("bank"), Section("bank", draw=1), Section("bank", draw=9)], BANKS)
    assert [(offer.offered, offer.asked) for offer in found] == [(2, 2), (2, 1), (2, 2)]


def test_settings_of_a_quiz_are_written_in_their_usual_order_without_what_goes_without_saying() -> None:
    values = {"shuffle_questions": False, "shuffle_options": True, "attempts": 2, "time_limit_minutes": None,
              "pass_percent": 60, "grade": "best", "feedback": "never"}  # fmt: skip
    before = {"questions": [], "time_limit_minutes": 5, "pass_percent": 70, "own": 1}
    written = with_settings(before, [Section("bank", "t", 3), Section("more")], values)
    assert list(written) == ["questions", "shuffle_questions", "attempts", "pass_percent", "feedback", "own"]
    assert written["questions"] == [{"bank": "bank", "draw": 3, "tag": "t"}, {"bank": "more"}]
    assert sections_of(written) == [Section("bank", "t", 3), Section("more")]


def test_sections_that_cannot_be_read_are_left_out() -> None:
    assert sections_of({"questions": ["x", {"tag": "t"}, {"bank": "b", "draw": "many"}]}) == [Section("b")]


def _brought(key: str, bank: str = "theirs", kind: str = "single") -> ExchangedQuestion:
    return ExchangedQuestion(key, bank, _entry(key, kind=kind), _words("brought"))


def test_questions_that_come_in_overwrite_nothing() -> None:
    banks = {"bank": _bank("one")}
    merged = merge(banks, [_brought("one"), _brought("old")], "en", into="", how=ADD, taken={"one", "old"})
    assert (merged.added, merged.replaced) == (2, 0)
    assert _keys(merged.banks["theirs"]) == ["one-2", "old-2"] and "bank" not in merged.banks


def test_a_question_takes_the_place_of_its_namesake_where_that_is_wanted() -> None:
    banks = {"bank": _bank("one", "two")}
    brought = [_brought("one"), _brought("two", kind="multiple"), _brought("new")]
    merged = merge(banks, brought, "en", into="more", how=REPLACE, taken={"one", "two"})
    assert (merged.added, merged.replaced) == (2, 1)
    assert merged.banks["bank"].words["en"]["one"]["prompt"] == "brought"
    assert merged.banks["bank"].words["ru"]["one"]["prompt"] == "one ru"
    assert _keys(merged.banks["bank"]) == ["one", "two"] and _keys(merged.banks["more"]) == ["two-2", "new"]


def test_pictures_are_called_as_the_course_calls_them() -> None:
    words = {"prompt": "![x](../media/a.png) ![y](../media/b.png)", "accepted": ["../media/a.png"]}
    assert shown_names(words) == ["a.png", "b.png"]
    renamed = with_media_names(words, {"a.png": "a-2.png"})
    assert renamed == {"prompt": "![x](../media/a-2.png) ![y](../media/b.png)", "accepted": ["../media/a-2.png"]}
