"""One account for one mailbox."""

import unicodedata
from contextlib import suppress


def email_key(address: str) -> str:
    """The one canonical form of an address; look-alikes of it are the same account (E09).

    Compatibility characters, case, spaces around it and the four Turkish i's fall together; a domain in any
    script becomes its ASCII form (IDNA). A letter is never sent to a key, only to the stored address.
    """
    folded = unicodedata.normalize("NFKC", address).strip().casefold()
    folded = unicodedata.normalize("NFKC", folded.replace("i\u0307", "i").replace("\u0131", "i"))
    local, _, domain = folded.rpartition("@")
    with suppress(UnicodeError):  # not a domain at all: it will match nobody
        domain = domain.encode("idna").decode("ascii")
    return f"{local.strip()}@{domain.strip().rstrip('.')}"
