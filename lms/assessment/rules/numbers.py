"""Numbers as people type them: `12,5`, `12.5`, `1 265,50`, `1,00,000`, `۱۲٫۵`, `12.5 EUR`, `€ 12.5`."""

import re
import unicodedata
from decimal import Decimal

LONGEST = 40  # characters
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "٫": ".", "٬": ",", "،": ",", "’": "'", "٪": "%"})
_WHOLE = r"\d{1,18}"
_GROUPED = r"\d{{1,3}}(?:{mark}\d{{2,3}})*{mark}\d{{3}}"
_CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "RMB": "¥", "INR": "₹", "KZT": "₸", "RUB": "₽"}


def read_number(text: str, unit: str | None = None) -> tuple[Decimal, ...]:
    """What a typed number can mean, an empty tuple when it is none.

    `1,265` is a thousand and more to one reader and one and a bit to another, so it gives both: who writes
    either rightly is right. The unit, or the start of it while it is being typed, may stand beside the number.
    """
    bare = _bare(text, unit)
    if len(bare) > LONGEST:
        return ()
    sign = Decimal(-1) if bare.startswith("-") else Decimal(1)
    digits = bare[1:].strip() if bare[:1] in ("-", "+") and bare else bare
    found: list[Decimal] = []
    for marks, decimal in (("", ""), ("", "[.,]"), (" ", "[.,]"), ("'", "[.,]"), (",", r"\."), (r"\.", ",")):
        whole = _GROUPED.format(mark=marks) if marks else _WHOLE
        fraction = rf"(?:{decimal}(\d{{0,12}}))?" if decimal else "()"
        match = re.fullmatch(rf"({whole}){fraction}", digits)
        if match is None or (marks and digits.startswith("0")):
            continue
        value = sign * Decimal(re.sub(r"\D", "", match.group(1)) + "." + (match.group(2) or "0"))
        if value not in found:
            found.append(value)
    return tuple(found)


def is_beginning(text: str, unit: str | None = None) -> bool:
    """Whether there is no number yet: nothing, a sign, or only the unit."""
    return _bare(text, unit) in ("", "-", "+")


def _bare(text: str, unit: str | None) -> str:
    """The text with plain digits, signs and single spaces, without its unit."""
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    plain = "".join(_plain(character) for character in plain)
    plain = " ".join(plain.split())
    for name in _names_of(unit):
        for start in range(len(name), 0, -1):
            if plain.casefold().endswith(name[:start]):
                return plain[:-start].strip()
        if plain.casefold().startswith(name):
            return plain[len(name) :].strip()
    return plain


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) == "Cf" else character  # direction marks of Persian keyboards


def _names_of(unit: str | None) -> list[str]:
    if not unit:
        return []
    name = unicodedata.normalize("NFKC", unit).casefold().strip()
    sign = _CURRENCY_SIGNS.get(name.upper())
    return [name, *([sign] if sign else [])]
