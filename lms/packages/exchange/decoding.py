"""Bytes of a file as text, whatever the program that wrote it took for granted."""

from lms.core.messages import Sentence
from lms.packages.exchange.report import BadFile

BIGGEST = 20 * 1024**2  # bytes; pictures stand in the file
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What Windows takes where nothing is said, by the language of the texts.
_OLD: dict[str, str] = {
    **dict.fromkeys(("ru", "be", "kk", "ky", "tg", "mn", "uk", "bg", "sr"), "cp1251"),
    **dict.fromkeys(("fa", "ar", "ur", "ps"), "cp1256"),
    **dict.fromkeys(("tr", "az"), "cp1254"),
    "zh": "gb18030",
}
_SHOWN = {"cp1251": "Windows-1251", "cp1256": "Windows-1256", "cp1254": "Windows-1254", "gb18030": "GB 18030",
          "cp1252": "Windows-1252"}  # fmt: skip
# Unicode's noncharacters never stand for anything: the GIFT reader keeps its own marks there.
_NOTHING = dict.fromkeys([*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF, 0xFEFF, *range(9), 11, 12, *range(14, 32), 127])
_LINES = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}


def check_size(data: bytes) -> None:
    """Raises `BadFile` for what is too large or empty."""
    if len(data) > BIGGEST:
        raise BadFile(
            Sentence("The file is larger than %(size)s MB: export one category at a time.", {"size": BIGGEST >> 20})
        )
    if not data.strip(b" \t\r\n\0"):
        raise BadFile(Sentence("The file is empty: choose the file that the other system exported."))


def decode(data: bytes, language: str) -> tuple[str, str | None]:
    """The text with plain line ends, and the name of the encoding where it had to be guessed. Raises `BadFile`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tidied(data[len(mark) :].decode(encoding, errors="replace")), None
    if wide := _utf16_without_mark(data):
        return _tidied(data.decode(wide, errors="replace")), None
    try:
        return _tidied(data.decode("utf-8")), None
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise BadFile(Sentence("This is no text: choose a GIFT, Moodle XML or CSV file."))
    encoding = _OLD.get(language.split("-")[0].lower(), "cp1252")
    return _tidied(data.decode(encoding, errors="replace")), _SHOWN[encoding]


def _utf16_without_mark(data: bytes) -> str | None:
    """Marks and spaces are ASCII in any script, and ASCII in UTF-16 has a zero in every other byte."""
    beginning = data[:2000]
    if b"\0" not in beginning or len(data) % 2:
        return None
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = beginning.decode(encoding, errors="replace")
        shares[encoding] = sum(" " <= letter <= "~" or letter in "\r\n\t" for letter in text) / len(text)
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] > 0.1 else None


def _tidied(text: str) -> str:
    for end, plain in _LINES.items():
        text = text.replace(end, plain)
    return text.translate(_NOTHING)


def tidy(text: str) -> str:
    """The same for a text out of XML: without characters that mean nothing."""
    return _tidied(text)
