"""Pictures made anew from their pixels: the right way up, in sRGB, with nothing of the camera's left in them (B12).

WebP, and the picture's own kind for browsers that don't know it. AVIF was measured: 10 to 20 % smaller at the same
look, for three to five times the work and a third set of files, so it is read but not made. The same bytes give the
same result with the same Pillow, so that publishing again finds what is there.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from lms.core.messages import Told
from lms.media.rules.pictures import FALLBACK_WIDTH, MOST_PIXELS, PlannedPicture, picture_size, plan, scaled

RECIPE = 1  # another number when what follows would make other files of the same picture
LARGEST_SIDE = 2400  # of a picture as it is kept: enough for every size a page shows, and a little to look closer
BIGGEST_KEPT = 5 * 1024**2  # bytes; a course package takes no larger picture
_FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
_TURNED = range(5, 9)  # values of the EXIF orientation that lay a picture on its side
_ORIENTATION = 0x0112
_FEW_COLOURS = 256  # a drawing: its lossless form may be the smaller one
Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # a second fence; the first reads headers only


class Unreadable(Exception):
    """The picture is damaged, too large, or not of its kind; `told` says which, for an author."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


@dataclass(frozen=True, slots=True)
class Encoded:
    """One picture as bytes, with its size in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int


def displayed_size(data: bytes, kind: str) -> tuple[int, int]:
    """Width and height as people see it. Raises `Unreadable`; reads headers only."""
    with _opened(data, kind) as image:
        turned = image.getexif().get(_ORIENTATION) in _TURNED
        return (image.height, image.width) if turned else image.size


def cleaned(data: bytes, kind: str) -> Encoded:
    """The picture alone, at most `LARGEST_SIDE` a side; of an animation the first picture.

    In its own kind; a GIF as PNG, and as WebP what would be larger than `BIGGEST_KEPT`: a photo that was saved as PNG.
    Raises `Unreadable`.
    """
    image = _pixels(data, kind, LARGEST_SIDE)
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    lossless = kind == "webp" and b"VP8L" in data[:64]
    made = _encoded(image, "png" if kind == "gif" else kind, quality=90, lossless=lossless)
    return made if len(made.data) <= BIGGEST_KEPT else _encoded(image, "webp", quality=90)


def fallback(data: bytes, kind: str) -> Encoded:
    """For `<img src>`: at most `FALLBACK_WIDTH` wide, as PNG, JPEG or WebP. Raises `Unreadable`."""
    image = _resized(_pixels(data, kind, FALLBACK_WIDTH), FALLBACK_WIDTH)
    if kind in ("avif", "gif"):
        kind = "png" if "A" in image.mode or kind == "gif" else "jpeg"
    return _encoded(image, kind, quality=82)


def variants(data: bytes, kind: str, planned: PlannedPicture) -> Iterator[tuple[int, Encoded]]:
    """Each planned width with the picture as WebP. Raises `Unreadable`."""
    image = _pixels(data, kind, planned.width)
    for width in sorted(planned.widths, reverse=True):
        image = _resized(image, width)  # each from the one before: the work shrinks with it
        yield width, _small_webp(image)


def plan_of(data: bytes, kind: str) -> PlannedPicture:
    """What will be kept of it. Raises `Unreadable`."""
    return plan(*displayed_size(data, kind))


def _opened(data: bytes, kind: str) -> Image.Image:
    """The picture with its header read. Only the decoder of its kind is asked, and never before its size is known."""
    width, height = picture_size(data, kind)
    if not width or not height:
        raise Unreadable(Told("the picture is damaged"))
    if width * height > MOST_PIXELS:
        raise Unreadable(Told("the picture has %(width)s × %(height)s pixels", width=width, height=height))
    try:
        image = Image.open(io.BytesIO(data), formats=(_FORMATS[kind],))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, *_BROKEN) as error:
        raise Unreadable(Told("the picture is damaged")) from error
    if image.width * image.height > MOST_PIXELS:
        raise Unreadable(Told("the picture has %(width)s × %(height)s pixels", width=image.width, height=image.height))
    return image


# What the decoders raise for bytes that make no sense.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, MemoryError, OverflowError)


def _pixels(data: bytes, kind: str, wanted: int) -> Image.Image:
    """The first picture, turned and in sRGB; a JPEG is decoded no larger than about `wanted` pixels a side."""
    with _opened(data, kind) as image:
        try:
            if kind == "jpeg":
                image.draft("RGB", (wanted, wanted))
            image.load()
            profile = image.info.get("icc_profile")
            turned = ImageOps.exif_transpose(image)
            return _in_srgb(turned, profile)
        except _BROKEN as error:
            raise Unreadable(Told("the picture is damaged")) from error


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    if profile and image.mode in ("RGB", "RGBA", "L", "CMYK"):
        try:
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile; the numbers are taken for what most cameras mean
    plain = image.convert("RGBA" if has_alpha else "RGB")
    plain.info.clear()
    return plain


def _resized(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = scaled(image.width, image.height, width)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _small_webp(image: Image.Image) -> Encoded:
    lossy = _encoded(image, "webp", quality=82)
    if image.getcolors(_FEW_COLOURS) is None:
        return lossy
    exact = _encoded(image, "webp", quality=80, lossless=True)
    return min(exact, lossy, key=lambda one: len(one.data))


def _encoded(image: Image.Image, kind: str, *, quality: int, lossless: bool = False) -> Encoded:
    output = io.BytesIO()
    match kind:
        case "jpeg":
            image.convert("RGB").save(output, "JPEG", quality=quality, progressive=True, optimize=True)
        case "png":
            image.save(output, "PNG", compress_level=9)
        case "avif":
            image.save(output, "AVIF", quality=75, speed=8)
        case _:
            image.save(output, "WEBP", quality=quality, method=4, lossless=lossless)
    content_type = f"image/{kind}"
    return Encoded(output.getvalue(), content_type, image.width, image.height)
