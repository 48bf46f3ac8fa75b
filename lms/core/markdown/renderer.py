"""Markdown to HTML, and what an author should hear about it: pictures, headings, boxes, with their lines."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from lms.core.markdown.boxes import BOXES, box_heading, table_label
from lms.core.markdown.cjk import CjkInline, is_cjk
from lms.core.markdown.parts import Heading, Picture, PictureUse, Rendered
from lms.core.markdown.sanitiser import COLUMN, sanitise
from lms.core.markdown.troubles import (
    box_troubles,
    film_of,
    film_troubles,
    inline_tokens,
    is_alone,
    leads_away,
    line_of,
    link_troubles,
    words_of,
)

_DECORATIVE = "decorative"
# A bare address becomes a link; marks that end a sentence stay outside.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9\-._~%!$&'()*+,;=:@/?#]*)?")
_SENTENCE_END = ".,;:!?'"
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_NUMBER_AND_SIGN = re.compile(r"(?<=\d) (?=[%‰°])")


@dataclass
class _Env:
    """What the render rules need to know about this one text."""

    language: str
    picture: Callable[[str], Picture | None]
    has_films: bool
    uses: list[PictureUse] = field(default_factory=list)


def no_pictures(_source: str) -> None:
    """For texts that have no item whose media they could show."""


def render(
    text: str,
    *,
    language: str,
    picture: Callable[[str], Picture | None] = no_pictures,
    first_line: int = 1,
    has_films: bool = False,
) -> Rendered:
    """Renders a text of blocks. `picture` answers where `![](source)` is served, or None: then its words stand alone.

    `first_line` is the line of the file on which the text begins. Where it `has_films`, `![Title](link to a film)`
    alone in a paragraph stands for that film.
    """
    return _render(_parser().parse(text, {}), text, language, picture, first_line, has_films)


def render_inline(
    text: str, *, language: str, picture: Callable[[str], Picture | None] = no_pictures, first_line: int = 1
) -> Rendered:
    """Renders one phrase, for a label or a list entry: no paragraphs, lists or tables."""
    return _render(_parser().parseInline(text, {}), text, language, picture, first_line)


def _render(
    tokens: list[Token],
    text: str,
    language: str,
    picture: Callable[[str], Picture | None],
    first_line: int,
    has_films: bool = False,
) -> Rendered:
    _link_addresses(tokens)
    env = _Env(language, picture, has_films)
    troubles = [*box_troubles(tokens, text, first_line), *link_troubles(tokens, first_line)]
    troubles += film_troubles(tokens, first_line) if has_films else ()
    uses = [
        PictureUse(str(child.attrGet("src")), words_of(child), line)
        for child, line in inline_tokens(tokens, first_line)
        if child.type == "image" and not (has_films and leads_away(child))
    ]
    html = sanitise(_parser().renderer.render(tokens, _parser().options, {"text": env}))
    headings = [
        Heading(int(token.tag[1]), line_of(token, first_line)) for token in tokens if token.type == "heading_open"
    ]
    words = " ".join(child.content for child, line in inline_tokens(tokens, 1) if child.type in ("text", "code_inline"))
    return Rendered(html, count_words(words), tuple(uses), tuple(headings), tuple(troubles))


def count_words(text: str) -> int:
    """Words, each character of Chinese, Japanese and Korean being one."""
    letters = sum(map(is_cjk, text))
    return letters + len(_WORD.findall("".join(" " if is_cjk(c) else c for c in text) if letters else text))


def _link_addresses(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "inline" and token.children and "://" in token.content:
            token.children = list(_linked(token.children))


def _linked(children: Sequence[Token]) -> Iterator[Token]:
    inside = 0
    for child in children:
        inside += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.type != "text" or inside or "://" not in child.content:
            yield child
            continue
        start = 0
        for match in _ADDRESS.finditer(child.content):
            address = match[0].rstrip(_SENTENCE_END)
            if address.endswith(")") and "(" not in address:
                address = address[:-1].rstrip(_SENTENCE_END)
            yield _text(child.content[start : match.start()])
            yield Token("link_open", "a", 1, attrs={"href": address})
            yield _text(address)
            yield Token("link_close", "a", -1)
            start = match.start() + len(address)
        yield _text(child.content[start:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


class _Renderer(RendererHTML):
    """Our own markup where the library's would not do; each rule is named after its token."""

    def heading_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        return f"<{_heading_tag(tokens[index])}>"

    def heading_close(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        return f"</{_heading_tag(tokens[index])}>\n"

    def paragraph_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        if tokens[index].hidden:
            return ""
        if not _is_figure(tokens, index):
            return "<p>"
        film = film_of((tokens[index + 1].children or [])[0]) if env["text"].has_films else None
        return f'<figure class="linked-film" data-embed="{escapeHtml(film.embed)}">' if film else "<figure>"

    def paragraph_close(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        if tokens[index].hidden:
            return ""
        if not _is_figure(tokens, index - 2):
            return "</p>\n"
        image = (tokens[index - 1].children or [])[0]
        film = film_of(image) if env["text"].has_films else None
        caption = " · ".join(filter(None, (str(image.attrGet("title") or ""), film.host if film else "")))
        return (f"<figcaption>{escapeHtml(caption)}</figcaption>" if caption else "") + "</figure>\n"

    def image(self, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        token = tokens[index]
        words = words_of(token)
        if env["text"].has_films and (film := film_of(token)):
            return f'<a href="{escapeHtml(film.watch)}">{escapeHtml(words or film.host)}</a>'
        picture = env["text"].picture(str(token.attrGet("src")))
        if picture is None:
            return escapeHtml(words)
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
        alternative = "" if words == _DECORATIVE else escapeHtml(words)
        image = f'<img src="{escapeHtml(picture.address)}" alt="{alternative}"{size} loading="lazy">'
        if not picture.sources:
            return image
        choice = ", ".join(f"{address} {width}w" for address, width in picture.sources)
        source = f'<source type="image/webp" srcset="{escapeHtml(choice)}" sizes="{COLUMN}">'
        return f"<picture>{source}{image}</picture>"

    def text(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        """A number and its percent sign stay on one line."""
        return escapeHtml(_NUMBER_AND_SIGN.sub("\u00a0", tokens[index].content))

    def softbreak(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        """A line break in Chinese text is no space."""
        before = tokens[index - 1].content[-1:] if index else ""
        after = tokens[index + 1].content[:1] if index + 1 < len(tokens) else ""
        return "" if before and after and is_cjk(before) and is_cjk(after) else "\n"

    def table_open(self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, env: EnvType) -> str:
        label = escapeHtml(table_label(env["text"].language))
        return f'<div class="table-box" role="group" tabindex="0" aria-label="{label}"><table>\n'

    def table_close(self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<th scope="col"{_alignment(tokens[index])}>'

    def td_open(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        return f"<td{_alignment(tokens[index])}>"


def _heading_tag(token: Token) -> str:
    """The page prints the one h1, the title."""
    return "h2" if token.tag == "h1" else token.tag


def _is_figure(tokens: Sequence[Token], index: int) -> bool:
    """Whether the paragraph that opens here holds a picture and nothing else."""
    return not tokens[index].hidden and is_alone(tokens[index + 1])


def _alignment(token: Token) -> str:
    """`--:` makes a column of numbers; a class, because style attributes are not allowed."""
    return ' class="n"' if "right" in str(token.attrGet("style") or "") else ""


def _render_box(name: str) -> Callable[..., str]:
    def rule(_self: Any, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
        if tokens[index].nesting != 1:
            return "</aside>\n"
        heading = escapeHtml(box_heading(name, env["text"].language))
        return f'<aside class="callout callout-{name}" role="note"><p class="callout-title">{heading}</p>\n'

    return rule


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", renderer_cls=_Renderer)
    parser.inline = CjkInline()
    parser.configure("commonmark", {"html": False, "linkify": False})
    parser.enable(["table", "strikethrough"])
    for name in BOXES:
        container_plugin(parser, name, validate=_is_box(name), render=_render_box(name))
    return parser


def _is_box(name: str) -> Callable[[str, str], bool]:
    return lambda words, _markup: words.strip() == name
