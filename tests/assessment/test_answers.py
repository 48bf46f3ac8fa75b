from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.rules.answers import BadAnswer, UnreadableNumber, field_names, is_answered, read_answer
from lms.assessment.rules.drawing import Slot
from lms.assessment.rules.scoring import fold, share
from tests.factories.assessment import BODIES, KINDS, WORDS


def a_slot(kind: str, **changes: Any) -> Slot:
    """What drawing would give, in the order of the package."""
    body = BODIES[kind]
    options = body.get("options") or body.get("right") or body.get("order") or ()
    values: dict[str, Any] = {
        "question_version_id": 1, "kind": kind, "points": 1, "options": tuple(options),
        "left": tuple(body.get("left", ())), "unit": body.get("unit"),
        "variables": {"price": "40", "freight": "5", "duty": "10"} if kind == "calculated" else {},
    }  # fmt: skip
    return Slot(**{**values, **changes})


# Answers as they are sent


def test_options_are_known_by_their_place_and_kept_by_their_key() -> None:
    assert read_answer(a_slot("single"), 1, {"answer-1": ["2"]}) == {"choice": "cottonKEY"}
    assert read_answer(a_slot("multiple"), 1, {"answer-1": ["1", "4"]}) == {"choices": ["invoiceKEY", "song"]}
    assert read_answer(a_slot("true_false"), 1, {"answer-1": ["false"]}) == {"choice": "false"}
    assert read_answer(a_slot("matching"), 1, {"answer-1-1": ["1"], "answer-1-2": [""]}) == {"pairs": {"exw": "seller"}}
    assert read_answer(a_slot("ordering"), 1, {"answer-1-2": ["1"]}) == {"places": {"assess": 1}}
    assert read_answer(a_slot("numeric"), 1, {"answer-1": [" 1 265,5 USD "]}) == {"text": "1 265,5 USD"}
    assert read_answer(a_slot("short_text"), 1, {"answer-1": [" WCO "]}) == {"text": "WCO"}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_given_is_no_answer(kind: str) -> None:
    slot = a_slot(kind)
    assert (
        read_answer(slot, 1, {})
        == read_answer(slot, 1, {name: [""] for name in field_names(slot, 1) if kind != "multiple"})
        == {}
    )
    assert not is_answered(slot, {})


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("single", {"answer-1": ["5"]}), ("single", {"answer-1": ["0"]}), ("single", {"answer-1": ["-1"]}),
        ("single", {"answer-1": ["cottonKEY"]}), ("single", {"answer-1": ["1", "2"]}), ("single", {"answer-1": ["١"]}),
        ("single", {"answer-1": ["1" * 5000]}), ("multiple", {"answer-1": ["1", "9"]}),
        ("true_false", {"answer-1": ["maybe"]}), ("matching", {"answer-1-1": ["5"]}),
        ("matching", {"answer-1-1": ["1", "2"]}),
        ("ordering", {"answer-1-1": ["5"]}), ("numeric", {"answer-1": ["1", "2"]}),
        ("short_text", {"answer-1": ["x" * 501]}),
    ],
)  # fmt: skip
def test_f08_an_answer_that_was_not_offered_is_refused(kind: str, fields: dict[str, list[str]]) -> None:
    with pytest.raises(BadAnswer):
        read_answer(a_slot(kind), 1, fields)


@pytest.mark.parametrize("typed", ["NaN", "1e400", "[1, 2]", "abc", "Infinity"])
def test_f08_a_number_that_cannot_be_read_is_refused(typed: str) -> None:
    for kind in ("numeric", "calculated"):
        with pytest.raises(UnreadableNumber):
            read_answer(a_slot(kind), 1, {"answer-1": [typed]})


@pytest.mark.parametrize("typed", ["-", "+", " ", "USD", "$", "U"])
def test_a_number_that_is_only_begun_is_no_answer_yet(typed: str) -> None:
    assert read_answer(a_slot("numeric"), 1, {"answer-1": [typed]}) == {}


def test_half_a_matching_and_two_lines_at_one_place_are_not_answered() -> None:
    assert not is_answered(a_slot("matching"), {"pairs": {"exw": "seller"}})
    assert is_answered(a_slot("matching"), {"pairs": {"exw": "nobody", "fob": "nobody", "ddp": "nobody"}})
    assert not is_answered(a_slot("ordering"), {"places": {"declare": 1, "assess": 1, "pay": 3, "release": 4}})
    assert is_answered(a_slot("ordering"), {"places": {"declare": 2, "assess": 1, "pay": 3, "release": 4}})


