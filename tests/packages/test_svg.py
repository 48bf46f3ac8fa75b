"""B03, C03: figures that would run, load or reach out."""

import time

import pytest

from lms.core.paths import content_folder
from lms.media.rules.svg import read_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


def told(inside: str, head: str = HEAD) -> list[str]:
    return [wrong for wrong, _todo in read_svg(f"{head}{inside}</svg>".encode())[1]]


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ("<script>alert(1)</script>", "holds <script>"),
        ('<script href="x.js"/>', "holds <script>"),
        ('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>', "<foreignObject>"),
        ('<rect onload="alert(1)"/>', "attribute onload"),
        ('<rect onclick="alert(1)"/>', "attribute onclick"),
        ("<style>@import 'https://evil.example/x.css'</style>", "holds <style>"),
        ('<rect style="fill:url(https://evil.example/)"/>', "attribute style"),
        ('<rect class="hero"/>', "attribute class"),
        ('<image href="https://evil.example/x.png"/>', "holds <image>"),
        ('<image href="data:image/png;base64,AA"/>', "holds <image>"),
        ('<use href="https://evil.example/x.svg#a"/>', "links to 'https://evil.example/x.svg#a'"),
        ('<use xlink:href="data:image/svg+xml;base64,AA#a"/>', "links to 'data:"),
        ('<a href="javascript:alert(1)"><text>x</text></a>', "holds <a>"),
        ('<animate attributeName="href" values="javascript:alert(1)"/>', "holds <animate>"),
        ('<set attributeName="onload" to="alert(1)"/>', "holds <set>"),
        ('<rect fill="url(https://evil.example/#a)"/>', "outside itself in fill"),
        ('<rect fill="u rl(//evil.example)"/>', "outside itself in fill"),
        ('<rect fill="url(#a) url(//evil.example)"/>', "outside itself in fill"),
        ('<rect clip-path="URL(data:x)"/>', "outside itself in clip-path"),
        ('<rect fill="\\75rl(//evil.example)"/>', "strange value in fill"),
        ('<rect fill="java\nscript:alert(1)"/>', "strange value in fill"),
        ('<handler xmlns="http://www.w3.org/2001/xml-events">x</handler>', "holds <handler>"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', "holds <script>"),
        ('<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>', "holds <iframe>"),
        ('<filter><feImage href="https://evil.example/"/></filter>', "holds <filter>"),
        ('<metadata><x/></metadata>', "holds <metadata>"),
        ('<symbol id="a"><use href="#a"/></symbol>' + '<use href="#a"/>' * 201, "uses its symbols too often"),
    ],
)  # fmt: skip
def test_b03_a_figure_that_would_do_more_than_show_is_refused(inside: str, wrong: str) -> None:
    assert any(wrong in each for each in told(inside)), told(inside)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg" ><text>&x;</text></svg>',
        '<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        '<!DOCTYPE lolz [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
        + "]><svg/>",
    ],
)
def test_c03_document_types_and_entities_are_refused_at_once(text: str) -> None:
    began = time.process_time()
    root, problems = read_svg(text.encode())
    assert root is None and "declares a document type" in problems[0][0]
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"<svg", "not well-formed"),
        (b'<svg viewBox="0 0 1 1"/>', "no SVG figure"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "no SVG figure"),
        ("<?xml version='1.0' encoding='utf-16'?><svg/>".encode("utf-16"), "not UTF-8"),
        (b'<?xml-stylesheet href="https://evil.example/x.css"?>' + HEAD.encode() + b"</svg>", "loads a style sheet"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "no size"),
        (HEAD.encode() + b" " * 600_000 + b"</svg>", "larger than"),
    ],
)
def test_b03_what_is_no_plain_figure_is_refused(data: bytes, wrong: str) -> None:
    assert wrong in read_svg(data)[1][0][0]


def test_gradients_markers_and_text_are_allowed() -> None:
    assert told(
        '<title>t</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<marker id="m" markerWidth="4" refX="1" orient="auto"><path d="M0 0h1"/></marker></defs>'
        '<g fill="url(#g)" transform="rotate(3)"><path d="M0 0h1" marker-end="url(#m)"/></g>'
        '<text x="1" y="2" font-size="3" text-anchor="middle" xml:lang="ru">текст<tspan dx="1">x</tspan></text>'
        '<use href="#m"/>'
    ) == []  # fmt: skip


def test_the_figures_of_the_programme_are_allowed() -> None:
    figures = list(content_folder().glob("*/media/*.svg"))
    assert len(figures) > 10
    for figure in figures:
        assert read_svg(figure.read_bytes())[1] == [], figure
