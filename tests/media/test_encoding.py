"""Pictures made anew: what a camera left is gone, what people see stays, and floods cost nothing."""

import io
import resource
import time

import pytest
from PIL import Image

from lms.media import encoding
from lms.media.encoding import Unreadable, cleaned, displayed_size, fallback, plan_of, variants
from tests.media.pictures import (
    a_flood,
    a_jpeg_of_many_scans,
    a_photo_of_a_camera,
    a_picture,
    a_tiff_flood,
    an_animated_flood,
)

SECRETS = (b"SECRETCAMERA", b"SECRETPLACE", b"SECRETCOMMENT", b"SECRETXMP", b"Exif")


def seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_b12_nothing_of_the_camera_is_left_in_any_form_of_a_photo() -> None:
    photo = a_photo_of_a_camera()
    assert all(secret in photo for secret in SECRETS)
    made = [
        cleaned(photo, "jpeg"),
        fallback(photo, "jpeg"),
        *(one for _w, one in variants(photo, "jpeg", plan_of(photo, "jpeg"))),
    ]
    for one in made:
        assert not any(secret in one.data for secret in SECRETS)
        assert not dict(Image.open(io.BytesIO(one.data)).getexif())


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_b12_other_kinds_lose_it_too(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    picture = a_picture(kind, exif=exif)
    assert b"SECRETCAMERA" in picture
    assert b"SECRETCAMERA" not in cleaned(picture, kind.lower()).data
    assert b"SECRETCAMERA" not in fallback(picture, kind.lower()).data


@pytest.mark.parametrize(("orientation", "place"), [(1, (5, 240)), (3, (634, 240)), (6, (240, 5)), (8, (240, 634))])
def test_a_photo_lies_as_it_was_taken(orientation: int, place: tuple[int, int]) -> None:
    photo = a_photo_of_a_camera(orientation)
    size = (640, 480) if orientation < 5 else (480, 640)
    made = cleaned(photo, "jpeg")
    assert displayed_size(photo, "jpeg") == (made.width, made.height) == seen(made.data).size == size
    red, _green, blue = seen(made.data).getpixel(place)  # type: ignore[misc]  # Pillow types it for all modes
    assert red > 150 > blue, "the half that was red is where the camera says"


def test_colours_of_another_profile_look_the_same_in_srgb() -> None:
    made = cleaned(a_picture("JPEG", mode="CMYK", quality=95), "jpeg")
    assert Image.open(io.BytesIO(made.data)).mode == "RGB" and b"ICC_PROFILE" not in made.data
    broken = cleaned(a_picture("PNG", icc_profile=b"no profile at all"), "png")
    assert seen(broken.data).getpixel((5, 5)) == (200, 30, 30)


def test_of_an_animation_the_first_picture_stays() -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ((250, 0, 0), (0, 0, 250))]
    for kind in ("GIF", "WEBP", "PNG"):
        output = io.BytesIO()
        frames[0].save(output, kind, save_all=True, append_images=frames[1:])
        made = cleaned(output.getvalue(), kind.lower())
        still = Image.open(io.BytesIO(made.data))
        assert getattr(still, "n_frames", 1) == 1
        red, _green, blue = seen(made.data).getpixel((5, 5))  # type: ignore[misc]
        assert red > 240 and blue < 10
        assert made.content_type == ("image/webp" if kind == "WEBP" else "image/png")


def test_a_picture_is_made_in_its_planned_sizes_and_twice_the_same() -> None:
    photo = a_picture("JPEG", (2000, 1000), quality=95)
    planned = plan_of(photo, "jpeg")
    made = dict(variants(photo, "jpeg", planned))
    assert {width: (one.width, one.height) for width, one in made.items()} == {
        480: (480, 240), 960: (960, 480), 1600: (1600, 800),
    }  # fmt: skip
    assert {one.content_type for one in made.values()} == {"image/webp"}
    assert made == dict(variants(photo, "jpeg", planned)) and fallback(photo, "jpeg") == fallback(photo, "jpeg")
    assert (fallback(photo, "jpeg").content_type, fallback(photo, "jpeg").width) == ("image/jpeg", 960)


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        ("PNG", "RGBA", "image/png"), ("PNG", "P", "image/png"), ("PNG", "1", "image/png"), ("PNG", "LA", "image/png"),
        ("PNG", "I;16", "image/png"), ("JPEG", "L", "image/jpeg"), ("WEBP", "RGBA", "image/webp"),
        ("AVIF", "RGB", "image/jpeg"), ("AVIF", "RGBA", "image/png"),
    ],
)  # fmt: skip
def test_every_browser_gets_a_kind_that_it_knows(kind: str, mode: str, expected: str) -> None:
    if mode == "I;16":
        output = io.BytesIO()
        Image.new("I;16", (640, 480), 40_000).save(output, "PNG")
        picture = output.getvalue()
    elif mode in ("RGBA", "LA"):
        output = io.BytesIO()
        Image.new(mode, (640, 480), (200,) * (len(mode) - 1) + (10,)).save(output, kind)
        picture = output.getvalue()
    else:
        picture = a_picture(kind, mode=mode)
    made = fallback(picture, kind.lower())
    assert made.content_type == expected
    assert Image.open(io.BytesIO(made.data)).size == (640, 480)
    assert ("A" in Image.open(io.BytesIO(made.data)).getbands()) == (mode in ("RGBA", "LA"))


@pytest.mark.parametrize("make", [a_flood, an_animated_flood, a_tiff_flood, a_jpeg_of_many_scans])
@pytest.mark.parametrize("work", [displayed_size, cleaned, fallback])
def test_b13_a_flood_of_pixels_is_refused_before_it_is_let_in(make: object, work: object) -> None:
    data = make()  # type: ignore[operator]
    kind = "jpeg" if data.startswith(b"\xff\xd8") else "png"
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(Unreadable):
        work(data, kind)  # type: ignore[operator]
    assert time.perf_counter() - begun < 0.2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_half_a_picture_is_damaged_and_nothing_worse(kind: str, cut: float) -> None:
    data = a_picture(kind, (300, 200))
    data = data[: max(20, int(len(data) * cut))]
    for work in (cleaned, fallback):
        with pytest.raises(Unreadable):
            work(data, kind.lower())


def test_b05_what_hides_behind_a_picture_does_not_pass() -> None:
    polyglot = a_picture("GIF") + b"<script>alert(1)</script>"
    assert b"script" not in cleaned(polyglot, "gif").data
    polyglot = a_picture("JPEG") + b"PK\x03\x04<script>alert(1)</script>"
    assert b"script" not in cleaned(polyglot, "jpeg").data


def test_a_kind_is_read_by_its_own_decoder_only() -> None:
    with pytest.raises(Unreadable):
        cleaned(a_picture("PNG"), "jpeg")
    assert set(encoding._FORMATS) == {"png", "jpeg", "webp", "avif", "gif"}
