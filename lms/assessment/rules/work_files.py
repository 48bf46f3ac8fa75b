"""Files that people hand in: what they are is told by their content, what they are called is made harmless."""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping

import puremagic

PERSON_BYTES = 300 * 1024**2  # all that one person may keep here, in every course together (G14)
MOST_MEGABYTES = 20  # one file; it is held in memory while it is checked
_LONGEST_NAME = 100
_MOST_ENTRIES = 5000

# kind -> content type; docs/course-format.md lists the kinds.
KINDS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain; charset=utf-8",
}
_SAME_KIND = {"jpeg": "jpg", "jfif": "jpg"}
_OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}


def kind_of(name: str, data: bytes) -> str | None:
    """The kind that both the ending and the content say; None where they differ or it is none of `KINDS`."""
    ending = name.rpartition(".")[2].lower()
    kind = _SAME_KIND.get(ending, ending)
    check = _CHECKS.get(kind)
    return kind if check is not None and data and check(kind, data) else None


def _is_by_magic(kind: str, data: bytes) -> bool:
    if not data.startswith(_STARTS[kind]) or (kind == "webp" and data[8:12] != b"WEBP"):
        return False
    try:
        told = {match.extension.lstrip(".") for match in puremagic.magic_string(data[:65536])}
    except (puremagic.PureError, ValueError):
        return False
    return kind in {_SAME_KIND.get(ending, ending) for ending in told}


_STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "webp": b"RIFF"}


def _names_in_zip(data: bytes) -> list[str]:
    """What the directory of a zip lists; nothing is unpacked, so a bomb stays asleep (C02)."""
    if not data.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []
    return names if len(names) <= _MOST_ENTRIES else []


def _is_office(kind: str, data: bytes) -> bool:
    """ECMA-376: `[Content_Types].xml` and the folder of its kind. A file with macros is none of ours."""
    names = _names_in_zip(data)
    has_macros = any("vbaproject" in name.lower() for name in names)
    return "[Content_Types].xml" in names and any(n.startswith(_OFFICE_FOLDERS[kind]) for n in names) and not has_macros


def _is_open_document(kind: str, data: bytes) -> bool:
    """OpenDocument 1.2, part 3: the first entry is `mimetype`, stored, so its words stand at byte 38."""
    names = _names_in_zip(data)
    told = data[38 : 38 + len(KINDS[kind])].decode("latin-1")
    has_macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
    return bool(names) and names[0] == "mimetype" and told == KINDS[kind] and not has_macros


def _is_plain(_kind: str, data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(character) == "Cc" and character not in "\t\n\r\f" for character in text)


_CHECKS: dict[str, Callable[[str, bytes], bool]] = {
    **dict.fromkeys(("pdf", "png", "jpg", "webp"), _is_by_magic),
    **dict.fromkeys(("docx", "xlsx", "pptx"), _is_office),
    **dict.fromkeys(("odt", "ods", "odp"), _is_open_document),
    "txt": _is_plain,
}


def harmless_name(name: str) -> str:
    """A file's name to show and to download by: its last part, without controls and marks of direction (B09)."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    stem, dot, ending = kept.strip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    ending = "".join(c for c in ending if c.isascii() and c.isalnum())[:10]
    return f"{stem.strip()[: _LONGEST_NAME - len(ending) - 1] or 'file'}{'.' if ending else ''}{ending}"
