"""Moodle XML, kind by kind."""

import base64

import pytest

from tests.packages.exchange.conftest import Read, answers, body, one, said, why_not, xml

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
GIF = base64.b64encode(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00;").decode()


def data_set(name: str, low: str, high: str, decimals: str = "0", more: str = "") -> str:
    return (
        f"<dataset_definition><status><text>private</text></status><name><text>{name}</text></name>"
        f"<minimum><text>{low}</text></minimum><maximum><text>{high}</text></maximum>"
        f"<decimals><text>{decimals}</text></decimals>{more}</dataset_definition>"
    )


def drawn(formula: str, *sets: str, prompt: str = "{a}?", more: str = "", kind: str = "calculated") -> str:
    given = answers(("100", formula), more=more)
    return xml(kind, f"{given}<dataset_definitions>{''.join(sets)}</dataset_definitions>", prompt=prompt)


@pytest.mark.parametrize(
    ("kind", "inner", "expected"),
    [
        ("multichoice", "<single>true</single>" + answers(("100", "a"), ("0", "b")),
         {"kind": "single", "options": ["a", "b"], "answer": "a"}),
        ("multichoice", "<single>false</single>" + answers(("50", "a"), ("50", "b"), ("-50", "c")),
         {"kind": "multiple", "options": ["a", "b", "c"], "answer": ["a", "b"]}),
        ("truefalse", answers(("100", "true"), ("0", "false")), {"kind": "true_false", "answer": True}),
        ("shortanswer", answers(("100", "WCO")), {"kind": "short_text"}),
        ("numerical", answers(("100", "12,5"), more="<tolerance>0.5</tolerance>"),
         {"kind": "numeric", "answer": 12.5, "tolerance": 0.5}),
        ("numerical", answers(("100", "1E-2")), {"kind": "numeric", "answer": 0.01}),
        ("ordering", answers(("1", "x"), ("2", "y")), {"kind": "ordering", "order": ["a", "b"]}),
        ("cloze", "", {}),
    ],
)  # fmt: skip
def test_kinds_of_moodle_and_ours(read: Read, kind: str, inner: str, expected: dict[str, object]) -> None:
    if kind == "cloze":
        exchange = read(xml(kind, inner, prompt="<p>It weighs {2:NUMERICAL:=2:0.5~%50%3:0.5} kg.</p>"))
        assert body(one(exchange)) == {"kind": "numeric", "answer": 2, "tolerance": 0.5, "points": 2}
        return
    exchange = read(xml(kind, inner))
    assert body(one(exchange)) == expected
    assert exchange.rows[0].outcome == "taken"


@pytest.mark.parametrize(
    ("gap", "kind"),
    [
        ("{1:SA:=Rome}", "short_text"),
        ("{:MWC:=Rome}", "short_text"),
        ("{1:MULTICHOICE_VS:=Rome~Paris}", "single"),
        ("{1:MC:%100%Rome~Paris}", "single"),
        ("{1:MULTIRESPONSE_H:=Rome~=Turin~%-50%Paris}", "multiple"),
        ("{1:NM:=7}", "numeric"),
        (r"{1:MC:=\{Rome\}\~#a \} b~Paris}", "single"),
    ],
)
def test_one_gap_becomes_a_question(read: Read, gap: str, kind: str) -> None:
    exchange = read(xml("cloze", "", prompt=f"<p>The capital is {gap}.</p>"))
    question = one(exchange)
    assert question.entry["kind"] == kind
    assert question.words["prompt"] == r"The capital is \_\_\_\_\_."
    assert said(exchange.rows[0])[0].startswith("A gap in a text became")


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<usecase>1</usecase>", "Capital and small letters are the same here"),
        ("<defaultgrade>0.5000000</defaultgrade>", "Points are whole here, from 1 to 100: 0.5 became 1."),
        ("<defaultgrade>250</defaultgrade>", "Points are whole here, from 1 to 100: 250 became 100."),
        ("<hint format='html'><text>Think</text></hint>", "Hints between tries were left out"),
        ("<incorrectfeedback><text>Read chapter 2!</text></incorrectfeedback>", "Feedback on the answer as a whole"),
        ("<generalfeedback format='html'><text>&lt;u&gt;so&lt;/u&gt;</text></generalfeedback>", "Underlining and"),
        ("<generalfeedback format='html'><text>$$x^2$$</text></generalfeedback>", "A formula in TeX"),
        ("<generalfeedback format='html'><text>&lt;iframe src='x'&gt;&lt;/iframe&gt;a</text></generalfeedback>",
         "Embedded sound, film or frames"),
        ("<generalfeedback format='html'><text>&lt;a href='/mod/1'&gt;a&lt;/a&gt;</text></generalfeedback>",
         "A link leads to a place that only the other system has"),
        ("<generalfeedback format='markdown'><text># Big\n\nsmall</text></generalfeedback>", "Headings became bold"),
    ],
)  # fmt: skip
def test_what_is_adapted_is_told(read: Read, inner: str, told: str) -> None:
    exchange = read(xml("shortanswer", inner + answers(("100", "WCO"))))
    one(exchange)
    (row,) = exchange.rows
    assert row.outcome == "changed"
    assert [sentence for sentence in said(row) if sentence.startswith(told)], said(row)


