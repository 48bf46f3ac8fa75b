import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from lms.core.db import db
from lms.core.paths import content_folder
from lms.courses.models import Course, Revision
from lms.courses.queries.programmes import programme
from tests.factories import courses

Run = Any


@pytest.fixture
def run(app: Flask) -> Run:
    """`run("course", "check", path)` as in a shell: exit code, output, errors."""

    def call(*words: object) -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return call


def test_check_says_what_is_in_a_package_without_mistakes(run: Run) -> None:
    result = run("course", "check", courses.SAMPLE)
    assert result.exit_code == 0
    assert result.stdout == "sample-parcels: no mistakes. 7 items, 8 questions, in en, ru.\n"
    assert db.session.scalar(select(func.count(Course.id))) == 0


def test_check_lists_all_mistakes_and_ends_with_1(run: Run, sample: Path) -> None:
    (sample / "items/at-the-door.en.md").unlink()
    (sample / "stray.txt").write_text("x")
    result = run("course", "check", sample)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[0].startswith("items/at-the-door.en.md:1: the file is missing: ")
    assert lines[1].startswith("stray.txt:1: this file does not belong to a package: ")
    assert lines[2] == "2 mistakes; nothing was changed."


def test_check_remarks_on_what_is_missing_and_ends_with_0(run: Run, sample: Path) -> None:
    (sample / "items/at-the-door.ru.md").unlink()
    result = run("course", "check", sample)
    assert result.exit_code == 0
    assert result.stdout.startswith("remark: items/at-the-door.ru.md:1: it is not translated into ru: ")


def test_import_publishes_and_the_second_time_changes_nothing(run: Run) -> None:
    first, second = run("course", "import", courses.SAMPLE), run("course", "import", courses.SAMPLE)
    assert (first.exit_code, first.stdout) == (0, "sample-parcels: published revision 1.\n")
    assert (second.exit_code, second.stdout) == (0, "sample-parcels: nothing changed, revision 1.\n")
    assert db.session.scalar(select(func.count(Revision.id))) == 1


def test_import_of_several_is_all_or_nothing(run: Run, sample: Path) -> None:
    (sample / "course.yaml").write_text("format: 2\n")
    result = run("course", "import", courses.SAMPLE, sample)
    assert result.exit_code == 1
    assert db.session.scalar(select(func.count(Course.id))) == 0


def test_a_course_to_complete_first_must_be_there_or_come_along(run: Run, sample: Path, change: Any) -> None:
    first = Path(shutil.copytree(courses.SAMPLE, sample.parent / "first"))
    (first / "course.yaml").write_text((first / "course.yaml").read_text().replace("sample-parcels", "first-steps"))
    change("course.yaml", "course: sample-parcels", "course: sample-parcels\nprerequisites: [first-steps]")
    alone = run("course", "import", sample)
    assert alone.exit_code == 1
    assert "course.yaml:3: this site has no course first-steps to complete first: " in alone.stderr
    assert db.session.scalar(select(func.count(Course.id))) == 0
    assert run("course", "import", sample, first).exit_code == 0
    change("course.yaml", "hours: 2", "hours: 3")
    assert "published revision 2" in run("course", "import", sample).stdout


def test_a_refusal_ends_with_1_and_says_why(run: Run, tmp_path: Path) -> None:
    result = run("course", "export", "nothing", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == "Error: There is no such course or revision.\n"


def test_export_writes_a_folder_or_a_zip(run: Run, tmp_path: Path) -> None:
    run("course", "import", courses.SAMPLE)
    result = run("course", "export", "sample-parcels", tmp_path / "out.zip")
    assert result.exit_code == 0
    assert run("course", "check", tmp_path / "out.zip").exit_code == 0
    assert run("course", "export", "sample-parcels", tmp_path / "out", "--revision", 1).exit_code == 0
    assert (tmp_path / "out" / "course.yaml").read_bytes() == (courses.SAMPLE / "course.yaml").read_bytes()


def test_a_wrong_call_ends_with_2(run: Run) -> None:
    assert run("course", "import").exit_code == 2
    assert run("course", "export", "x").exit_code == 2


def test_the_programme_is_kept_and_brought_up_to_date(run: Run) -> None:
    for _ in range(2):
        result = run("programme", "import", content_folder() / "programme")
        assert (result.exit_code, result.stdout) == (0, "e-commerce-specialist: kept.\n")
    for language, title in (
        ("en", "Digital trade foundations"),
        ("ru", "Основы цифровой торговли"),
        ("fa", "مبانی تجارت دیجیتال"),
    ):
        facts = programme("e-commerce-specialist", [language])
        assert facts is not None
        assert (facts.language, facts.courses[0].title) == (language, title)
        assert [course.number for course in facts.courses] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "P"]
        assert [track.key for track in facts.tracks] == [
            "seller",
            "marketer",
            "trade-and-customs",
            "official-and-trainer",
        ]
        assert facts.hours == 112


def test_mistakes_in_a_programme_are_told(run: Run, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(content_folder() / "programme", tmp_path / "programme"))
    text = (folder / "programme.yaml").read_text()
    (folder / "programme.yaml").write_text(
        text.replace("courses: [digital-trade-foundations, store", "courses: [x, store")
    )
    words = (folder / "programme.ru.yaml").read_text()
    (folder / "programme.ru.yaml").write_text(
        words.replace("Учебный сезон, ", "").replace("  marketer:", "  marketeer:")
    )
    result = run("programme", "import", folder)
    assert result.exit_code == 1
    told = result.stderr
    assert "programme.yaml:21: the track marketer names x, which is no course of the programme: correct the key" in told
    assert "modules, but 4 in en: name the same modules" in told
    assert "marketer has no words: add marketer: …" in told
    assert "programme.yaml does not name marketeer: remove it" in told
