"""A language as XLIFF and as PO: there and back without loss, and nothing hostile in between."""

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.packages.exchange.po import read_po, write_po
from lms.packages.exchange.report import BadFile
from lms.packages.exchange.translations import DONE, MISSING, OUTDATED, REVIEW, TextPair
from lms.packages.exchange.xliff import NAMESPACE, read_xliff, write_xliff

WAYS = [pytest.param((write_xliff, read_xliff), id="xliff"), pytest.param((write_po, read_po), id="po")]
MARKDOWN = '## Heading\n\n| a | b |\n|---|--:|\n| `x` | 1 |\n\n![A "box" & <b>](../media/box.svg)\n\n    code\n\\end'
# What a draft may hold: no carriage returns and no control characters but tab and line break.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=120)


def a_pair(source: str = "Price", target: str = "Цена", state: str = DONE, **more: object) -> TextPair:
    return TextPair("item:welcome", "text", source, target, state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("source", "target"),
    [
        (MARKDOWN, MARKDOWN),
        ("Price {price} EUR, duty {duty} %, {price} again", "قیمت {price} یورو، عوارض {duty} ٪، باز {price}"),
        ("Landed cost", "到岸成本。**加粗。**文字"),
        ("A\u200cB\u200f \u00a0<script>alert(1)</script>]]> &amp; %s %(x)s", "؛ می\u200cشود"),
        ("  indented\n\n\tand tabbed", "  так\n\n\tтоже"),
    ],
)
def test_what_goes_out_comes_back_as_it_was(way: Any, source: str, target: str) -> None:
    write, read = way
    back = read(write("parcels", "en", "fa", [a_pair(source, target)]))
    assert (back.course, back.source_language, back.language) == ("parcels", "en", "fa")
    assert back.pairs == (a_pair(source, target),)


@pytest.mark.parametrize("way", WAYS)
@given(source=texts.filter(str.strip), target=texts.filter(str.strip))
@example(source="{a}{a}", target="{a}")
@example(source='"', target="\\")
@example(source="\\n", target="\n\\\n")
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_as_it_was(way: Any, source: str, target: str) -> None:
    write, read = way
    (pair,) = read(write("parcels", "en", "ru", [a_pair(source, target)])).pairs
    assert (pair.source, pair.target) == (source, target)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("state", [DONE, REVIEW, OUTDATED, MISSING])
def test_how_a_translation_stands_comes_back(way: Any, state: str) -> None:
    write, read = way
    pair = a_pair(
        target="" if state == MISSING else "Цена", state=state, before="Old price" if state == OUTDATED else ""
    )
    (back,) = read(write("parcels", "en", "ru", [pair])).pairs
    assert (back.state, back.target) == (state, pair.target)


@pytest.mark.parametrize("way", WAYS)
def test_a_translator_reads_where_a_text_stands_and_what_it_was(way: Any) -> None:
    write, _read = way
    pair = a_pair(state=OUTDATED, before="Old price", notes=("Item: Welcome", "Markdown"))
    written = write("parcels", "en", "ru", [pair]).decode()
    assert "Item: Welcome" in written
    assert "Old price" in written


def test_the_xliff_is_well_formed_and_protects_the_numbers_of_a_question() -> None:
    pair = TextPair("question:cost", "prompt", "Price {price}, {not this}", "", MISSING)
    root = ElementTree.fromstring(write_xliff("parcels", "en", "zh", [pair]))
    assert root.attrib["version"] == "2.1"
    (place,) = root.iter(f"{{{NAMESPACE}}}ph")
    assert place.attrib["equiv"] == "{price}"
    assert [data.text for data in root.iter(f"{{{NAMESPACE}}}data")] == ["{price}"]


def test_segments_that_a_tool_has_cut_are_put_together_again() -> None:
    file = f"""<xliff xmlns="{NAMESPACE}" version="2.0" srcLang="en" trgLang="ru"><file id="f"><group id="g"><unit
      id="1" name="item:a/text"><segment state="final"><source>One. </source><target>Раз. </target></segment>
      <ignorable><source>  </source></ignorable><segment state="final"><source>Two.</source><target><mrk id="m"
      type="term">Два.</mrk></target></segment></unit></group></file></xliff>"""
    assert read_xliff(file.encode()).pairs == (TextPair("item:a", "text", "One.   Two.", "Раз.   Два.", DONE),)


def test_a_text_with_a_segment_that_is_not_translated_is_not_translated() -> None:
    file = f"""<x:xliff xmlns:x="{NAMESPACE}" version="2.1" srcLang="en" trgLang="ru"><x:file id="f"><x:unit id="1"
      name="item:a/text"><x:segment><x:source>One. </x:source><x:target>Раз. </x:target></x:segment><x:segment>
      <x:source>Two.</x:source></x:segment></x:unit></x:file></x:xliff>"""
    assert [(pair.target, pair.state) for pair in read_xliff(file.encode()).pairs] == [("", MISSING)]


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE xliff SYSTEM "http://127.0.0.1/evil.dtd">',
    ],
)
def test_c03_entities_and_document_types_are_refused(prologue: str) -> None:
    file = prologue + write_xliff("parcels", "en", "ru", [a_pair()]).decode().split("?>")[1]
    with pytest.raises(BadFile, match="DOCTYPE"):
        read_xliff(file.encode())


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "empty"),
        (b"<xliff", "well-formed"),
        (b"<tmx version='1.4'/>", "not XLIFF"),
        (b"<xliff version='1.2'/>", "XLIFF 2"),
        (b"<xliff version='2.1'/>", "no text"),
        (b"<xliff version='2.1'>" + b"<a>" * 60 + b"</a>" * 60 + b"</xliff>", "deep"),
    ],
)
def test_what_is_no_xliff_is_told(file: bytes, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        read_xliff(file)


@pytest.mark.parametrize(
    ("file", "why", "line"),
    [
        (b"\n", "empty", None),
        (b"hello", "no line of a PO file", 1),
        (b'msgid "a"\nmsgstr "b\n', "no line of a PO file", 2),
        (b'msgid ""\nmsgstr "Language: ru\\n"\n', "no text", None),
        (b'msgctxt "a/b"\nmsgid "a"\nmsgstr "1"\n\nmsgctxt "a/b"\nmsgid "a"\nmsgstr "2"\n', "twice", None),
    ],
)
def test_what_is_no_po_is_told_with_its_line(file: bytes, why: str, line: int | None) -> None:
    with pytest.raises(BadFile, match=why) as told:
        read_po(file)
    assert told.value.line == line


def test_a_po_that_poedit_saved_reads_as_well() -> None:
    file = (
        'msgid ""\nmsgstr ""\n"Language: ru_RU\\n"\n"X-Course: parcels\\n"\n\n#. Item\n#: a.c:1\n#, fuzzy, c-format\n'
        '#| msgid "Old"\nmsgctxt "item:a/title"\nmsgid "New"\nmsgstr "Новое"\n\n#~ msgid "gone"\n#~ msgstr "ушло"\n'
    )
    back = read_po(file.encode("utf-8-sig"))
    assert (back.language, back.course) == ("ru-RU", "parcels")
    assert back.pairs == (TextPair("item:a", "title", "New", "Новое", OUTDATED),)
