"""The last word on HTML: an allow-list of tags, attributes and their values. Nothing else reaches a page."""

import re

import nh3

from lms.core.film_links import is_embed

_CLASSES = {
    "aside": frozenset(
        {"callout", "callout-try", "callout-remember", "callout-note", "callout-dated", "callout-example"}
    ),
    "p": frozenset({"callout-title"}),
    "div": frozenset({"table-box"}),
    "figure": frozenset({"linked-film"}),
    "td": frozenset({"n"}),
    "th": frozenset({"n"}),
}
# How wide a picture is shown: the column of text, or a phone. Chosen before the style sheet is there.
COLUMN = "(min-width: 42rem) 40rem, 100vw"
_EXACT = {
    ("aside", "role"): "note",
    ("div", "role"): "group",
    ("div", "tabindex"): "0",
    ("img", "loading"): "lazy",
    ("source", "type"): "image/webp",
    ("source", "sizes"): COLUMN,
    ("th", "scope"): "col",
}
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\\]+", re.IGNORECASE)
_OWN_MEDIA = re.compile(r"(?:\.\./\.\./)?media/[a-z0-9][a-z0-9.-]{0,127}")
_OWN_CHOICE = re.compile(rf"{_OWN_MEDIA.pattern} [0-9]{{1,5}}w(?:, {_OWN_MEDIA.pattern} [0-9]{{1,5}}w){{0,7}}")
_LENGTH = re.compile(r"[0-9]{1,5}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")


def _checked(tag: str, attribute: str, value: str) -> str | None:
    """The value as it may stand, or None to drop the attribute."""
    if attribute == "class":
        kept = [name for name in value.split() if name in _CLASSES.get(tag, frozenset())]
        return " ".join(kept) or None
    if (tag, attribute) in _EXACT:
        return value if value == _EXACT[tag, attribute] else None
    if attribute == "href":
        return value if _LINK.fullmatch(value) else None
    if attribute == "data-embed":
        return value if is_embed(value) else None
    if attribute == "src":
        return value if _OWN_MEDIA.fullmatch(value) else None
    if attribute == "srcset":
        return value if _OWN_CHOICE.fullmatch(value) else None
    if attribute in ("width", "height", "start"):
        return value if _LENGTH.fullmatch(value) else None
    if attribute == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    if attribute == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    return value  # alt, aria-label, rel: words


_CLEANER = nh3.Cleaner(
    tags={
        "a", "aside", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "h5",
        "h6", "hr", "img", "li", "ol", "p", "picture", "pre", "s", "source", "span", "strong", "sub", "sup", "table",
        "tbody", "td", "th", "thead", "tr", "ul",
    },
    attributes={
        "*": {"lang", "dir"},
        "a": {"href"},
        "aside": {"class", "role"},
        "div": {"class", "role", "tabindex", "aria-label"},
        "figure": {"class", "data-embed"},
        "img": {"src", "alt", "width", "height", "loading"},
        "ol": {"start"},
        "p": {"class"},
        "source": {"type", "srcset", "sizes"},
        "td": {"class"},
        "th": {"class", "scope"},
    },
    attribute_filter=_checked,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)  # fmt: skip


_ROUNDS = 10


def sanitise(html: str) -> str:
    """The HTML without anything that is not on the list: scripts, styles, forms, ids, foreign pictures, odd links.

    Doing it twice changes nothing more (B02). One pass does not always suffice: a link opened inside a table inside
    a link is written out in a way that browsers, and the next pass, read differently.
    """
    for _round in range(_ROUNDS):
        cleaned = _CLEANER.clean(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return str(nh3.clean_text(html))  # whatever never settles is shown as text
