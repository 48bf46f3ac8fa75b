"""What differs between two texts, for people to read: paragraphs first, then the words of those that changed.

The work is bounded whatever the texts are. Lines that both texts have exactly once hold the two together (patience
diff: Bram Cohen, 2003, as in `git diff --patience`); only what lies between them is compared closely, and only
while that is small. Where it is not, the old stands as removed and the new as added.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CLOSELY = 10_000  # pairs of lines or words that are compared one by one
MOST_COMPARED = 3_000_000  # such pairs of one text in all: about a third of a second
DEEPEST = 30
CONTEXT = 1  # unchanged paragraphs that stand around what changed
LONGEST_PARAGRAPH = 20_000  # characters whose words are compared
MOST_LINES = 20_000  # of both texts; beyond it the old as a whole is removed, the new as a whole added
MOST_PAIRS = 1_000  # paragraphs in a row whose words are compared one by one
# A word, a run of spaces, any other character; Chinese, Japanese and Korean by the character.
_WORD = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|\s+|.", re.DOTALL
)

Piece = tuple[str, str]  # same | added | removed, and the text


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: `kind` is same, added, removed, changed (then `pieces` mix) or skipped (`count` unchanged ones)."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    count: int = 0

    @property
    def before(self) -> str:
        return "".join(text for kind, text in self.pieces if kind != "added")

    @property
    def after(self) -> str:
        return "".join(text for kind, text in self.pieces if kind != "removed")


@dataclass(slots=True)
class _Budget:
    """How many pairs may still be compared one by one."""

    left: int = MOST_COMPARED

    def takes(self, pairs: int) -> bool:
        """Whether there is room for so many more, which then are used."""
        if pairs > min(CLOSELY, self.left):
            return False
        self.left -= pairs
        return True


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many words came and went."""

    added: int
    removed: int


def compare_texts(before: str, after: str) -> list[Block]:
    """Every paragraph of both, in order; nothing is left out, see `shortened`."""
    blocks: list[Block] = []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) + len(new) > MOST_LINES:
        old, new = [before], [after]
    budget = _Budget()
    for kind, a, b in _parts(old, new, budget):
        if kind == "same":
            blocks += [Block("same", (("same", line),)) for line in a]
            continue
        is_even = len(a) == len(b) <= MOST_PAIRS or min(len(a), len(b)) == 1
        paired = min(len(a), len(b)) if is_even else 0
        blocks += [_changed(x, y, budget) for x, y in zip(a[:paired], b[:paired], strict=True)]
        blocks += [Block("removed", (("removed", line),)) for line in a[paired:]]
        blocks += [Block("added", (("added", line),)) for line in b[paired:]]
    return blocks


def shortened(blocks: Sequence[Block]) -> list[Block]:
    """Without what did not change, but for a paragraph around each change."""
    near = {
        index + step
        for index, block in enumerate(blocks)
        if block.kind != "same"
        for step in range(-CONTEXT, CONTEXT + 1)
    }
    found: list[Block] = []
    for index, block in enumerate(blocks):
        if index in near or (
            block.kind == "same" and not block.before.strip() and found and found[-1].kind != "skipped"
        ):
            found.append(block)
        elif found and found[-1].kind == "skipped":
            found[-1] = Block("skipped", count=found[-1].count + 1)
        else:
            found.append(Block("skipped", count=1))
    return found


def count_changed_words(before: str, after: str) -> WordCount:
    """Words that came and went; what only moved to another line counts as neither where the lines are compared."""
    added = removed = 0
    for block in compare_texts(before, after):
        for kind, text in block.pieces:
            if kind != "same":
                words = sum(token[0].isalnum() for token in _WORD.findall(text))
                added, removed = (added + words, removed) if kind == "added" else (added, removed + words)
    return WordCount(added, removed)


def _changed(before: str, after: str, budget: _Budget) -> Block:
    """One paragraph as two; where hardly a word stayed, the old as a whole and the new as a whole."""
    if max(len(before), len(after)) > LONGEST_PARAGRAPH:
        return Block("changed", (("removed", before), ("added", after)))
    pieces: list[Piece] = []
    for kind, a, b in _parts(_WORD.findall(before), _WORD.findall(after), budget):
        if kind == "same":
            pieces.append(("same", "".join(a)))
        else:
            pieces += [(side, "".join(part)) for side, part in (("removed", a), ("added", b)) if part]
    kept = sum(len(text.strip()) for kind, text in pieces if kind == "same")
    if kept * 4 < min(len(before), len(after)):
        pieces = [(side, text) for side, text in (("removed", before), ("added", after)) if text]
    return Block("changed", tuple(pieces))


_Part = tuple[str, Sequence[str], Sequence[str]]


def _parts(a: Sequence[str], b: Sequence[str], budget: _Budget) -> list[_Part]:
    """(same | other, of the old, of the new) from the beginning to the end; neighbours of a kind are one."""
    found: list[tuple[str, list[str], list[str]]] = []
    for kind, x, y in _walk(a, b, 0, budget):
        if not x and not y:
            continue
        if not found or found[-1][0] != kind:
            found.append((kind, [], []))
        found[-1][1].extend(x)
        found[-1][2].extend(y)
    return list(found)


def _walk(a: Sequence[str], b: Sequence[str], depth: int, budget: _Budget) -> Iterator[_Part]:
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    yield "same", a[:start], b[:start]
    yield from _between(a[start : len(a) - end], b[start : len(b) - end], depth, budget)
    yield "same", a[len(a) - end :], b[len(b) - end :]


def _between(a: Sequence[str], b: Sequence[str], depth: int, budget: _Budget) -> Iterator[_Part]:
    anchors = _anchors(a, b) if depth < DEEPEST and a and b else []
    if anchors:
        at_a = at_b = 0
        for x, y in anchors:
            yield from _walk(a[at_a:x], b[at_b:y], depth + 1, budget)
            yield "same", a[x : x + 1], b[y : y + 1]
            at_a, at_b = x + 1, y + 1
        yield from _walk(a[at_a:], b[at_b:], depth + 1, budget)
    elif a and b and budget.takes(len(a) * len(b)):
        for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            yield ("same" if kind == "equal" else "other"), a[a1:a2], b[b1:b2]
    else:
        yield "other", a, b


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what both have exactly once, as many as stand in the same order in both."""
    once_a, once_b = ({text for text, count in Counter(each).items() if count == 1} for each in (a, b))
    common = once_a & once_b
    places = {text: index for index, text in enumerate(b) if text in common}
    pairs = [(index, places[text]) for index, text in enumerate(a) if text in common]
    return _longest_rising(pairs)


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second numbers rise (patience sorting)."""
    tops: list[int] = []
    top_index: list[int] = []
    behind: list[int] = []
    for index, (_x, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        behind.append(top_index[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [y]
        top_index[pile : pile + 1] = [index]
    found: list[tuple[int, int]] = []
    index = top_index[-1] if top_index else -1
    while index >= 0:
        found.append(pairs[index])
        index = behind[index]
    return found[::-1]
