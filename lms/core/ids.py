"""Identifiers that cannot be guessed, and their human forms."""

import secrets

# Crockford's base 32: no I, L, O, U, so that a code survives being read aloud or typed from paper.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_token() -> str:
    """A URL-safe secret of 192 random bits (32 characters)."""
    return secrets.token_urlsafe(24)


def new_public_id() -> str:
    """A name for a person's record in a URL: 128 random bits (22 characters)."""
    return secrets.token_urlsafe(16)


def new_code(length: int = 26) -> str:
    """A random Crockford base-32 code; each character is 5 bits, so 26 are 130 bits."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def read_code(typed: str) -> str:
    """What a person typed, as a code: upper case, look-alikes mended, anything else dropped."""
    mended = typed.upper().translate(_LOOK_ALIKES)
    return "".join(character for character in mended if character in CROCKFORD)
