"""export(import(x)) == x, whatever bytes the files are made of."""

import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.assessment.models import QuestionVersion
from lms.core.db import db
from lms.courses.models import ItemText, RevisionText
from lms.packages.exporting import export_package
from lms.packages.importing import import_package
from lms.packages.reading import read_package
from tests.core.test_sanitiser import CORPUS, assert_harmless
from tests.factories import courses

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
TEXTS = sorted(
    path.relative_to(courses.SAMPLE).as_posix()
    for path in courses.SAMPLE.rglob("*")
    if path.suffix in (".md", ".yaml", ".vtt")
)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """A file, and how its bytes differ from those of the sample without another meaning."""
    return draw(st.sampled_from(TEXTS)), draw(st.sampled_from(["crlf", "bom", "space", "no-newline", "word"]))


def edit(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "crlf":
        data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    elif how == "bom" and path.suffix != ".vtt" and not data.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data
    elif how == "space":
        data = data.rstrip(b"\r\n") + b"\n\n\n"
    elif how == "no-newline":
        data = data.rstrip(b"\r\n")
    elif how == "word" and path.suffix == ".md":
        data += "\n\nمرحبا 电子 — слово.\n".encode()
    path.write_bytes(data)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(edits(), min_size=1, max_size=6), as_zip=st.booleans())
def test_an_export_is_what_was_imported(app: Flask, changes: list[tuple[str, str]], as_zip: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / ("out.zip" if as_zip else "out")
        shutil.copytree(courses.SAMPLE, source)
        for path, how in changes:
            edit(source / path, how)
        import_package(read_package(source), now=NOW)
        export_package("sample-parcels", target)
        if as_zip:
            assert {path: file.read() for path, file in read_package(target).files.items()} == files_in(source)
        else:
            assert files_in(target) == files_in(source)
        assert read_package(target).digest == read_package(source).digest
        assert not import_package(read_package(target), now=NOW).is_new


def test_b01_c06_no_text_of_a_package_becomes_markup(app: Flask, sample: Path) -> None:
    """A tampered package: hostile text after every value of every text file."""
    hostile = " ".join(payload for payload in CORPUS if payload.isprintable())
    quoted = json.dumps(hostile[:3000].replace("{", "(").replace("}", ")"))  # braces stand for variables there
    short = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    for path in sample.rglob("*.md"):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{hostile}\n\n- {hostile}\n", encoding="utf-8")
    for path in (sample / "questions").glob("parcels.*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"  explanation: {quoted}" if line.startswith("  explanation:") else line for line in lines]
        path.write_text("\n".join(lines), encoding="utf-8")
    for path in sample.glob("course.*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("**", short), encoding="utf-8")
    import_package(read_package(sample), now=NOW)
    pages = list(db.session.scalars(select(ItemText.html)))
    assert len(pages) == 14 and all("alert(1)" in page for page in pages)
    for html in [*pages, *db.session.scalars(select(RevisionText.description_html))]:
        assert_harmless(html)
    for texts in db.session.scalars(select(QuestionVersion.texts)):
        for words in texts.values():
            assert "alert(1)" in words["explanation"]
            phrases = [*words.get("options", {}).values(), *words.get("feedback", {}).values()]
            for html in (words["prompt"], words["explanation"], *phrases):
                assert_harmless(html)
