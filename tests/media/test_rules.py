"""What a file is by its bytes: kinds, sizes, lengths, captions, names."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.media.rules.captions import as_webvtt, caption_problems
from lms.media.rules.films import duration_seconds
from lms.media.rules.kinds import KINDS, MOST_ENTRIES, kind_of
from lms.media.rules.pictures import original_of, picture_size, plan, variant_name
from lms.media.rules.uploads import CHUNK_BYTES, KNOWN, NEXT, WRONG, clean_name, judge_chunk
from tests.factories.courses import SAMPLE
from tests.media.archives import an_archive_of_two_directories
from tests.media.pictures import a_flood, a_picture, a_tiff_flood, an_mp4

FILM = (SAMPLE / "media" / "film.webm").read_bytes()
HTML = b"<!doctype html><script>alert(1)</script>"


def an_office_file(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return output.getvalue()


WORD = an_office_file("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", a_picture(), "png"),
        ("a.JPG", a_picture("JPEG"), "jpeg"),
        ("a.jpeg", a_picture("JPEG"), "jpeg"),
        ("a.webp", a_picture("WEBP"), "webp"),
        ("a.avif", a_picture("AVIF"), "avif"),
        ("a.gif", a_picture("GIF"), "gif"),
        ("a.mp4", an_mp4(), "mp4"),
        ("a.webm", FILM, "webm"),
        ("a.vtt", b"WEBVTT\n", "vtt"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nСәлем\n".encode(), "srt"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "pdf"),
        ("a.docx", WORD, "docx"),
        ("a.zip", WORD, "zip"),
        ("a.txt", "Қазақша мәтін".encode(), "text"),
        ("a.csv", b"a;b\n1;2\n", "csv"),
    ],
)
def test_a_file_is_what_both_its_content_and_its_ending_say(name: str, data: bytes, kind: str) -> None:
    found = kind_of(io.BytesIO(data), name)
    assert found == KINDS[kind]


@pytest.mark.parametrize(
    "text", ["1\r\n0:00:01,000 --> 00:00:04,500\r\nHello\r\n", "\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nHi"]
)
def test_captions_of_either_form_are_good_captions(text: str) -> None:
    assert list(caption_problems(as_webvtt(text).encode())) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", a_picture("JPEG")),
        ("a.jpg", HTML),
        ("a.gif", b"GIF89a=1;alert(1)//"[:3] + HTML),
        ("a.html", HTML),
        ("a.svgz", HTML),
        ("a.js", b"alert(1)"),
        ("a.exe", b"MZ"),
        ("a", a_picture()),
        ("", a_picture()),
        ("a.png.exe", a_picture()),
        ("a.tiff", a_tiff_flood()),
        ("a.png", a_tiff_flood()),
        ("a.pdf", HTML),
        ("a.pdf", b"junk %PDF-1.7"),
        ("a.docx", an_office_file("word/document.xml")),
        ("a.docx", an_office_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", WORD),
        ("a.zip", b"PK\x03\x04 and nothing else"),
        ("a.txt", b"\xff\xfe\x00\x01"),
        ("a.txt", b"bell \x07"),
        ("a.mp4", FILM),
        ("a.webm", an_mp4()),
    ],
)
def test_b05_a_file_that_is_not_what_it_says_is_none(name: str, data: bytes) -> None:
    assert kind_of(io.BytesIO(data), name) is None


def test_a_text_may_end_within_a_letter_where_the_look_at_it_ends() -> None:
    assert kind_of(io.BytesIO(b"x" + "ж".encode() * 40_000), "a.txt") == KINDS["text"]
    assert kind_of(io.BytesIO(b"x" * 10 + "ж".encode()[:1]), "a.txt") is None


@given(st.binary(max_size=400), st.sampled_from(sorted(KINDS)))
def test_no_bytes_make_the_look_at_them_fail(data: bytes, kind: str) -> None:
    heads = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "webp": b"RIFF\0\0\0\0WEBP", "gif": b"GIF89a",
             "avif": b"\0\0\0\x1cftypavif", "mp4": b"\0\0\0\x18ftypisom", "webm": b"\x1a\x45\xdf\xa3"}  # fmt: skip
    made = heads.get(kind, b"PK\x03\x04") + data
    kind_of(io.BytesIO(made), f"a.{KINDS[kind].endings[0]}")
    if kind in ("mp4", "webm"):
        seconds = duration_seconds(io.BytesIO(made), kind)
        assert seconds is None or 0 < seconds <= 86_400
    elif kind in heads:
        width, height = picture_size(made, kind)
        assert width >= 0 and height >= 0


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_the_size_of_a_picture_is_read_from_its_first_bytes(kind: str) -> None:
    assert picture_size(a_picture(kind, (321, 123)), kind.lower()) == (321, 123)


@pytest.mark.parametrize(
    ("width", "height", "shown", "widths"),
    [
        (4000, 3000, (1600, 1200), (480, 960, 1600)),
        (1600, 400, (1600, 400), (480, 960, 1600)),
        (1000, 500, (1000, 500), (480, 1000)),
        (500, 2000, (500, 2000), (500,)),
        (64, 64, (64, 64), (64,)),
        (20000, 2, (1600, 1), (480, 960, 1600)),
    ],
)
def test_a_picture_is_kept_in_the_sizes_that_a_page_needs(
    width: int, height: int, shown: tuple[int, int], widths: tuple[int, ...]
) -> None:
    planned = plan(width, height)
    assert ((planned.width, planned.height), planned.widths) == (shown, widths)


def test_a_variant_is_named_after_its_picture() -> None:
    assert variant_name("photo.ru.jpg", 480) == "photo.ru.jpg.480.webp"
    assert original_of("photo.ru.jpg.480.webp") == "photo.ru.jpg"
    for name in ("photo.webp", "photo.480.webp", "photo.ru.webp", "photo.svg"):
        assert original_of(name) == name


@pytest.mark.parametrize(
    ("data", "kind", "seconds"),
    [
        (an_mp4(12.5), "mp4", 12.5),
        (an_mp4(90, fragmented=True), "mp4", 90),
        (FILM, "webm", None),
        (an_mp4()[:60], "mp4", None),
        (b"\0\0\0\x08ftyp" * 50_000, "mp4", None),
        (b"", "webm", None),
    ],
)
def test_a_film_says_how_long_it_is(data: bytes, kind: str, seconds: float | None) -> None:
    begun = time.perf_counter()
    found = duration_seconds(io.BytesIO(data), kind)
    if data is FILM:
        assert found is not None and 0 < found < 60
    else:
        assert found == seconds
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\nSalem\n", None),
        ("\ufeffWEBVTT - курс\r\n\r\n01:00:01.000 --> 01:00:04.000 line:0\r\nПривет\r\n".encode(), None),
        (b"1\n00:00:01,000 --> 00:00:04,000\nSRT\n", "not WebVTT"),
        (b"WEBVTT\n\n00:00:01,000 --> 00:00:04,000\nx\n", "no timing"),
        (b"WEBVTT\n", "no caption"),
        (b"WEBVTT\n\nSTYLE\n::cue{}\n\n00:01.000 --> 00:04.000\nx\n", "own style"),
        (b"WEBVTT\xff", "not UTF-8"),
    ],
)
def test_captions_are_checked_line_by_line(text: bytes, said: str | None) -> None:
    found = [wrong for _line, wrong, _todo in caption_problems(text)]
    assert (found == []) if said is None else any(said in wrong for wrong in found)


@pytest.mark.parametrize(
    ("offset", "length", "verdict"),
    [
        (2 * CHUNK_BYTES, CHUNK_BYTES, NEXT),
        (0, CHUNK_BYTES, KNOWN),
        (CHUNK_BYTES, CHUNK_BYTES, KNOWN),
        (3 * CHUNK_BYTES, 10, WRONG),
        (2 * CHUNK_BYTES, CHUNK_BYTES - 1, WRONG),
        (2 * CHUNK_BYTES, 2 * CHUNK_BYTES, WRONG),
        (1, CHUNK_BYTES, WRONG),
        (-CHUNK_BYTES, CHUNK_BYTES, WRONG),
        (2 * CHUNK_BYTES, 0, WRONG),
    ],
)
def test_a_piece_goes_on_where_the_last_one_ended(offset: int, length: int, verdict: str) -> None:
    size = 3 * CHUNK_BYTES + 10
    assert judge_chunk(received=2 * CHUNK_BYTES, size=size, offset=offset, length=length) == verdict
    assert judge_chunk(received=3 * CHUNK_BYTES, size=size, offset=3 * CHUNK_BYTES, length=10) == NEXT


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Отчёт за март.docx", "Отчёт за март.docx"),
        ('x"\r\nSet-Cookie: a=1.png', 'x" Set-Cookie: a=1.png'),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b.png", "a b.png"),
        ("\u0627\u0644\u062a\u0642\u0631\u064a\u0631.pdf", "\u0627\u0644\u062a\u0642\u0631\u064a\u0631.pdf"),
        ("--help;`id`.png", "--help;`id`.png"),
        ("n" * 300 + ".jpeg", "n" * 195 + ".jpeg"),
    ],
)
def test_b09_a_name_is_words_to_show_and_nothing_else(given_name: str, shown: str) -> None:
    assert clean_name(given_name) == shown


@given(st.text(max_size=400))
def test_b09_no_name_holds_a_path_or_a_control(name: str) -> None:
    shown = clean_name(name)
    assert 0 < len(shown) <= 200 and "/" not in shown and "\\" not in shown
    assert not any(ord(c) < 32 or c in "\u202e\u2066\x7f" for c in shown)


LOOKS: list[Callable[[bytes], object]] = [
    lambda data: kind_of(io.BytesIO(data), "a.png"),
    lambda data: picture_size(data, "png"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_b13_looking_at_a_flood_costs_nothing(look: Callable[[bytes], object]) -> None:
    flood = a_flood()
    begun = time.perf_counter()
    look(flood)
    assert time.perf_counter() - begun < 0.2


def test_c02_a_document_of_too_many_parts_or_of_a_second_directory_is_not_looked_into() -> None:
    parts = [f"word/{number}.xml" for number in range(MOST_ENTRIES)]
    for data in (
        b"PK\x03\x04" + an_archive_of_two_directories(10),
        an_office_file("[Content_Types].xml", "word/document.xml", *parts),
    ):
        assert zipfile.ZipFile(io.BytesIO(data)).infolist()
        assert kind_of(io.BytesIO(data), "a.docx") is None
