"""Files that mean harm, or nothing at all: refused in words, soon, and without a traceback."""

import base64
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.packages.exchange import FORMATS, BadFile, collecting, csv_template, read_questions, write_questions
from lms.packages.exchange.conversion import convert
from lms.packages.exchange.report import Notes
from tests.core.test_sanitiser import CORPUS
from tests.media.pictures import a_picture
from tests.packages.exchange.conftest import SAMPLES, Read, answers, one, why_not, xml

ENTITIES = '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>'


@pytest.mark.parametrize(
    "text",
    [
        ENTITIES,
        '<?xml version="1.0"?><!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/quiz.dtd"><quiz/>',
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question>&x;</question></quiz>',
        '<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]><quiz/>',
    ],
)
def test_c03_entities_and_document_types_refuse_the_file(read: Read, text: str) -> None:
    with pytest.raises(BadFile, match="declares a document type") as bad:
        read(text, "a.xml")
    assert bad.value.line == 1


def test_c03_an_inclusion_is_only_a_tag(read: Read) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    text = xml("shortanswer", answers(("100", "a"))).replace("<name><text>Name", f"<name><text>{include}Name")
    assert one(read(text, "a.xml")).key.endswith("name")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty"),
        (b" \n\r\n", "The file is empty"),
        (b"x" * (20 * 1024**2 + 1), "The file is larger than 20 MB"),
        (b"PK\x03\x04rest", "This is an archive"),
        (b"%PDF-1.7", "This is an archive or a document"),
        (b"abc\x00\xff\xfe{", "This is no text"),
        (b"only words", None),
        (b"// a comment\n\n// and one more", "There is no question in it"),
        (b"<?xml version='1.0'?><html/>", "no questions of Moodle"),
        (b"<quiz></quiz>", "There is no question in it"),
        (b"<quiz>\n<question>\n</quiz>", "not well-formed XML"),
        (b"<quiz><question>&nbsp;</question></quiz>", "not well-formed XML .undefined entity"),
        (b"<?xml version='1.0' encoding='klingon'?><quiz/>", "not well-formed XML"),
        (b"<quiz>" * 41, "It is nested too deep"),
        (b"<quiz>" + b"<a/>" * 400_001, "It is nested too deep or too long"),
        (b"<quiz>" + b'<question type="essay"/>' * 2001 + b"</quiz>", "It has more than 2000 questions"),
        (b"a{T}\n\n" * 2001, "It has more than 2000 questions"),
    ],
)
def test_what_is_no_file_of_questions_says_what_to_do(data: bytes, told: str | None) -> None:
    if told is None:
        (row,) = read_questions(data, filename="a.txt", language="en").rows
        assert row.outcome == "refused"
        return
    with pytest.raises(BadFile, match=told):
        read_questions(data, filename="a.txt", language="en")


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("Which?{=a " + "~b " * 300_000 + "}", "a.gift"),
        ("Which?{" + "=b " * 300_000 + "}", "a.gift"),
        ("Which?{" + "=b->c " * 300_000 + "}", "a.gift"),
        ("Which?{#" + "=1:1 " * 300_000 + "}", "a.gift"),
        ("Which?{>3 ALL VERTICAL\n" + "b\n" * 300_000 + "}", "a.gift"),
        (xml("multichoice", "<answer fraction='0'><text>b</text></answer>" * 3000), "a.xml"),
        (xml("matching", "<subquestion><text>b</text></subquestion>" * 3000), "a.xml"),
        (xml("ordering", "<answer><text>b</text></answer>" * 3000), "a.xml"),
        (f"kind,prompt,answer,{','.join(f'option_{n}' for n in range(1, 301))}\nsingle,q,1{',b' * 300}\n", "a.csv"),
    ],
)
def test_g13_a_question_with_more_options_than_anybody_reads_is_refused_before_they_are_looked_at(
    read: Read, text: str, filename: str
) -> None:
    began = time.process_time()
    told = why_not(read(text, filename))
    assert time.process_time() - began < 0.6
    assert re.fullmatch(r"It has 30\d+ options; 20 are the most: make two questions of it.", told), told


