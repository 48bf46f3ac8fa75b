"""The fonts that go into the PDF, and which characters they can print. The machine's own fonts are never used."""

import struct
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from typst import Fonts

# Each a package and the files in it. Of the two Arabic faces the first has whole letters as glyphs, so that text
# can be copied out of the PDF; the second draws letters and their dots apart, and copies as nonsense.
_PLACES = (
    ("fontpkg_noto_sans", "files/NotoSans[[]*.ttf"),
    ("fontpkg_ibm_plex_sans_arabic", "files/*-Regular.ttf"),
    ("fontpkg_noto_sans_devanagari", "files/*.ttf"),
    ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
)
_EVERY_SCRIPT = "Aя\u0639\u0915\u4e2d"  # Latin, Cyrillic, Arabic, Devanagari, Chinese
# Joiners and marks of direction print nothing themselves, so no font needs them.
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f")


@lru_cache(maxsize=1)
def font_files() -> tuple[Path, ...]:
    """One file of each installed family."""
    specs = ((find_spec(package), pattern) for package, pattern in _PLACES)
    folders = ((Path(spec.origin).parent, pattern) for spec, pattern in specs if spec and spec.origin)
    return tuple(path for folder, pattern in folders for path in sorted(folder.glob(pattern)))


@lru_cache(maxsize=1)
def shared_fonts() -> Fonts:
    """Read once in a process, 30 ms; every compiler uses the same. Raises `RuntimeError` when a script has none."""
    if not can_print(_EVERY_SCRIPT):
        raise RuntimeError("a font package for certificates is not installed: run `uv sync`")  # typst prints nothing
    folders = sorted({str(path.parent) for path in font_files()})
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def can_print(text: str) -> bool:
    """Whether some font has each character. Typst refuses a tagged PDF with a character that none has."""
    known = _known_characters()
    return all(ord(c) in known or c.isspace() or c in _INVISIBLE for c in text)


def printable(text: str) -> str:
    """The same text with a replacement character for what no font can print."""
    return "".join(c if can_print(c) else "\ufffd" for c in text)


@lru_cache(maxsize=1)
def _known_characters() -> frozenset[int]:
    return frozenset(code for path in font_files() for code in _characters(path.read_bytes()))


def _characters(font: bytes) -> list[int]:
    """The code points of a font's `cmap` table, formats 4 and 12 (OpenType 1.9, "cmap")."""
    tables = {font[i : i + 4]: struct.unpack_from(">II", font, i + 8) for i in range(12, 12 + 16 * _u16(font, 4), 16)}
    start, _length = tables[b"cmap"]
    found: list[int] = []
    for index in range(_u16(font, start + 2)):
        at = start + int(struct.unpack_from(">I", font, start + 8 + 8 * index)[0])
        if _u16(font, at) == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
                found += range(first, last + 1)
        elif _u16(font, at) == 4:
            twice = _u16(font, at + 6)
            for segment in range(0, twice, 2):
                last, first = _u16(font, at + 14 + segment), _u16(font, at + 16 + twice + segment)
                found += range(first, last + 1) if last != 0xFFFF else ()
    return found


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])
