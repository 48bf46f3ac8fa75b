"""Pictures made for tests, good and bad."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms


def a_picture(
    kind: str = "PNG", size: tuple[int, int] = (640, 480), mode: str = "RGB", colour: Any = None, **options: Any
) -> bytes:
    """The left half red, the right half blue, as a file of that kind."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, *size))
    if colour:
        image.paste(colour, (0, 0, *size))
    output = io.BytesIO()
    image.convert(mode).save(output, kind, **options)
    return output.getvalue()


def a_photo_of_a_camera(orientation: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """A JPEG that says where and with what it was taken, and carries a thumbnail and a comment."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif[0x0112] = orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (43.0, 14.0, 20.0)
    place[29] = "SECRETPLACE"
    return a_picture(
        "JPEG", size, exif=exif, comment=b"SECRETCOMMENT", xmp=b"<x:xmpmeta>SECRETXMP</x:xmpmeta>", quality=95
    )


def a_profile() -> bytes:
    """An ICC profile that is not sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@cache
def a_flood(width: int = 30_000, height: int = 30_000, *extra: bytes) -> bytes:
    """A PNG of few bytes and 900 million pixels; `extra` chunks make it an animation."""
    squeeze = zlib.compressobj(9)
    row = bytes(width // 8 + 1)
    data = b"".join(squeeze.compress(row) for _each in range(height)) + squeeze.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def an_animated_flood() -> bytes:
    return a_flood(30_000, 30_000, chunk(b"acTL", struct.pack(">II", 1000, 0)))


def a_tiff_flood() -> bytes:
    entries = b"".join(
        struct.pack("<HHII", tag, 4, 1, value) for tag, value in ((256, 30_000), (257, 30_000), (258, 1), (259, 1))
    )
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 4) + entries + struct.pack("<I", 0)


def a_jpeg_of_many_scans() -> bytes:
    data = a_picture("JPEG", progressive=True)
    return data[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 500 + data[-2:]


def an_mp4(seconds: float = 12.5, *, fragmented: bool = False) -> bytes:
    """The boxes of a film, with its movie header at the end as phones write it."""

    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I4s", len(content) + 8, name) + content

    ticks = round(seconds * 1000)
    head = struct.pack(">IIIII", 0, 0, 0, 1000, 0 if fragmented else ticks) + bytes(80)
    extends = box(b"mvex", box(b"mehd", struct.pack(">II", 0, ticks))) if fragmented else b""
    movie = box(b"moov", box(b"mvhd", head) + extends)
    return box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2avc1mp41") + box(b"mdat", bytes(100_000)) + movie
