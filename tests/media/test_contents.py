"""What is kept of a file that arrived whole, and what is refused for its content."""

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from lms.core.errors import Refused
from lms.core.runtime import current
from lms.media import services
from lms.media.encoding import plan_of
from tests.factories.media import MB, a_finished_upload, a_purpose, an_upload, bring, take, the_upload, used_bytes
from tests.media.pictures import a_flood, a_photo_of_a_camera, a_picture


def test_b12_a_photo_is_kept_without_what_the_camera_wrote(person: Any) -> None:
    photo = a_photo_of_a_camera(6)
    file = take(a_finished_upload(person, "IMG_1.JPG", photo), person)
    data = current().storage.get(file.digest)
    assert (file.width, file.height, file.content_type) == (480, 640, "image/jpeg")
    assert file.size_bytes == len(data) and b"SECRET" not in data and data != photo
    assert used_bytes(person) == len(data), "only what is kept counts"


def test_of_a_gif_the_first_picture_is_kept_as_png(person: Any) -> None:
    file = take(a_finished_upload(person, "wave.gif", a_picture("GIF")), person)
    assert (file.name, file.content_type) == ("wave.png", "image/png")


def test_captions_of_subrip_are_kept_as_what_browsers_play(person: Any) -> None:
    words = "\ufeff1\r\n00:00:01,000 --> 00:00:04,500\r\nСәлем, әлем\r\n"
    file = take(a_finished_upload(person, "film.srt", words.encode()), person)
    assert (file.name, file.content_type) == ("film.vtt", "text/vtt; charset=utf-8")
    kept = current().storage.get(file.digest).decode()
    assert kept == "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.500\nСәлем, әлем\n" and file.size_bytes == len(kept.encode())


def test_a_photo_that_was_saved_as_png_becomes_small_enough_for_a_course(person: Any) -> None:
    output = io.BytesIO()
    noise = Image.effect_noise((1700, 1700), 90)
    Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).save(output, "PNG")
    file = take(a_finished_upload(person, "stall.png", output.getvalue()), person)
    assert len(output.getvalue()) > 5 * MB > file.size_bytes
    assert (file.name, file.content_type, file.width) == ("stall.webp", "image/webp", 1700)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.png", b"<!doctype html><script>alert(1)</script>", "is not what its ending says"),
        ("flood.png", a_flood(), "24 megapixels"),
        ("figure.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "cannot be shown safely"),
        ("words.vtt", b"WEBVTT\n\nno timing --> at all\n", "line 3"),
        ("words.srt", b"1\nno timing --> at all\n", "line 4"),
        ("words.srt", b"x" * 70_000 + "\u0416".encode("cp1251"), "not UTF-8"),
        ("words.srt", "1\n\u0416".encode("cp1251"), "is not what its ending says"),
        ("report.pdf", b"MZ this is a program", "is not what its ending says"),
    ],
)
def test_b03_b05_b13_what_is_not_what_it_says_is_refused_when_it_is_whole(
    person: Any, name: str, data: bytes, said: str
) -> None:
    purpose = a_purpose()
    upload = an_upload(person, purpose, name=name, size_bytes=len(data))
    bring(upload, data)
    with pytest.raises(Refused, match=said):
        services.prepare_upload(the_upload(upload.public_id), purpose)
    with pytest.raises(Refused, match=said):
        services.prepare_file(io.BytesIO(data), name, purpose)


def test_the_sizes_of_a_picture_are_made_once(app: Flask) -> None:
    photo = a_photo_of_a_camera()
    digest = current().storage.put(photo)
    reads: list[int] = []

    def read() -> bytes:
        reads.append(1)
        return photo

    source = services.PictureSource(digest, "jpeg", plan_of(photo, "jpeg"), read)
    first = services.make_sizes([source])
    assert services.make_sizes([source, source]) == first and len(reads) == 1
    assert sorted(first[digest]) == [0, 480, 640]
    for one in first[digest].values():
        data = current().storage.get(one.digest)
        assert len(data) == one.size_bytes and b"SECRET" not in data