@pytest.mark.parametrize(
    ("kind", "inner", "told"),
    [
        ("essay", "", "A person grades it"),
        ("description", "", "It asks nothing: put its text into a reading"),
        ("random", "", "It stands for a question drawn at random"),
        ("gapselect", "", "It fills several gaps"),
        ("ddmarker", "", "It asks for a place in a picture"),
        ("stack", "", "The kind stack is not known here"),
        ("", "", "The kind  is not known here"),
        ("multichoice", answers(("100", "a")), "It has fewer than two options"),
        ("multichoice", answers(("50", "a"), ("0", "b")), "No option is fully right"),
        ("multichoice", answers(("100", "<p></p>"), ("0", "b")), "An option has no words"),
        ("multichoice", answers(("1000", "a"), ("0", "b")), "An answer is worth 1000"),
        ("multichoice", answers(("nan", "a"), ("0", "b")), "An answer is worth nan"),
        ("truefalse", answers(("100", "true")), "It is neither true nor false"),
        ("numerical", answers(("100", "ten")), "ten is no number"),
        ("numerical", answers(("50", "10")), "No number is fully right"),
        ("shortanswer", answers(("100", "*")), "No answer can be accepted"),
        ("matching", "<subquestion><text>a</text><answer><text>1</text></answer></subquestion>",
         "It needs at least two pairs"),
        ("cloze", "", "It has no gap"),
        ("multichoice", "<hidden>1</hidden>" + answers(("100", "a"), ("0", "b")), "It is hidden"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_and_what_to_do(read: Read, kind: str, inner: str, told: str) -> None:
    exchange = read(xml(kind, inner))
    assert why_not(exchange).startswith(told)
    assert (exchange.rows[0].number, exchange.rows[0].line) == (1, 3)


def test_pictures_come_along_with_their_words(read: Read) -> None:
    prompt = 'What is <img src="@@PLUGINFILE@@/Scale%201.PNG" alt="a [scale]"> this?'
    inner = f'<file name="Scale 1.PNG" path="/" encoding="base64">{DOT}</file>' + answers(
        ("100", f'<img src="data:image/png;base64,{DOT}" alt="dot">'), ("0", "none")
    )
    exchange = read(xml("multichoice", inner, prompt=prompt))
    question = one(exchange)
    assert question.words["prompt"] == r"What is ![a \[scale\]](../media/scale-1.png) this?"
    assert question.words["options"]["a"].startswith("![dot](../media/picture-")
    assert set(exchange.media.values()) == {base64.b64decode(DOT)}
    assert exchange.rows[0].outcome == "taken"


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (f'<file name="a.png" encoding="base64">{GIF}</file>', "The picture a.png can't be shown here"),
        ('<file name="a.png" encoding="base64">!!!</file>', "The picture a.png is damaged"),
        ('<file name="b.png" encoding="base64">aGk=</file>', "The picture a.png is not in the file"),
        (f'<file name="a.png" encoding="base64">{"A" * 11_000_000}</file>', "The picture a.png is too large"),
    ],
)
def test_a_picture_that_cant_be_kept_leaves_its_words(read: Read, picture: str, told: str) -> None:
    inner = picture + answers(("100", "a"), ("0", "b"))
    exchange = read(xml("multichoice", inner, prompt='<img src="@@PLUGINFILE@@/a.png" alt="A map">Where?'))
    assert one(exchange).words["prompt"] == "A mapWhere?"
    assert said(exchange.rows[0])[0].startswith(told)
    assert exchange.media == {}


def test_pictures_of_a_refused_question_stay_out(read: Read) -> None:
    inner = f'<file name="a.png" encoding="base64">{DOT}</file>' + answers(("50", '<img src="@@PLUGINFILE@@/a.png">'))
    exchange = read(xml("multichoice", inner))
    assert (exchange.questions, exchange.media) == ((), {})


def test_the_picture_of_moodle_1_9_is_found(read: Read) -> None:
    inner = f"<image>pics/map.png</image><image_base64>{DOT}</image_base64>" + answers(("100", "a"), ("0", "b"))
    exchange = read(xml("multichoice", inner))
    assert one(exchange).words["prompt"] == "Which?\n\n![decorative](../media/map.png)"
    assert "has no words" in said(exchange.rows[0])[0]


@pytest.mark.parametrize(
    ("formula", "ours"),
    [
        ("{a}*2", "a*2"),
        ("pow({a}, 2) + 1", "((a) ** (2)) + 1"),
        ("sqrt({a})", "((a) ** 0.5)"),
        ("pi()*{a}", "3.141592653590 * a"),
        ("round({a}/3, 2)", "round(a/3, 2)"),
        ("max({a}, 5) - min({a},5)", "max(a, 5) - min(a,5)"),
        ("1.5e2 * {a}", "150 * a"),
        (".5*{a}", "0.5 * a"),
        ("-{a} + (3)", "-a + (3)"),
    ],
)
def test_formulas_are_translated(read: Read, formula: str, ours: str) -> None:
    question = one(read(drawn(formula, data_set("a", "1", "9"))))
    assert question.entry["formula"] == ours


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (drawn("sin({a})", data_set("a", "1", "9")), "Its formula uses sin"),
        (drawn("{a} > 3 ? 1 : 2", data_set("a", "1", "9")), "Its formula {a} > 3 ? 1 : 2 can't be read"),
        (drawn("{b}", data_set("a", "1", "9")), "Its formula uses b, whose range"),
        (drawn("7", data_set("b", "1", "9")), "Its formula has no drawn number"),
        (drawn("{a}+{b}", data_set("a", "1", "9"), data_set("b", "1", "9")), "It never shows its number {b}"),
        (drawn("1/({a}-5)", data_set("a", "1", "9")), "A course can't hold it: formula can't always be computed"),
        (drawn("{a}", data_set("a", "x", "9")), "The range of {a} can't be read"),
        (drawn("{a}", data_set("a", "1", "9"), prompt="{={a}*2}?"), "Its text computes something"),
        (drawn("(" * 60 + "{a}" + ")" * 60, data_set("a", "1", "9")), "Its formula"),
    ],
)
def test_formulas_that_cant_come_in(read: Read, data: str, told: str) -> None:
    assert why_not(read(data)).startswith(told)


