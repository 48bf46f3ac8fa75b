"""Emphasis beside Chinese, Japanese and Korean text.

CommonMark asks whether a `**` stands against a word or against punctuation, and takes spaces between words for
granted: `**加粗。**文字` stays unbold, because the closing `**` follows punctuation and touches a letter. Here a CJK
mark counts as a letter, and a CJK neighbour counts like a space (the amendment of the CJK-friendly-emphasis proposal).
"""

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType


def is_cjk(character: str) -> bool:
    """Wide and full-width letters and marks; emoji are wide too but no text."""
    return unicodedata.east_asian_width(character) in "WFH" and unicodedata.category(character) != "So"


def _is_mark(character: str) -> bool:
    return not is_cjk(character) and (isMdAsciiPunct(ord(character)) or isPunctChar(character))


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the library's names
        marker, end = self.src[start], start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
        mark_before, mark_after = _is_mark(before), _is_mark(after)
        left = not space_after and (not mark_after or space_before or mark_before or is_cjk(before))
        right = not space_before and (not mark_before or space_after or mark_after or is_cjk(after))
        can_open = left and (canSplitWord or not right or mark_before)
        can_close = right and (canSplitWord or not left or mark_after)
        return Scanned(can_open, can_close, end - start)


class CjkInline(ParserInline):
    """The inline parser with the amended state; put it into a `MarkdownIt` before rules are enabled."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
