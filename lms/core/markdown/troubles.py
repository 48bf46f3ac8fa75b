"""What reads otherwise than its author meant it, found among the tokens of a text, with its line."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from lms.core.film_links import HOST_NAMES, FilmLink, read_film_link
from lms.core.markdown.boxes import BOXES
from lms.core.markdown.parts import Trouble
from lms.core.messages import Told


def line_of(token: Token, first_line: int) -> int:
    return first_line + (token.map[0] if token.map else 0)


def inline_tokens(tokens: Sequence[Token], first_line: int) -> Iterator[tuple[Token, int]]:
    """Every inline token with its line."""
    for token in tokens:
        line = line_of(token, first_line)
        for child in token.children or ():
            yield child, line
            line += child.type in ("softbreak", "hardbreak")


def box_troubles(tokens: Sequence[Token], text: str, first_line: int) -> Iterator[Trouble]:
    lines = text.splitlines()
    for token in tokens:
        if token.type.startswith("container_") and token.nesting == 1 and token.map:
            end = token.map[1]
            if end >= len(lines) or not lines[end].strip().startswith(":::"):
                yield Trouble(
                    line_of(token, first_line), Told("this box is never closed"), Told("end it with a line :::")
                )
        if token.type == "inline" and token.map:
            for offset, line in enumerate(token.content.splitlines()):
                if line.startswith(":::"):
                    yield Trouble(
                        first_line + token.map[0] + offset,
                        Told("%(line)s is not a box", line=repr(line.strip())),
                        Told(
                            "write ::: and one of %(boxes)s on a line of its own, and ::: to end it",
                            boxes=", ".join(BOXES),
                        ),
                    )


def link_troubles(tokens: Sequence[Token], first_line: int) -> Iterator[Trouble]:
    for child, line in inline_tokens(tokens, first_line):
        if child.type == "link_open":
            address = str(child.attrGet("href"))
            if not address.startswith(("http://", "https://", "mailto:")):
                yield Trouble(
                    line,
                    Told("the link %(address)s leads nowhere", address=repr(address)),
                    Told("begin it with https://, http:// or mailto:"),
                )


def leads_away(image: Token) -> bool:
    """Whether what is written like a picture names something out in the world: a film, if anything."""
    return str(image.attrGet("src")).startswith(("https://", "http://"))


def film_of(image: Token) -> FilmLink | None:
    return read_film_link(str(image.attrGet("src"))) if leads_away(image) else None


def film_troubles(tokens: Sequence[Token], first_line: int) -> Iterator[Trouble]:
    alone = {id((token.children or [])[0]) for token in tokens if token.type == "inline" and is_alone(token)}
    for child, line in inline_tokens(tokens, first_line):
        if child.type != "image" or not leads_away(child):
            continue
        if film_of(child) is None:
            known = ", ".join(HOST_NAMES)
            wrong = Told("%(link)s leads to no film that can stand here", link=repr(str(child.attrGet("src"))))
            yield Trouble(line, wrong, Told("link a film of %(known)s, or put a picture into media/", known=known))
        elif id(child) not in alone:
            yield Trouble(
                line, Told("a film stands within a line of text"), Told("leave an empty line before and after it")
            )
        elif not words_of(child):
            yield Trouble(line, Told("a film has no title"), Told("write its title in the brackets"))


def words_of(image: Token) -> str:
    """What stands in the brackets, as it is read: without the signs of Markdown and without its backslashes."""
    shown = ("text", "text_special", "code_inline")
    parts = (" " if child.type == "softbreak" else child.content if child.type in shown else ""
             for child in image.children or ())  # fmt: skip
    return "".join(parts).strip()


def is_alone(inline: Token) -> bool:
    children = inline.children or []
    return len(children) == 1 and children[0].type == "image"
