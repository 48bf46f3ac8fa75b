"""What a file is, told by its content; its name must agree, and is believed in nothing else (B05, B09)."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from lms.media.rules.archives import announced

HEAD_BYTES = 64 * 1024
MOST_ENTRIES = 5000  # of a document that is an archive inside


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: `group` is picture, video, captions, document, text or archive."""

    name: str
    group: str
    content_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_TEXT = "text/plain; charset=utf-8"
KINDS = {
    kind.name: kind
    for kind in (
        Kind("svg", "picture", "image/svg+xml", ("svg",)),
        Kind("png", "picture", "image/png", ("png",)),
        Kind("jpeg", "picture", "image/jpeg", ("jpg", "jpeg")),
        Kind("webp", "picture", "image/webp", ("webp",)),
        Kind("avif", "picture", "image/avif", ("avif",)),
        Kind("gif", "picture", "image/gif", ("gif",)),
        Kind("mp4", "video", "video/mp4", ("mp4", "m4v")),
        Kind("webm", "video", "video/webm", ("webm",)),
        Kind("vtt", "captions", "text/vtt; charset=utf-8", ("vtt",)),
        Kind("srt", "captions", "application/x-subrip", ("srt",)),
        Kind("pdf", "document", "application/pdf", ("pdf",)),
        Kind("docx", "document", f"{_OFFICE}.wordprocessingml.document", ("docx",)),
        Kind("xlsx", "document", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", "document", f"{_OFFICE}.presentationml.presentation", ("pptx",)),
        Kind("odt", "document", "application/vnd.oasis.opendocument.text", ("odt",)),
        Kind("ods", "document", "application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
        Kind("odp", "document", "application/vnd.oasis.opendocument.presentation", ("odp",)),
        Kind("text", "text", _TEXT, ("txt", "md")),
        Kind("csv", "text", "text/csv; charset=utf-8", ("csv",)),
        Kind("zip", "archive", "application/zip", ("zip",)),
    )
}
_BY_ENDING = {ending: kind for kind in KINDS.values() for ending in kind.endings}
PICTURES = frozenset(kind.name for kind in KINDS.values() if kind.group == "picture")
RASTERS = PICTURES - {"svg"}
VIDEOS = frozenset(kind.name for kind in KINDS.values() if kind.group == "video")
CAPTIONS = frozenset(kind.name for kind in KINDS.values() if kind.group == "captions")
DOCUMENTS = frozenset(kind.name for kind in KINDS.values() if kind.group in ("document", "text"))
_MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash")
# what puremagic may call it, beside our own look at the first bytes
_MAGIC = {
    "png": {".png"}, "jpeg": {".jpg", ".jpeg", ".jfif"}, "webp": {".webp"}, "avif": {".avif"}, "gif": {".gif"},
    "mp4": {".mp4", ".m4v"}, "webm": {".webm"}, "pdf": {".pdf"},
}  # fmt: skip
# The entry that makes an archive a document of its kind.
_OFFICE_ENTRIES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def ending_of(name: str) -> str:
    """The ending of a name, in lower case, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def endings_of(kinds: frozenset[str]) -> list[str]:
    """The endings of these kinds, in the order of the table above."""
    return [ending for kind in KINDS.values() if kind.name in kinds for ending in kind.endings]


def kind_by_ending(name: str) -> Kind | None:
    return _BY_ENDING.get(ending_of(name))


def kind_of(file: BinaryIO, name: str) -> Kind | None:
    """The kind that the name's ending says, when the content is of that kind; else None. Reads from the start."""
    kind = kind_by_ending(name)
    if kind is None:
        return None
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return kind if _is(kind, head, file) else None


def _is(kind: Kind, head: bytes, file: BinaryIO) -> bool:
    if kind.name in _MAGIC:
        return _begins_like(kind.name, head) and bool(_told_by_magic(head) & _MAGIC[kind.name])
    if kind.name == "svg" or kind.group in ("captions", "text"):
        return _is_text(head)  # what else they must be, their own rules say
    return head.startswith(b"PK\x03\x04") and _is_archive_of(kind.name, file)


def _begins_like(name: str, head: bytes) -> bool:
    match name:
        case "png":
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        case "jpeg":
            return head.startswith(b"\xff\xd8\xff")
        case "webp":
            return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
        case "avif":
            return head[4:12] in (b"ftypavif", b"ftypavis")
        case "gif":
            return head[:6] in (b"GIF87a", b"GIF89a")
        case "mp4":
            return head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS
        case "webm":
            return head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]
    return head.startswith((b"%PDF-1.", b"%PDF-2."))


def _told_by_magic(head: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; the head may end within a letter."""
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3 or len(head) < HEAD_BYTES:
            return False
        text = head[: error.start].decode("utf-8-sig")
    return not any(ord(character) < 32 and character not in "\t\r\n\f" for character in text)


def _is_archive_of(name: str, file: BinaryIO) -> bool:
    """Looks at the directory of the archive only, and refuses documents that carry macros."""
    told = announced(file)
    if told is None or not told.entries or not told.fits(MOST_ENTRIES):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if name in ("odt", "ods", "odp"):
                return archive.read("mimetype")[:100] == KINDS[name].content_type.encode()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, KeyError, EOFError):
        return False
    finally:
        file.seek(0)
    if any(entry.rpartition("/")[2].lower() == "vbaproject.bin" for entry in names):
        return False
    return name == "zip" or {"[Content_Types].xml", _OFFICE_ENTRIES[name]} <= names
