"""What a media file is, told by its content; how large a picture is, without decoding it (B05, B13)."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import puremagic

from lms.packages.problems import Problem
from lms.packages.reading import SourceFile
from lms.packages.svg import read_svg, size_of

BIGGEST_PICTURE = 5 * 1024**2
MOST_PIXELS = 24_000_000
# ending -> (content type, what puremagic may call it)
_KINDS: dict[str, tuple[str, frozenset[str]]] = {
    "svg": ("image/svg+xml", frozenset()),
    "vtt": ("text/vtt; charset=utf-8", frozenset()),
    "png": ("image/png", frozenset({".png"})),
    "jpg": ("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif"})),
    "jpeg": ("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif"})),
    "webp": ("image/webp", frozenset({".webp"})),
    "avif": ("image/avif", frozenset({".avif"})),
    "mp4": ("video/mp4", frozenset({".mp4", ".m4v"})),
    "webm": ("video/webm", frozenset({".webm"})),
}
_MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ")
_SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "jpeg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "webp": lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP",
    "avif": lambda data: data[4:12] in (b"ftypavif", b"ftypavis"),
    "mp4": lambda data: data[4:8] == b"ftyp" and data[8:12] in _MP4_BRANDS,
    "webm": lambda data: data.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in data[:64],
}  # fmt: skip
PICTURES = frozenset({"svg", "png", "jpg", "jpeg", "webp", "avif"})
VIDEOS = frozenset({"mp4", "webm"})
_TODO = "keep SVG, PNG, JPEG, WebP, AVIF, MP4, WebM or WebVTT in media/, each with its own ending"


@dataclass(frozen=True)
class MediaFile:
    """A file of media/; pictures know their size in pixels."""

    name: str
    content_type: str
    source: SourceFile
    width: int | None = None
    height: int | None = None


def read_media(source: SourceFile, problems: list[Problem]) -> MediaFile | None:
    """The file when its content is of the kind that its ending says; else None after adding problems."""
    name = source.path.removeprefix("media/")
    ending = name.rpartition(".")[2]
    if ending not in _KINDS:
        problems.append(Problem(source.path, 1, f"a file .{ending} is no medium of a course", _TODO))
        return None
    if ending not in VIDEOS and source.size_bytes > BIGGEST_PICTURE:
        problems.append(
            Problem(source.path, 1, f"it is larger than {BIGGEST_PICTURE // 1024**2} MB", "make it smaller")
        )
        return None
    data = source.read()
    content_type = _KINDS[ending][0]
    if ending == "svg":
        root, found = read_svg(data)
        problems += [Problem(source.path, 1, wrong, todo) for wrong, todo in found]
        return None if root is None else MediaFile(name, content_type, source, *size_of(root))
    if ending == "vtt":
        problems += [Problem(source.path, line, wrong, todo) for line, wrong, todo in _caption_problems(data)]
        return MediaFile(name, content_type, source)
    if not _is_of_kind(data, ending):
        problems.append(Problem(source.path, 1, f"its content is not what .{ending} says", _TODO))
        return None
    if ending in VIDEOS:
        return MediaFile(name, content_type, source)
    width, height = _picture_size(data, ending)
    if not width or not height:
        problems.append(Problem(source.path, 1, "the picture is damaged", "save it again"))
    elif width * height > MOST_PIXELS:
        problems.append(
            Problem(source.path, 1, f"the picture has {width} × {height} pixels", "scale it down to 24 megapixels")
        )
    return MediaFile(name, content_type, source, width, height)


def _is_of_kind(data: bytes, ending: str) -> bool:
    if not _SIGNATURES[ending](data):
        return False
    try:
        told = {match.extension for match in puremagic.magic_string(data[:65536])}
    except (puremagic.PureError, ValueError):
        return False
    return bool(told & _KINDS[ending][1])


def _caption_problems(data: bytes) -> Iterator[tuple[int, str, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield 1, "the captions are not UTF-8", "save them as UTF-8"
        return
    if not text.startswith("WEBVTT"):
        yield 1, "the captions are not WebVTT", "begin the file with the line WEBVTT"
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith(("STYLE", "REGION")):
            yield number, "the captions bring their own style", "remove STYLE and REGION blocks"


def _picture_size(data: bytes, ending: str) -> tuple[int, int]:
    try:
        return _SIZES[ending](data)
    except (struct.error, IndexError, KeyError, ValueError):
        return 0, 0


def _png_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walks the segments to the start of frame (ITU-T T.81, B.2)."""
    at = 2
    while at + 9 < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if data[at] != 0xFF:
            return 0, 0
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    """RFC 9649: lossy, lossless and extended layouts."""
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1


def _avif_size(data: bytes) -> tuple[int, int]:
    """The largest image spatial extents property (ISO/IEC 23008-12, 6.5.3)."""
    sizes, at = [], data.find(b"ispe")
    while at >= 0:
        sizes.append(struct.unpack(">II", data[at + 8 : at + 16]))
        at = data.find(b"ispe", at + 4)
    width, height = max(sizes)
    return width, height


_SIZES = {"png": _png_size, "jpg": _jpeg_size, "jpeg": _jpeg_size, "webp": _webp_size, "avif": _avif_size}
