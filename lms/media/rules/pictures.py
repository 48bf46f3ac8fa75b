"""How large a picture is, without decoding it (B13), and in which sizes a page needs it."""

import struct
from dataclasses import dataclass

BIGGEST_PICTURE = 20 * 1024**2  # bytes
MOST_PIXELS = 24_000_000
MOST_SCANS = 64  # of a progressive JPEG: each makes the decoder go over the whole picture again
WIDTHS = (480, 960, 1600)  # a phone, a column of text, the same on a sharp screen
FALLBACK_WIDTH = 960  # for browsers that know neither WebP nor how to choose
_ENOUGH = 1.15  # a size that is hardly smaller than the next is not worth keeping


@dataclass(frozen=True, slots=True)
class PlannedPicture:
    """The size at which a picture stands on the page, and the widths in which it is kept, in pixels."""

    width: int
    height: int
    widths: tuple[int, ...]


def plan(width: int, height: int) -> PlannedPicture:
    """From the size as it is seen (turned, where the camera says so) to what is kept of it."""
    largest = min(width, WIDTHS[-1])
    widths = (*(w for w in WIDTHS if w * _ENOUGH < largest), largest)
    return PlannedPicture(largest, scaled(width, height, largest), widths)


def scaled(width: int, height: int, to_width: int) -> int:
    """The height at another width: at least one pixel."""
    return max(1, round(height * to_width / width))


def variant_name(name: str, width: int) -> str:
    """`photo.jpg` at 480 pixels is `photo.jpg.480.webp`; no file of a package has so many dots."""
    return f"{name}.{width}.webp"


def original_of(name: str) -> str:
    """The name in the package of which this is a variant, or the name itself."""
    stem, _, ending = name.rpartition(".")
    original, _, width = stem.rpartition(".")
    return original if ending == "webp" and width.isdigit() and "." in original else name


def picture_size(data: bytes, kind: str) -> tuple[int, int]:
    """Width and height in pixels as they are stored; (0, 0) when the picture is damaged."""
    try:
        return _SIZES[kind](data)
    except (struct.error, IndexError, KeyError, ValueError):
        return 0, 0


def _png_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _gif_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", data[6:10])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walks the segments to the start of frame (ITU-T T.81, B.2)."""
    if data.count(b"\xff\xda") > MOST_SCANS:
        return 0, 0
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


_SIZES = {"png": _png_size, "jpeg": _jpeg_size, "webp": _webp_size, "avif": _avif_size, "gif": _gif_size}
