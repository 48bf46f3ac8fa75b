"""What an address, a name and a password may be: pure decisions."""

import unicodedata


def email_key(address: str) -> str:
    """The one canonical form of an address; look-alikes of it are the same account (E09).

    Compatibility characters, case, spaces around it and the four Turkish i's fall together; a domain in any
    script becomes its ASCII form (IDNA). Letters are never sent to a key, only to the stored address.
    """
    folded = unicodedata.normalize("NFKC", address).strip().casefold()
    folded = unicodedata.normalize("NFKC", folded.replace("i\u0307", "i").replace("\u0131", "i"))
    local, _, domain = folded.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        pass  # not a domain at all; it will match nobody
    return f"{local.strip()}@{domain.strip()}"


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
