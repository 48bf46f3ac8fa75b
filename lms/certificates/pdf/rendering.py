"""From a record to PDF bytes. A name is data: the template reads it as a string and never as markup (B11)."""

import threading
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import segno
from typst import Compiler, TypstError

from lms.certificates.pdf.fonts import can_print, printable, shared_fonts
from lms.certificates.pdf.words import Words, words_for
from lms.core.languages import direction

_FOLDER = Path(__file__).parent
_NO_PACKAGES = _FOLDER / "no-packages"  # does not exist: the template imports nothing, nothing is downloaded
_BICAMERAL = ("en", "ru")  # capitals with space between them; other scripts have neither
_own = threading.local()


class Record(Protocol):
    """What is printed; `queries.CertificateFacts` is one."""

    @property
    def code(self) -> str: ...
    @property
    def printed_code(self) -> str: ...
    @property
    def printed_name(self) -> str: ...
    @property
    def latin_name(self) -> str: ...
    @property
    def course_title(self) -> str: ...
    @property
    def hours(self) -> int: ...
    @property
    def result_percent(self) -> float | None: ...
    @property
    def language(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def issued_at(self) -> datetime: ...


def words_of(record: Record) -> Words:
    """The words around a record's own texts, in the certificate's language."""
    return words_for(
        record.language, hours=record.hours, result_percent=record.result_percent, issued_on=record.issued_on
    )


_QR_STYLE: dict[str, Any] = {"border": 0, "dark": "#14283b", "omitsize": True}


def qr_svg(address: str) -> str:
    """A QR code as SVG, drawn in the ink of the page; error correction M (15 %)."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, nl=False, **_QR_STYLE)
    return out.getvalue().decode()


def qr_data_uri(address: str) -> str:
    """The same picture as the address of an <img>."""
    return segno.make(address, error="m", micro=False).svg_data_uri(**_QR_STYLE)


def names_to_print(printed_name: str, latin_name: str) -> tuple[str, str]:
    """The large name and the small one below it, which is empty when it would say the same.

    A name in a script that no embedded font has is printed by its Latin form; the verification page shows it
    as it is.
    """
    if latin_name.strip() and not can_print(printed_name) and can_print(latin_name):
        return latin_name, ""
    return printable(printed_name), "" if latin_name == printed_name else printable(latin_name)


def render(record: Record, base_url: str) -> bytes:
    """The PDF: A4 landscape, one page, PDF/UA-1 and PDF/A-2a. The same record gives the same bytes."""
    data = _data(record, f"{base_url}/verify/{record.code}")
    timestamp = int(record.issued_at.timestamp())  # the document's date, so that the bytes are the same each time
    try:
        return _compiled(data, timestamp)
    except TypstError:
        # A letter of one script with a mark of another: each has a font, but no font has both.
        return _compiled({**data, "name": record.latin_name or "\ufffd", "latin_name": ""}, timestamp)


def _data(record: Record, verify_url: str) -> dict[str, str]:
    words = words_of(record)
    name, latin_name = names_to_print(record.printed_name, record.latin_name)
    course = printable(record.course_title)
    has_capitals = words.language in _BICAMERAL
    return {
        "title": f"{words.kind}: {name}, {course}",
        "issuer": printable(record.issuer),
        "language": words.language,
        "direction": words.direction,
        "year": str(record.issued_on.year),
        "month": str(record.issued_on.month),
        "day": str(record.issued_on.day),
        "kind": words.kind.upper() if has_capitals else words.kind,
        "spaced": "yes" if has_capitals else "no",
        "name": name,
        "latin_name": latin_name,
        "completed": words.completed,
        "course": course,
        "course_language": record.language.split("-")[0],
        "course_direction": direction(record.language),
        "issued_label": words.issued_label,
        "issued": words.issued,
        "hours_label": words.hours_label,
        "hours": words.hours,
        "result_label": words.result_label,
        "result": words.result,
        "scan": words.scan,
        "short_code": record.printed_code,
        "verify_url": verify_url,
        "verify_place": verify_url.split("://", 1)[-1].rsplit("/", 1)[0],
        "qr": qr_svg(verify_url),
        "qr_label": words.qr_label,
    }


def _compiled(data: dict[str, str], timestamp: int) -> bytes:
    pdf = _compiler().compile(format="pdf", sys_inputs=data, pdf_standards=["ua-1", "a-2a"], timestamp=timestamp)
    if not isinstance(pdf, bytes):
        raise TypeError("the certificate is one document")
    return pdf


def _compiler() -> Compiler:
    """One for each thread: a compiler is not shared, its fonts are."""
    if not hasattr(_own, "compiler"):
        _own.compiler = Compiler(
            _FOLDER / "certificate.typ",
            root=_FOLDER,
            font_paths=shared_fonts(),
            ignore_system_fonts=True,
            package_path=_NO_PACKAGES,
            package_cache_path=_NO_PACKAGES,
        )
    compiler: Compiler = _own.compiler
    return compiler
