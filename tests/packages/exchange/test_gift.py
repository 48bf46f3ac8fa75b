"""GIFT, feature by feature."""

import pytest

from tests.packages.exchange.conftest import Read, body, one, said, why_not


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("=a ~b", {"kind": "single", "options": ["a", "b"], "answer": "a"}),
        ("~b\n=a\n~c", {"kind": "single", "options": ["a", "b", "c"], "answer": "b"}),
        ("=oui~non", {"kind": "single", "options": ["a", "b"], "answer": "a"}),
        ("~%50%a ~%50%b ~%-50%c", {"kind": "multiple", "options": ["a", "b", "c"], "answer": ["a", "b"]}),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-33.33333%d",
         {"kind": "multiple", "options": ["a", "b", "c", "d"], "answer": ["a", "b", "c"]}),
        ("T", {"kind": "true_false", "answer": True}),
        ("FALSE", {"kind": "true_false", "answer": False}),
        ("true", {"kind": "true_false", "answer": True}),
        ("#5", {"kind": "numeric", "answer": 5}),
        ("#-5:0.25", {"kind": "numeric", "answer": -5, "tolerance": 0.25}),
        ("#1..2", {"kind": "numeric", "answer": 1.5, "tolerance": 0.5}),
        ("#-2..-1", {"kind": "numeric", "answer": -1.5, "tolerance": 0.5}),
        ("#=5:1 =%100%6:1", {"kind": "numeric", "answer": 5.5, "tolerance": 1.5}),
        ("=WCO =%100%World Customs Organization", {"kind": "short_text"}),
        ("WCO", {"kind": "short_text"}),
        ("=a->1 =b->2", {"kind": "matching", "left": ["a", "b"], "right": ["a", "b"], "answer": {"a": "a", "b": "b"}}),
        (">3 ALL VERTICAL ABS\none\ntwo\nthree", {"kind": "ordering", "order": ["a", "b", "c"]}),
    ],
)  # fmt: skip
def test_answers_make_the_kind(read: Read, answers: str, expected: dict[str, object]) -> None:
    exchange = read(f"::Q::Which?{{{answers}}}")
    assert body(one(exchange)) == expected
    assert exchange.rows[0].outcome == "taken"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("=a ~%50%b ~c", "Half-right options earn nothing here"),
        ("=a ~%-25%b", "A wrong option costs no points here"),
        ("=a =b ~c", "Several options are fully right, so all of them have to be chosen now"),
        ("~%60%a ~%40%b ~%-50%c", "Right options had different weights"),
        ("~%50%a ~%50%b ~c", "A wrong choice takes away as much as a right one gives"),
        ("=Frog =%50%Cat", "Half-right answers earn nothing here"),
        ("=Frog =Fro*", "The answer Fro* stands for many texts"),
        ("=Frog =?!", "The answer ?! has no letter or digit"),
        ("=Frog#Good", "Feedback on single answers has no place"),
        ("#=5:0 =%50%5:2", "Half-right answers earn nothing here"),
    ],
)
def test_what_is_adapted_is_told(read: Read, answers: str, told: str) -> None:
    exchange = read(f"::Q::Which?{{{answers}}}")
    one(exchange)
    (row,) = exchange.rows
    assert row.outcome == "changed"
    assert any(sentence.startswith(told) for sentence in said(row)), said(row)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("::Q::Say it.{}", "It is an essay"),
        ("::Q::Only a text.", "It has no answers in braces"),
        ("::Q::What?{=a ~b", "A brace is missing"),
        ("::Q::What?} =a", "A brace is missing"),
        ("::Q::What {=a} and {=b}?", "It has braces more than once"),
        ("::Q::What?{~a ~b}", "No option earns anything"),
        ("::Q::What?{=%40%a ~b}", "A wrong choice"),
        ("::Q::What?{=a ~}", "It has fewer than two options"),
        ("::Q::What?{" + " ".join(f"~a{n}" for n in range(21)) + " =b}", "It has 22 options; 20 are the most"),
        ("::Q::What?{#five}", "five is no number"),
        ("::Q::What?{#1e500}", "1e500 is no number"),
        ("::Q::What?{#=1 =5}", "2 different numbers are right"),
        ("::Q::What?{=*}", "No answer can be accepted"),
        ("::Q::What?{=a->1}", "It needs at least two pairs"),
        ("::Q::What?{=a->1 =b->}", "A pair has no right side"),
        ("::Q::What?{>2 ALL\nsame\nsame}", "Two of its steps are the same"),
        ("::Q::{=a ~b}", "It asks nothing"),
        (f"::Q::{'x' * 4001}{{=a ~b}}", "A course can't hold it"),
    ],
)
def test_what_is_refused_says_why_and_what_to_do(read: Read, text: str, told: str) -> None:
    if told == "A wrong choice":  # a single half-right answer marked with "=" is the only right one of several
        assert one(read(text)).entry["answer"] == ["a"]
        return
    sentence = why_not(read(text))
    assert sentence.startswith(told)
    assert ":" in sentence


