"""A password that is worth having: length first, no rules about its composition (NIST SP 800-63B, 5.1.1.2)."""

import re
import unicodedata

from lms.core.messages import Sentence

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128

# The commonest of ten characters or more, without what surrounds them: digits and signs at either end are dropped
# before looking, so `Password2026!` is among them.
_COMMON_CORES = frozenset(
    "password passw0rd qwerty qwertyuiop asdfghjkl zxcvbnm iloveyou letmein welcome administrator admin changeme"
    " sunshine princess football superman basketball dragon monkey trustno qwertyqwerty qazwsxedc"
    " пароль йцукен йцукенгшщз привет любовь parol woaini ecommerce academy".split()
)
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def password_problem(password: str, own_words: list[str]) -> Sentence | None:
    """Why a password is refused, or None. `own_words` are the person's names and address.

    The length is counted in characters of the normal form (NFC), in which it is also hashed.
    """
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST_PASSWORD:
        return Sentence("Use at least %(least)s characters; four words are a good password.",
                        {"least": SHORTEST_PASSWORD})  # fmt: skip
    if len(password) > LONGEST_PASSWORD:
        return Sentence("Use at most %(most)s characters.", {"most": LONGEST_PASSWORD})
    bare = re.sub(r"[\W_]+", "", password.casefold())
    if len(set(password)) < 5 or any(bare in run * 3 for run in _RUNS) or _core(bare) in _COMMON_CORES:
        return Sentence("Many people use this password, so it is guessed first. Please choose another.")
    rest = bare
    for word in sorted(_parts(own_words), key=len, reverse=True):
        rest = rest.replace(word, "")
    if rest != bare and len(re.sub(r"\d", "", rest)) < 4:
        return Sentence("This is too close to your own name or address. Please choose another.")
    return None


def _core(bare: str) -> str:
    return re.sub(r"^\d+|\d+$", "", bare)


def _parts(own_words: list[str]) -> set[str]:
    """The words of names and addresses that are long enough to give a password away."""
    return {part for text in own_words for part in re.split(r"[\W_\d]+", text.casefold()) if len(part) >= 3}
