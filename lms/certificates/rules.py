"""Codes, reasons and the forms in which a certificate is written: pure decisions."""

import re
import unicodedata
from dataclasses import dataclass

from lms.core.ids import read_code
from lms.core.messages import phrase

CODE_LENGTH = 26  # Crockford characters of 5 bits: 130 random bits
SHORT_LENGTH = 12  # 60 bits, enough behind a rate limit
PREFIX = "ECA"

# Why a certificate was revoked, in words that a stranger may read. What exactly happened stays in the audit log.
REVOCATION_REASONS = {
    "issued_in_error": phrase("It was issued in error."),
    "rules_broken": phrase("The rules of the course or its quizzes were broken."),
    "identity": phrase("The person could not be confirmed as the one who took the course."),
    "holder_request": phrase("Its holder asked for it."),
}

STATUS_WORDS = {"valid": phrase("Valid"), "revoked": phrase("Revoked"), "replaced": phrase("Replaced")}
STATUS_TONES = {"valid": "good", "revoked": "bad", "replaced": "warn"}

# An award that is no certificate yet, in a list of both, and the tone of its badge.
UNDECIDED_WORDS = {"awaiting": (phrase("Awaiting approval"), "warn"), "declined": (phrase("Declined"), "bad")}

DEED_WORDS = {
    "award.awaiting": phrase("Course completed, waiting for approval"),
    "award.granted": phrase("Awarded"),
    "award.declined": phrase("Declined"),
    "certificate.issued": phrase("Issued"),
    "certificate.revoked": phrase("Revoked"),
    "certificate.replaced": phrase("Replaced by a corrected edition"),
    "certificate.reissued": phrase("Issued again, with a new number"),
}

_IN_ADDRESS = re.compile(r"(?:verify|certificates)/([^/?#\s]{1,60})")


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What somebody typed or scanned, as one of the two codes; neither has any other length."""

    text: str

    @property
    def is_full(self) -> bool:
        return len(self.text) == CODE_LENGTH

    @property
    def is_short(self) -> bool:
        return len(self.text) == SHORT_LENGTH


def read_typed(typed: str) -> TypedCode:
    """Reads a full code, a short one with or without its prefix and dashes, or a pasted address of ours.

    Lower case, spaces, full-width letters and the look-alikes I, L and O are mended.
    """
    text = unicodedata.normalize("NFKC", typed[:400])
    found = _IN_ADDRESS.search(text)
    if found:
        text = found[1].removesuffix(".pdf")
    code = read_code(text)
    if len(code) == len(PREFIX) + SHORT_LENGTH and code.startswith(PREFIX):
        code = code[len(PREFIX) :]
    return TypedCode(code)


def printed_code(short_code: str) -> str:
    """`7F3K29QDXW4H` as it is printed: `ECA-7F3K-29QD-XW4H`."""
    return "-".join([PREFIX, short_code[:4], short_code[4:8], short_code[8:]])
