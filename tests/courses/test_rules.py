import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.rules import MOST_TERM, MOST_WORDS, WEIGHTS, folded, pieces, query_terms, search_terms, weighted_terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Customs, VAT & landed-cost", ["customs", "vat", "landed", "cost"]),
        ("Ещё о ПОШЛИНАХ, йод", ["еще", "о", "пошлинах", "йод"]),
        ("كتاب الكتروني", ["کتاب", "الکترونی"]),
        ("می‌خواهم", ["میخواهم"]),
        ("电子商务 B2B", ["电子商务", "b2b"]),
        ("Ｂ２Ｂ", ["b2b"]),
        ("Oʻzbek o'zbek o’zbek", ["ozbek", "ozbek", "ozbek"]),
        ("Café İstanbul ırmak", ["cafe", "istanbul", "irmak"]),
        ("व्यापार हिन्दी", ["व्यापार", "हिन्दी"]),
        ("seller's", ["sellers"]),
        ("%_ \\ -- '", []),
    ],
)
def test_words_are_folded_alike(text: str, words: list[str]) -> None:
    assert pieces(text) == words


def test_chinese_is_found_by_characters_and_pairs() -> None:
    assert search_terms("电商平台", "zh") == {"电", "商", "平", "台", "电商", "商平", "平台"}


def test_russian_and_english_words_are_found_by_their_stems() -> None:
    assert {"пошлин", "пошлины"} <= search_terms("пошлины", "ru")
    assert {"declar", "declarations"} <= search_terms("Declarations", "en")


def test_the_last_word_of_a_query_may_be_unfinished() -> None:
    first, last = query_terms("таможенными пошл")
    assert first.prefix is None and "таможен" in first.terms
    assert last.prefix == "пошл"
    (pair,) = query_terms("电商")
    assert (pair.terms, pair.prefix) == (frozenset({"电商"}), None)


def test_a_term_weighs_what_the_places_weigh_where_it_stands() -> None:
    index = weighted_terms(
        [("en", "title", "Parcels"), ("en", "summary", "Parcels, parcels"), ("ru", "item", "parcels")]
    )
    assert index["parcels"] == WEIGHTS["title"] + WEIGHTS["summary"]


def test_a_query_has_at_most_so_many_words() -> None:
    assert len(query_terms(" ".join(f"word{n}" for n in range(50)))) == MOST_WORDS


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing_more_and_terms_are_short(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert all(0 < len(term) <= MOST_TERM for term in search_terms(text, "en") | search_terms(text, "fa"))


@given(st.text(min_size=1, max_size=60))
def test_a_text_is_found_by_itself(text: str) -> None:
    terms = search_terms(text, "en")
    for wanted in query_terms(text):
        assert wanted.terms & terms or any(term.startswith(wanted.prefix or "\0") for term in terms)


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "\u0902" * 100_000, "क्" * 50_000, "<" * 100_000, "电" * 100_000, "a'" * 50_000]
)
def test_c09_long_texts_are_cut_into_words_quickly(text: str) -> None:
    began = time.process_time()
    query_terms(text)
    search_terms(text, "hi")
    assert time.process_time() - began < 0.5
