"""Questions as a table."""

import csv
import io

import pytest

from lms.packages.exchange import BadFile, ExchangedQuestion, csv_template, read_questions, write_questions
from tests.packages.exchange.conftest import Read, body, one, said, why_not

HEADER = "kind,prompt,answer,option_1,option_2,option_3,match_1,match_2,tolerance,variables,points"


def table(row: str, header: str = HEADER) -> str:
    return f"{header}\n{row}\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("single,Which?,2,x,y", {"kind": "single", "options": ["a", "b"], "answer": "b"}),
        ("single,Which?,B,x,y", {"kind": "single", "options": ["a", "b"], "answer": "b"}),
        ("single,Which?,y,x,y", {"kind": "single", "options": ["a", "b"], "answer": "b"}),
        (",Which?,2,x,y", {"kind": "single", "options": ["a", "b"], "answer": "b"}),
        ('multiple,Which?,"1, 3",x,y,z', {"kind": "multiple", "options": ["a", "b", "c"], "answer": ["a", "c"]}),
        (",Which?,1;3,x,y,z", {"kind": "multiple", "options": ["a", "b", "c"], "answer": ["a", "c"]}),
        ("true/false,Is it?,FALSE", {"kind": "true_false", "answer": False}),
        (",Is it?,верно", {"kind": "true_false", "answer": True}),
        ("numeric,How much?,12.5,,,,,,1 %", {"kind": "numeric", "answer": 12.5, "tolerance_percent": 1}),
        (",How much?,-3", {"kind": "numeric", "answer": -3}),
        ("text,Who?,,WCO,World Customs Organization", {"kind": "short_text"}),
        (",Who?,WCO", {"kind": "short_text"}),
        (",Match,,x,y,,1,2", {"kind": "matching", "left": ["a", "b"], "right": ["a", "b"],
                              "answer": {"a": "a", "b": "b"}}),
        ("ordering,Order,,x,y,z", {"kind": "ordering", "order": ["a", "b", "c"]}),
        ("calculated,{p}?,p * 2,,,,,,0.5,p = 1..9 step 0.5",
         {"kind": "calculated", "variables": {"p": {"min": 1, "max": 9, "step": 0.5}}, "formula": "p * 2",
          "decimals": 2, "tolerance": 0.5}),
    ],
)  # fmt: skip
def test_rows_make_questions(read: Read, row: str, expected: dict[str, object]) -> None:
    exchange = read(table(row), "table.csv")
    assert exchange.format == "csv"
    assert body(one(exchange)) == expected
    assert exchange.rows[0].outcome == "taken"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("single,Which?,4,x,y", "The answer 4 names no option"),
        ("single,Which?,,x,y", "The column answer has to name the right option"),
        ('single,Which?,"1,2",x,y', "The column answer has to name the right option"),
        ("true_false,Is it?,maybe", "The column answer has to say true or false"),
        ("numeric,How much?,ten", "ten is no number"),
        ("numeric,How much?,1,,,,,,wide", "The tolerance wide is no number"),
        ("essay,Write.,", "The kind essay is not known: use single, multiple"),
        ("calculated,{p}?,p * 2,,,,,,,p from 1 to 9", "p from 1 to 9 is no variable"),
        ("single,Which?,2,x,y,,,,,,many", "The points many are no number"),
        ("single,,2,x,y", "It asks nothing"),
    ],
)
def test_a_row_that_cant_come_in_says_why(read: Read, row: str, told: str) -> None:
    exchange = read(table(row), "table.csv")
    assert why_not(exchange).startswith(told)
    assert exchange.rows[0].line == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("hint", [False, True])
def test_spreadsheets_of_any_country_can_be_read(read: Read, delimiter: str, encoding: str, hint: bool) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["Kind ", "PROMPT", "answer", "option_1", "option_2", "Remarks"])
    writer.writerow(["single", "Кто платит; пошлину,\nналог?", "1", "Покупатель", "Почта", "x"])
    writer.writerow([])
    text = (f"sep={delimiter}\r\n" if hint else "") + file.getvalue()
    question = one(read(text.encode(encoding), "вопросы.csv", "ru"))
    assert question.words["prompt"] == "Кто платит; пошлину,\nналог?"
    assert question.words["options"] == {"a": "Покупатель", "b": "Почта"}


def test_lines_are_those_of_the_file(read: Read) -> None:
    text = 'kind,prompt,answer\ntrue_false,"two\nlines",true\n\nessay,x,\n'
    assert [(row.number, row.line) for row in read(text, "a.csv").rows] == [(1, 2), (2, 5)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b,c\n1,2,3\n", "The first line has to name the columns"),
        ("kind,prompt,answer\n", "There is no question below"),
        ("kind,prompt,answer\n" + "true_false,x,true\n" * 2001, "It has more than 2000 questions"),
        (f'kind,prompt,answer\ntext,"{"x" * 200_000}",y\n', "A row can't be read"),
    ],
)
def test_what_is_no_table_of_ours_says_what_to_do(read: Read, text: str, told: str) -> None:
    with pytest.raises(BadFile, match=told):
        read(text, "a.csv")


def test_the_template_shows_each_kind_and_comes_in_whole() -> None:
    exchange = read_questions(csv_template("en"), filename="template.csv", language="en")
    assert [row.outcome for row in exchange.rows] == ["taken"] * 8, [said(row) for row in exchange.rows]
    assert len({question.entry["kind"] for question in exchange.questions}) == 8


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "|", "%", "'=", "'"])
def test_b08_no_cell_is_a_formula_and_every_text_comes_back(begin: str) -> None:
    text = f"{begin}HYPERLINK(1)"
    question = ExchangedQuestion(
        "danger", "bank", {"key": "danger", "kind": "short_text"}, {"prompt": "Which?", "accepted": [text]}
    )
    data = write_questions([question], "csv", "en").data
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%"))]
    back = one(read_questions(data, filename="a.csv", language="en"))
    assert back.words["accepted"] == [text.strip()]
