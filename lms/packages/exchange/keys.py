"""Names of other systems as keys: lower-case letters, digits and hyphens, the same for the same name each time."""

import hashlib
import re
import unicodedata

LONGEST = 64  # characters of a key
_STRANGE = re.compile(r"[^a-z0-9]+")
# Cyrillic as people of the programme write it in Latin letters; what has no letter here is kept by a digest.
_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ў": "u",
    "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ß": "ss", "æ": "ae", "ø": "o", "ı": "i", "ł": "l", "đ": "d",
})  # fmt: skip


def key_from(name: str, prefix: str = "q") -> str:
    """A key that shows the name where it can be written in Latin letters, else `prefix` and a digest of the name.

    Two thirds of the letters must survive: "电商 B2B" and "电商 B2C" would differ, but "电商" and "海关" not.
    """
    folded = "".join(name.casefold().split())
    # Latin accents fall off; Cyrillic й and ё stand in the table and must not be taken apart.
    spelt = name.casefold().translate(_LATIN)
    plain = unicodedata.normalize("NFKD", spelt)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    key = _STRANGE.sub("-", plain).strip("-")
    lost = sum(character.isalnum() and not character.isascii() for character in plain)
    if key and lost * 3 <= len(folded) and len(key) <= LONGEST:
        return key
    digest = hashlib.sha256(name.strip().encode()).hexdigest()[:8]
    if key and lost * 3 <= len(folded):
        return f"{key[: LONGEST - 9].rstrip('-')}-{digest}"
    return f"{prefix}-{digest}"


class Keys:
    """Gives each question a key of its own, in the order of the file."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, wanted: str) -> str:
        key, number = wanted, 1
        while key in self._given:
            number += 1
            ending = f"-{number}"
            key = f"{wanted[: LONGEST - len(ending)].rstrip('-')}{ending}"
        self._given.add(key)
        return key


_ROOTS = frozenset({"$course$", "$module$", "$system$", "$coursecat$", "top"})


def split_category(path: str) -> list[str]:
    """`$course$/top/Customs/HS codes` as names, outermost first; Moodle writes a slash inside a name twice."""
    names = [part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/")]
    while names and names[0].lower() in _ROOTS:
        names.pop(0)
    return [name for name in names if name]


def bank_and_tags(path: str, default: str) -> tuple[str, list[str]]:
    """The bank that a category becomes, and a tag for each level below it."""
    names = split_category(path)
    if not names:
        return default, []
    return key_from(names[0], "bank"), [key_from(name, "tag") for name in names[1:]]


def tags_from(names: list[str]) -> list[str]:
    """At most 20 different tags."""
    return list(dict.fromkeys(key_from(name, "tag") for name in names if name.strip()))[:20]


def letters(count: int) -> list[str]:
    """a, b, c … for options that have no keys of their own; 50 at most."""
    return [chr(97 + number) if number < 26 else f"a{chr(97 + number - 26)}" for number in range(count)]
