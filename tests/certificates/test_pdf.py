"""What the PDF is: one tagged page with its fonts inside, and a name printed as it is written."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from lms.certificates.pdf import render, words_of
from lms.certificates.pdf.fonts import can_print
from lms.certificates.pdf.rendering import names_to_print

BASE = "https://academy.example.org"


@dataclass(frozen=True)
class Record:
    printed_name: str = "Aigerim Karimova"
    latin_name: str = "Aigerim Karimova"
    course_title: str = "Customs, VAT and landed cost"
    hours: int = 8
    result_percent: float | None = 86.0
    language: str = "en"
    issuer: str = "E-Commerce Academy"
    code: str = "7F3K29QDXW4H8M5N6P7R9S0TVB"
    printed_code: str = "ECA-7F3K-29QD-XW4H"
    issued_on: date = date(2026, 11, 4)
    issued_at: datetime = datetime(2026, 11, 4, 9, 30, tzinfo=UTC)


def _reader(record: Record) -> Any:
    return PdfReader(BytesIO(render(record, BASE)))


def _text(record: Record) -> str:
    """The text in one line, without the zero-width spaces at which very long words may break."""
    return " ".join(_reader(record).pages[0].extract_text().replace("\u200b", "").split())


def test_every_field_of_the_record_is_printed() -> None:
    text = _text(Record())
    for printed in (
        "CERTIFICATE OF COMPLETION", "Aigerim Karimova", "Customs, VAT and landed cost", "8 hours", "86%",
        "4 November 2026", "E-Commerce Academy", "ECA-7F3K-29QD-XW4H", "academy.example.org/verify",
    ):  # fmt: skip
        assert printed in text


def test_it_is_one_tagged_page_with_title_and_language() -> None:
    reader = _reader(Record())
    catalog = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    assert catalog["/MarkInfo"]["/Marked"] and catalog["/StructTreeRoot"]["/K"]
    assert catalog["/Lang"] == "en" and catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and "Aigerim Karimova" in (reader.metadata.title or "")
    xmp = catalog["/Metadata"].get_object().get_data()
    assert b"pdfuaid" in xmp and b"pdfaid" in xmp


def test_it_is_a4_landscape() -> None:
    box = _reader(Record()).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)


def _fonts(reader: Any) -> list[Any]:
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    return [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]


@pytest.mark.parametrize("name", ["Нұрсұлтан", "欧阳明慧", "محمدرضا پژمان", "आराध्या श्रीवास्तव"])
def test_every_font_is_inside(name: str) -> None:
    fonts = _fonts(_reader(Record(printed_name=name)))
    assert len(fonts) >= 2
    for font in fonts:
        descriptor = font["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert "+" in font["/BaseFont"], "only the letters in use"


@pytest.mark.parametrize(
    "name",
    [
        "Maria-José O'Connor d’Ærø",
        "Нұрсұлтан Әбдірахманұлы Қожахметов",
        "Oʻtkir Gʻulomov",
        "Ҷаҳонгир Ғуломзода ӯ ӣ",
        "欧阳明慧",
        "王",
        "Ы",
        "Đặng Văn Đức",
        "Ганзориг Өнөржаргал",
        "Əliyev Çingiz",
    ],
)
def test_a_true_name_of_any_script_can_be_read_back(name: str) -> None:
    assert name in _text(Record(printed_name=name, latin_name="Latin Name"))


@pytest.mark.parametrize("name", ["محمدرضا پژمان کریمی", "آراذ ښه ځوان", "علی\u200cرضا", "ٹڈڑ ںےہ", "ئۇيغۇر ۋ"])
def test_letters_that_join_can_be_read_back_word_by_word(name: str) -> None:
    """pypdf puts the words of a line from left to right; within each the letters stand as they are spoken.

    A zero-width non-joiner parts a word in two runs, which pypdf mixes; there the letters must all be printed.
    """
    reader = _reader(Record(printed_name=name, language="fa"))
    assert reader.metadata is not None and name in (reader.metadata.title or "")
    printed = reader.pages[0].extract_text().split()
    for word in name.split():
        if "\u200c" in word:
            assert sorted(word.replace("\u200c", "")) in [sorted(text) for text in printed]
        else:
            assert word in printed


@pytest.mark.parametrize("name", ["आराध्या श्रीवास्तव", "क्षत्रिय"])
def test_devanagari_is_shaped_and_stands_whole_in_the_title(name: str) -> None:
    """Conjuncts are single glyphs, so pypdf, which ignores ActualText, sees their letters in another order."""
    reader = _reader(Record(printed_name=name))
    assert reader.metadata is not None and name in (reader.metadata.title or "")
    assert set(name) <= set(reader.pages[0].extract_text())
    assert b"/ActualText" in reader.pages[0]["/Contents"].get_object().get_data()


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "*x* _y_ $x^2$ `z`",
        "#panic()",
        "{{7*7}}",
        "${7*7}",
        "%s%n",
        "<script>alert(1)</script>",
        "\\u{41} @ref <label> // comment /* x */ = Heading",
        '#import "@preview/x:1.0.0"',
    ],
)
def test_b11_a_name_is_printed_verbatim_and_never_run(name: str) -> None:
    text = _text(Record(printed_name=name, latin_name=name, course_title=name))
    assert text.count(name) == 2, "as the name and as the course, the Latin name being the same"
    assert "root:" not in text and "49" not in text


@pytest.mark.parametrize(
    "name",
    [
        "Maria Esperanza Guadalupe Concepcion de la Santisima Trinidad " * 3 + "Fernandez",
        "W" * 200,
        "欧阳明慧" * 50,
        "Абвгдежзик-" * 18 + "ль",
    ],
)
def test_a_name_of_200_letters_stays_on_the_one_page(name: str) -> None:
    reader = _reader(Record(printed_name=name, course_title="Customs " * 25))
    assert len(reader.pages) == 1
    far: list[float] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            far.append(tm[4])

    reader.pages[0].extract_text(visitor_text=visit)
    assert far and max(far) < 842 - 60
    assert name.replace(" ", "") in _text(Record(printed_name=name)).replace(" ", "")


def test_a_name_that_no_font_can_print_is_printed_in_latin_letters() -> None:
    assert not can_print("ნინო ბერიძე")
    assert names_to_print("ნინო ბერიძე", "Nino Beridze") == ("Nino Beridze", "")
    text = _text(Record(printed_name="ნინო ბერიძე", latin_name="Nino Beridze"))
    assert text.count("Nino Beridze") == 1


@pytest.mark.parametrize("name", ["🙂", "ა", "\U00020bb7", "ا̂ঁ", "ab\u0f72"])
def test_no_character_makes_the_pdf_fail(name: str) -> None:
    assert render(Record(printed_name=name, latin_name=name, course_title=name), BASE).startswith(b"%PDF")


def test_the_same_record_gives_the_same_bytes_in_every_thread() -> None:
    def work(_n: int) -> list[bytes]:
        return [render(Record(language=language), BASE) for language in ("en", "fa", "zh")]

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(work, range(4))
    assert others == [first] * 3 and len(set(first)) == 3


def test_another_record_gives_other_bytes() -> None:
    assert render(Record(), BASE) != render(replace(Record(), printed_name="Aigerim Karimowa"), BASE)


@pytest.mark.parametrize(
    ("language", "day", "direction"),
    [
        ("en", "4 November 2026", "ltr"),
        ("ru", "4 ноября 2026\u202fг.", "ltr"),
        ("zh", "2026年11月4日", "ltr"),
        ("fa", "۴ نوامبر ۲۰۲۶", "rtl"),
        ("kk", "4 November 2026", "ltr"),
    ],
)
def test_dates_digits_and_direction_are_the_languages_own(language: str, day: str, direction: str) -> None:
    words = words_of(Record(language=language))
    assert (words.issued, words.direction) == (day, direction)
    assert ("۸۶" in words.result) == (language == "fa")


def test_a_course_without_a_result_prints_none() -> None:
    assert words_of(Record(result_percent=None)).result == ""
    assert "Result" not in _text(Record(result_percent=None))


def test_the_qr_code_leads_to_the_page_that_verifies() -> None:
    links = [a.get_object()["/A"]["/URI"] for a in _reader(Record()).pages[0]["/Annots"]]
    assert links == [f"{BASE}/verify/{Record().code}"]