# Scoring


@pytest.mark.parametrize(
    ("kind", "answer", "earned"),
    [
        ("single", {"choice": "cottonKEY"}, 1), ("single", {"choice": "wool"}, 0), ("single", {}, 0),
        ("true_false", {"choice": "false"}, 1), ("true_false", {"choice": "true"}, 0),
        ("multiple", {"choices": ["invoiceKEY", "packingKEY"]}, 1),
        ("multiple", {"choices": ["invoiceKEY"]}, Fraction(1, 2)),
        ("multiple", {"choices": ["invoiceKEY", "poem"]}, 0), ("multiple", {"choices": ["poem", "song"]}, 0),
        ("multiple", {"choices": ["invoiceKEY", "packingKEY", "poem"]}, Fraction(1, 2)),
        ("multiple", {"choices": ["invoiceKEY", "packingKEY", "poem", "song"]}, 0),
        ("matching", {"pairs": {"exw": "seller", "fob": "port", "ddp": "door"}}, 1),
        ("matching", {"pairs": {"exw": "seller", "fob": "door"}}, Fraction(1, 3)),
        ("ordering", {"places": {"declare": 1, "assess": 2, "pay": 3, "release": 4}}, 1),
        ("ordering", {"places": {"declare": 1, "assess": 2, "pay": 4, "release": 3}}, Fraction(1, 2)),
        ("ordering", {"places": {"declare": 1, "assess": 1, "pay": 1, "release": 1}}, Fraction(1, 4)),
        ("numeric", {"text": "1265.5"}, 1), ("numeric", {"text": "1 266,0"}, 1), ("numeric", {"text": "1265"}, 1),
        ("numeric", {"text": "1266.01"}, 0), ("numeric", {"text": "1,265"}, 1), ("numeric", {"text": "۱٬۲۶۵٫۵ USD"}, 1),
        ("calculated", {"text": "49,5"}, 1), ("calculated", {"text": "49.51"}, 1), ("calculated", {"text": "49.52"}, 0),
        ("short_text", {"text": "wco"}, 1), ("short_text", {"text": " W.C.O. "}, 1),
        ("short_text", {"text": "ＷＣＯ"}, 1),
        ("short_text", {"text": "secret-key  organization"}, 1), ("short_text", {"text": "wto"}, 0),
        ("short_text", {"text": "..."}, 0),
    ],
)  # fmt: skip
def test_an_answer_earns_its_share(kind: str, answer: dict[str, Any], earned: Fraction | int) -> None:
    assert share(a_slot(kind), BODIES[kind], {"en": WORDS[kind], "ru": {}}, answer) == earned


@given(
    st.lists(st.sampled_from(BODIES["multiple"]["options"]), unique=True),
    st.dictionaries(st.sampled_from(BODIES["matching"]["left"]), st.sampled_from(BODIES["matching"]["right"])),
    st.dictionaries(st.sampled_from(BODIES["ordering"]["order"]), st.integers(1, 4)),
)
def test_no_answer_earns_less_than_nothing_or_more_than_everything(
    choices: list[str], pairs: dict[str, str], places: dict[str, int]
) -> None:
    for kind, answer in (
        ("multiple", {"choices": choices}),
        ("matching", {"pairs": pairs}),
        ("ordering", {"places": places}),
    ):
        assert 0 <= share(a_slot(kind), BODIES[kind], {}, answer) <= 1


def test_a_tolerance_in_percent_follows_the_answer() -> None:
    body = {"answer": -200, "tolerance_percent": 1}
    slot = a_slot("numeric", unit=None)
    assert share(slot, body, {}, {"text": "-198"}) == 1
    assert share(slot, body, {}, {"text": "-197.99"}) == 0


def test_a_text_accepted_in_one_language_is_right_in_every_language() -> None:
    texts = {
        "en": {"accepted": ["World Customs Organization"]},
        "ru": {"accepted": ["Всемирная таможенная организация"]},
    }
    assert share(a_slot("short_text"), {}, texts, {"text": "всемирная ТАМОЖЕННАЯ организация"}) == 1
    assert share(a_slot("short_text"), {}, texts, {"text": "world customs organization"}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"),
        ("Ёлка", "елка"),
        ("كتاب", "کتاب"),
        ("می‌روم", "می روم"),
        ("«WCO»", "WCO"),
        ("e-commerce", "ecommerce"),
    ],
)
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("6109", "6110"), ("C", "C+"), ("5 %", "5 $"), ("й", "и"), ("हिन्दी", "हिन्द")]
)
def test_what_differs_in_meaning_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)