@pytest.mark.parametrize("kind", ["gift", "xml", "csv"])
def test_g13_a_file_with_more_text_than_anybody_reads_is_refused_with_its_line(
    read: Read, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MOST_CHARACTERS", 1_000_000)
    prompt = "Which?" * 1600
    texts = {
        "gift": f"{prompt}{{=a ~b}}\n\n" * 120,
        "xml": xml("essay", "").replace("</quiz>", one_xml(prompt) * 120 + "</quiz>"),
        "csv": "prompt,answer\n" + f"{prompt},a\n" * 120,
    }
    with pytest.raises(BadFile, match="more than 1 million characters of text") as bad:
        read(texts[kind], f"a.{kind}")
    assert bad.value.line is not None and bad.value.line > 100


def one_xml(prompt: str) -> str:
    """A question without the file around it."""
    text = xml("shortanswer", answers(("100", "a")), prompt=prompt)
    return text[text.index("<question") : text.index("</quiz>")]


def test_g13_a_picture_that_is_shown_a_thousand_times_is_read_once(read: Read) -> None:
    data = base64.b64encode(a_picture("PNG", (600, 600), compress_level=0)).decode()
    shown = '<img src="@@PLUGINFILE@@/a.png" alt="x">' * 700
    inner = f'<file name="a.png" encoding="base64">{data}</file>' + answers(("100", "a"))
    text = xml("shortanswer", inner, prompt=shown)
    began = time.process_time()
    read(text, "a.xml")
    assert time.process_time() - began < 1


def test_g13_a_file_of_more_pictures_than_a_course_needs_is_refused(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MOST_PICTURES", 30)

    def numbered(number: int) -> str:
        picture = base64.b64encode(a_picture("PNG", (number + 1, 1))).decode()
        return one_xml(f'<img src="data:image/png;base64,{picture}" alt="x"> Which?')

    with pytest.raises(BadFile, match="more than 30 pictures"):
        read(xml("essay", "").replace("</quiz>", "".join(map(numbered, range(32))) + "</quiz>"), "a.xml")


def test_g13_drawn_numbers_without_end_are_refused(read: Read) -> None:
    one = "<dataset_definition><name><text>v{}</text></name></dataset_definition>"
    sets = "".join(map(one.format, range(5000)))
    inner = answers(("100", "{v1}")) + f"<dataset_definitions>{sets}</dataset_definitions>"
    began = time.process_time()
    assert why_not(read(xml("calculated", inner, prompt="{v1}"), "a.xml")).startswith("It draws 5000 numbers")
    assert time.process_time() - began < 1


def test_the_line_of_broken_xml_is_told(read: Read) -> None:
    with pytest.raises(BadFile) as bad:
        read("\n\n<?xml version='1.0'?>\n<quiz>\n<question>\n</quiz>", "a.xml")
    assert bad.value.line == 6


FRAGMENTS = [
    b"{", b"}", b"=", b"~", b"#", b"%50%", b"->", b"\\", b"\n\n", b"::", b"<text>", b"</text>", b"<![CDATA[", b"]]>",
    b"&amp;", b"\x00", b"\xff\xfe", b'"', b",", b";", b"<p>", b"<table><tr><td>", b"[html]", b"[markdown]", b"1e400",
    b"nan", b"9" * 50, b"![x](../media/y.png)", b"{#", b"####", b"# head", b"$$", b"\xc3", b"\xef\xb7\x90", b"=1+1",
    b'fraction="abc"', b"{1:SA:=a}", b"*" * 30, b"`", b"[a](b)", b"::: try\n", b"\xed\xa0\x80", b"\xe2\x80\xa8",
]  # fmt: skip
SEEDS = [path.read_bytes() for path in sorted(SAMPLES.iterdir())] + [csv_template("en")]
NAMES = st.sampled_from(["a.gift", "a.xml", "a.csv", "", "../../x", "a" * 300, "a\x00.csv"])


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A real file with a few pieces lost, repeated or thrown in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        piece = draw(st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=4)))
        data[at : at + draw(st.integers(0, 20))] = piece
    return bytes(data)


@settings(max_examples=120, deadline=None)
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode), broken()), filename=NAMES)
def test_nothing_but_bad_file_ever_comes_out(data: bytes, filename: str) -> None:
    """And what was taken can be written in every format."""
    try:
        exchange = read_questions(data, filename=filename, language="en")
    except BadFile as bad:
        assert str(bad).endswith((".", "…")) or bad.line
        return
    assert len(exchange.rows) >= len(exchange.questions)
    for file_format in FORMATS:
        write_questions(exchange.questions, file_format, "en", media=exchange.media)


def test_b01_hostile_texts_come_in_as_words(read: Read) -> None:
    """What is taken passes the same renderer as every text of a course; here nothing of it may even look like HTML."""
    for payload in [payload for payload in CORPUS if payload.isprintable() and "]]>" not in payload]:
        inner = answers(("100", f"a {payload}"), ("0", "b"))
        exchange = read(xml("multichoice", inner, prompt=f"<p>x {payload}</p>"), "a.xml")
        for question in exchange.questions:
            for text in (question.words["prompt"], *question.words["options"].values()):
                assert "<script" not in text.replace("\\<", "") and "](javascript" not in text.lower()


@pytest.mark.parametrize(
    "seed",
    ["<", "<a", "<!--", "<a b", "&", "</", "<a b='", "<!", "<script>", '<a b="c" ', "<b>", "<b><p>", "<a b='\"",
     "<ul><li>", "<table><tr><td>", "</b>", "<sup>", "<br>", "*", "<pre>", "\\\n", "\xa0", "&lt;"],
)  # fmt: skip
def test_c09_html_of_any_shape_takes_little_time(seed: str) -> None:
    for end in ("", ">", "'>", "</b>"):
        began = time.process_time()
        convert(seed * (100_000 // len(seed)) + end, Notes())
        assert time.process_time() - began < 1.5


@pytest.mark.parametrize(
    "seed",
    ["{1:SA:", "{1:MC:=a~", "{", "}", "::", "\\", "~", "=", "a\n\n", "//\n", "$CATEGORY:\n", "{a", "=->", "%1%~", "{#",
     "![](@@PLUGINFILE@@/", "[html]", '"a",'],
)  # fmt: skip
@pytest.mark.parametrize("filename", ["a.gift", "a.csv"])
def test_c09_texts_of_any_shape_take_little_time(seed: str, filename: str) -> None:
    text = seed * (100_000 // len(seed))
    began = time.process_time()
    for data in (text, f"kind,prompt,answer\ntext,{text},x\n", xml("cloze", "", prompt=text.replace("]]>", ""))):
        try:
            read_questions(data.encode(), filename=filename, language="en")
        except BadFile:
            continue
    assert time.process_time() - began < 6


def test_nothing_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    monkeypatch.chdir(tmp_path)
    inner = '<file name="../../evil.png" encoding="base64">aGk=</file>' + answers(("100", "a"), ("0", "b"))
    read(xml("multichoice", inner, prompt='<img src="@@PLUGINFILE@@/../../evil.png" alt="x">y?'), "../../a.xml")
    assert list(tmp_path.iterdir()) == []