def test_drawn_numbers_keep_their_range_and_precision(read: Read) -> None:
    precision = (
        "<tolerance>0.01</tolerance><tolerancetype>1</tolerancetype>"
        "<correctanswerformat>2</correctanswerformat><correctanswerlength>3</correctanswerlength>"
    )
    sets = (
        data_set("Round", "0.5", "2.5", "1", "<distribution><text>loguniform</text></distribution>"),
        data_set(
            "round", "1", "3", more="<dataset_items><dataset_item><value>9</value></dataset_item></dataset_items>"
        ),
    )
    exchange = read(drawn("{Round}*{round}", *sets, prompt="{Round} by { round }?", more=precision))
    question = one(exchange)
    assert question.entry["variables"] == {
        "round_value": {"min": 0.5, "max": 2.5, "step": 0.1},
        "round_value2": {"min": 1, "max": 3, "step": 1},
    }
    assert question.words["prompt"] == "{round_value} by {round_value2}?"
    assert (question.entry["decimals"], question.entry["tolerance_percent"]) == (6, 1)
    assert [sentence.partition(" ")[0] for sentence in said(exchange.rows[0])] == ["Its", "Numbers", "The"]


def test_computed_options_become_a_number_to_type(read: Read) -> None:
    more = "<tolerance>0.5</tolerance><tolerancetype>2</tolerancetype>"
    given = answers(("100", "{={a}*2}"), ("0", "{={a}*3}"), more=more)
    sets = f"<dataset_definitions>{data_set('a', '1', '9')}</dataset_definitions>"
    exchange = read(xml("calculatedmulti", given + sets, prompt="Twice {a}?"))
    assert (one(exchange).entry["formula"], one(exchange).entry["tolerance"]) == ("a*2", 0.5)
    assert said(exchange.rows[0])[0].startswith("Its computed options were left out")