def test_feedback_of_true_and_false_belongs_to_what_was_said(read: Read) -> None:
    question = one(read("::Q::It is.{TRUE#No, it is.#Yes.####Because.}"))
    assert question.words["feedback"] == {"true": "Yes.", "false": "No, it is."}
    assert question.words["explanation"] == "Because."


def test_escaped_marks_are_letters_and_n_is_a_line(read: Read) -> None:
    question = one(read(r"::A\:B::What is \{x\} \= 5 \# \~?\nSay it.{=a\\b\:c ~d}"))
    assert question.words["prompt"] == "What is {x} = 5 # ~?\nSay it."
    assert question.words["options"]["a"] == r"a\\b:c"  # as Markdown: the backslash is a letter
    assert question.key == "a-b"


def test_formats_of_texts_are_kept_apart(read: Read) -> None:
    question = one(
        read("::Q::[html]<p>A <i>b</i></p>{=[markdown]*m* ~[plain]*p* <b>x</b> ~[moodle]one<br>two ~<u>h</u>}")
    )
    assert question.words["prompt"] == "A *b*"
    assert question.words["options"] == {"a": "*m*", "b": r"\*p\* \<b>x\</b>", "c": "one two", "d": "h"}


def test_an_unescaped_tag_keeps_its_attributes(read: Read) -> None:
    question = one(read('::Q::See <a href="https://a.example/x#y">this</a>.{=a ~b}'))
    assert question.words["prompt"] == "See [this](https://a.example/x#y)."


def test_categories_become_banks_and_tags(read: Read) -> None:
    exchange = read(
        "$CATEGORY: $course$/top/Customs/HS codes\n\n::A::a{T}\n\n$CATEGORY: $system$/VAT\n::B::b{T}\n\n"
        "$CATEGORY: 关税\n\n::C::c{T}\n\n$CATEGORY: top\n\n::D::d{T}"
    )
    banks = [(question.category, question.entry.get("tags")) for question in exchange.questions]
    assert banks[:2] == [("customs", ["hs-codes"]), ("vat", None)]
    assert banks[2][0].startswith("bank-") and banks[3] == ("bank", None)


def test_keys_are_stable_and_each_is_given_once(read: Read) -> None:
    text = "::Same::a?{T}\n\n::Same::b?{T}\n\n::电商::c?{T}\n\n::海关::d?{T}\n\n::" + "long " * 40 + "::e?{T}"
    keys = [question.key for question in read(text).questions]
    assert keys == [question.key for question in read(text).questions]
    assert keys[:2] == ["same", "same-2"]
    assert len(set(keys)) == 5 and all(len(key) <= 64 for key in keys)


def test_a_question_without_an_empty_line_before_it_is_one_of_its_own(read: Read) -> None:
    exchange = read("::A::a?{T}\n::B::b?{F}\n// remark\nThe sky is blue. {T}\n::C::c {=x\n\n~y}")
    assert [question.entry["kind"] for question in exchange.questions] == [
        "true_false", "true_false", "true_false", "single",
    ]  # fmt: skip
