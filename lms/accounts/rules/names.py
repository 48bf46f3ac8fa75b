"""People's names: every true name in every script, nothing that breaks a certificate (B10).

Unicode knows no "script" in Python's tables, but the first word of a letter's name is one: CYRILLIC SMALL LETTER A.
"""

import unicodedata

from lms.core.messages import Sentence

LONGEST_NAME = 200
# A stack of Tibetan letters with its vowel has six; what piles up more is there to deface a page.
_MOST_MARKS = 6
# Joiners are spelling in Persian, Hindi and Sinhala; without such a letter before them they only hide.
_JOINERS = "\u200c\u200d"
_JOINING_SCRIPTS = frozenset(
    "ARABIC SYRIAC THAANA DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA"
    " MYANMAR KHMER MONGOLIAN TIBETAN".split()
)
_MONGOLIAN_SELECTORS = "\u180b\u180c\u180d\u180e"
# Scripts that one true name may mix.
_TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"},)

# ICAO Doc 9303, part 3, section 6: how passports write Cyrillic in Latin letters; Kazakh, Tajik and Kyrgyz letters
# by the same table.
_LATIN = dict(zip(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїўґєәғқңөұүһҳҷӣӯҡ",
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia i i u g ie"
    " a g q ng o u u h h j i u q".split(),
    strict=True,
))  # fmt: skip
_LATIN["ь"] = ""


def clean_name(typed: str) -> str:
    """The name in normal form (NFC), with single spaces and none around it; other characters stay to be judged."""
    return " ".join(part for part in unicodedata.normalize("NFC", typed.replace("\u00a0", " ")).split(" ") if part)


def script_of(letter: str) -> str:
    """`LATIN`, `CYRILLIC`, `ARABIC`, `CJK`, …; empty for what has no name."""
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0]


def name_problem(name: str) -> Sentence | None:
    """Why a cleaned name cannot stand on a certificate, or None when it can."""
    if not any(unicodedata.category(character).startswith("L") for character in name):
        return Sentence("Please write your name in letters.")
    if len(name) > LONGEST_NAME:
        return Sentence("Please shorten your name to %(most)s characters.", {"most": LONGEST_NAME})
    marks = 0
    for place, character in enumerate(name):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if character in _JOINERS and place > 0 and script_of(name[place - 1]) in _JOINING_SCRIPTS:
            continue
        if character in _MONGOLIAN_SELECTORS and place > 0 and script_of(name[place - 1]) == "MONGOLIAN":
            continue
        if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            return Sentence("The name contains invisible characters. Please type it again by hand.")
        if category == "So" or "\ufe00" <= character <= "\ufe0f":
            return Sentence("Pictures and symbols cannot be printed on a certificate. Please use letters.")
        if marks > _MOST_MARKS:
            return Sentence("Too many marks are piled on one letter.")
    return None


def latin_name_problem(name: str) -> Sentence | None:
    """Why a name is not one in Latin letters, or None."""
    if problem := name_problem(name):
        return problem
    for character in name:
        if unicodedata.category(character).startswith("L") and script_of(character) not in ("LATIN", "MODIFIER"):
            return Sentence("Please use Latin letters here, as in your passport.")
    return None


def names_flags(name: str) -> tuple[Sentence, ...]:
    """What an issuer should look at before this name goes on a certificate; true names may be flagged too."""
    flags = []
    scripts = {script_of(c) for c in name if unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lo")}
    if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
        flags.append(Sentence("The name mixes letters of different scripts, which may only look alike."))
    if any(unicodedata.category(c) in ("Sc", "Sm", "Sk", "Nd", "No") or c in '{}[]<>#@%&*\\/|_=~"' for c in name):
        flags.append(Sentence("The name contains signs or digits that names seldom have."))
    return tuple(flags)


def suggest_latin(name: str) -> str:
    """The name in Latin letters where a table can say it (Latin itself, Cyrillic); else empty."""
    if latin_name_problem(name) is None:
        return name
    written = []
    for character in unicodedata.normalize("NFC", name):
        if character.lower() in _LATIN:
            latin = _LATIN[character.lower()]
            written.append(latin.capitalize() if character.isupper() else latin)
        else:
            written.append(character)
    suggestion = "".join(written)
    return suggestion if latin_name_problem(suggestion) is None else ""


def initials(printed_name: str) -> str:
    """One or two letters for the picture of a person, with the marks that belong to them."""
    words = [word for word in printed_name.split() if word[0].isalpha()]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(_first_letter(word) for word in chosen).upper() or "?"


def _first_letter(word: str) -> str:
    end = 1
    while end < len(word) and unicodedata.category(word[end]).startswith("M"):
        end += 1
    return word[:end]


def search_words(*texts: str) -> str:
    """Texts as the search keeps and asks them: compatible forms, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", " ".join(texts)).casefold().split())
