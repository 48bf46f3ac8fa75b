"""How words become search terms: the same on both engines, in every script of the programme."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

LONGEST_QUERY = 200  # characters; what comes after is not read
MOST_WORDS = 8  # of a query
MOST_TERM = 64  # characters of one term

# Letters that people type for one another: Arabic yeh and kaf for their Persian forms, ё for е.
_FOLDED = str.maketrans(
    {"ё": "е", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ؤ": "و", "أ": "ا", "إ": "ا", "آ": "ا", "ß": "ss", "ı": "i"}
)
# Dropped: apostrophes of every kind (Uzbek oʻ is typed o', o` and oʼ), vowel marks of Arabic, invisible characters.
_DROPPED = re.compile("['`\u2018\u2019\u02bb\u02bc\u0640\u064b-\u065f\u0670\u200b-\u200f\u00ad\u0300-\u036f\ufeff]")
# Scripts written without spaces: Han, kana, Hangul, Thai, Lao, Myanmar, Khmer. Each character there is a term of its
# own, and so is each pair of neighbours.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowel signs belong to the word they stand in; `\w` knows letters and digits only.
_MARKS = "".join(chr(code) for code in range(0x0483, 0x1DFF) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_PIECES = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_]|(?<=\w)[{_MARKS}]|(?<=[{_MARKS}])[{_MARKS}])+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

_STEMMERS = {
    "en": "english", "ru": "russian", "fa": "persian", "ar": "arabic", "tr": "turkish", "hi": "hindi",
    "ne": "nepali", "hy": "armenian", "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese",
}  # fmt: skip
# A query says no language, so its words are stemmed as each language of their script would.
_BY_SCRIPT = {
    "LATIN": ("en",), "CYRILLIC": ("ru",), "ARABIC": ("fa", "ar"), "DEVANAGARI": ("hi", "ne"), "ARMENIAN": ("hy",),
}  # fmt: skip


def folded(text: str) -> str:
    """Text as it is compared: NFKC, case folded, look-alikes mended, apostrophes and Latin accents dropped."""
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED))
    if text.isascii():
        return text
    # é to e, but й stays й: in Cyrillic a mark makes another letter.
    return "".join(_plain(c) if "\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff" else c for c in text)


@lru_cache(maxsize=1024)
def _plain(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


@lru_cache(maxsize=16)
def _stemmer(language: str) -> Callable[[str], str] | None:
    name = _STEMMERS.get(language.split("-")[0])
    return snowballstemmer.stemmer(name).stemWord if name else None


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself where the language has no stemmer."""
    stem_of = _stemmer(language)
    return folded(stem_of(word)) or word if stem_of else word


def pieces(text: str) -> list[str]:
    """Words, and runs of characters of scripts without spaces, in their order."""
    return [piece[:MOST_TERM] for piece in _PIECES.findall(folded(text))]


def search_terms(text: str, language: str) -> set[str]:
    """Terms under which a text is found: words and their stems; of scripts without spaces, characters and pairs."""
    terms: set[str] = set()
    for piece in pieces(text):
        if _IS_UNSPACED.match(piece):
            terms.update(piece)
            terms.update(a + b for a, b in pairwise(piece))
        else:
            terms.update((piece, stem(piece, language)))
    return terms


@dataclass(frozen=True, slots=True)
class Wanted:
    """One condition of a query: any of these terms; with `prefix`, any term that begins with it too."""

    terms: frozenset[str]
    prefix: str | None = None


def query_terms(query: str) -> list[Wanted]:
    """The conditions of a query, all of which a course must meet; none when it has no word.

    The last word may be unfinished: people see answers while they type.
    """
    found = pieces(query[:LONGEST_QUERY])
    conditions: list[Wanted] = []
    for index, piece in enumerate(found):
        if _IS_UNSPACED.match(piece):
            pairs = [a + b for a, b in pairwise(piece)] or [piece]
            conditions += [Wanted(frozenset({pair})) for pair in pairs]
            continue
        stems = {stem(piece, language) for language in _languages_of(piece)}
        conditions.append(Wanted(frozenset({piece, *stems}), piece if index == len(found) - 1 else None))
    return list(dict.fromkeys(conditions))[:MOST_WORDS]


def _languages_of(word: str) -> tuple[str, ...]:
    script = unicodedata.name(word[0], "").split(" ")[0]
    return _BY_SCRIPT.get(script, ())


# How much a term weighs by where it stands.
WEIGHTS = {"title": 16, "summary": 6, "outcome": 3, "module": 4, "item": 2, "audience": 1}


def weighted_terms(fields: list[tuple[str, str, str]]) -> dict[str, int]:
    """The index of one course from (language, place, text): a term's weight is the sum of the places it stands in,
    each counted once, in the language where that is most."""
    by_language: dict[str, dict[str, set[str]]] = {}
    for language, place, text in fields:
        for term in search_terms(text, language):
            by_language.setdefault(language, {}).setdefault(term, set()).add(place)
    index: dict[str, int] = {}
    for terms in by_language.values():
        for term, places in terms.items():
            index[term] = max(index.get(term, 0), sum(WEIGHTS[place] for place in places))
    return index


def share_translated(done: int, whole: int) -> int:
    """Percent, rounded down, so that 100 says that nothing is missing."""
    return min(100, 100 * done // whole)
