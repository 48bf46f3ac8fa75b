import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.assessment.models import QuestionVersion, Quiz, QuizQuestion
from lms.audit.models import AuditEntry
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.runtime import current
from lms.courses import queries
from lms.courses.models import Course, Revision
from lms.enrolment.models import Offering
from lms.packages.exporting import export_package
from lms.packages.importing import import_package
from lms.packages.problems import BadPackage
from lms.packages.reading import read_package
from tests.factories import courses

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample package to change."""
    return Path(shutil.copytree(courses.SAMPLE, tmp_path / "sample"))


def test_an_imported_package_is_a_course_that_can_be_taken(app: Flask) -> None:
    course = courses.sample_course(NOW)
    outline = queries.outline(course.revision_id)
    assert (course.slug, course.languages, course.final_quiz) == ("sample-parcels", ["en", "ru"], "final-quiz")
    assert [(module.key, module.after) for module in outline.modules] == [("send", None), ("receive", "send")]
    assert [(item.key, item.kind, item.required) for item in outline.items] == [
        ("what-is-in-it", "reading", True),
        ("packing-film", "video", True),
        ("quiz-send", "quiz", True),
        ("more-to-read", "reading", False),
        ("at-the-door", "reading", True),
        ("final-quiz", "quiz", True),
        ("write-a-claim", "assignment", False),
    ]
    reading, film, quiz = outline.items[:3]
    assert (reading.rule, film.rule, quiz.rule) == (
        {"kind": "mark"},
        {"kind": "watch", "percent": 80},
        {"kind": "score", "percent": 60},
    )
    assert film.settings == {
        "file": "film.webm",
        "duration_seconds": 6,
        "captions": {"en": "film.en.vtt", "ru": "film.ru.vtt"},
    }
    assert reading.titles == {"en": "What is in it", "ru": "Что внутри"}
    assert db.session.get(Offering, course.id).mode == "open"  # type: ignore[union-attr]


def test_an_item_serves_the_media_of_its_texts_in_all_languages_and_of_its_questions(app: Flask) -> None:
    outline = queries.outline(courses.sample_course(NOW).revision_id)
    names = {item.key: item.media_names for item in outline.items}
    assert names["what-is-in-it"] == ("parcel.en.svg", "parcel.ru.svg", "scale.png", "scale.png.64.webp")
    assert names["packing-film"] == ("film.en.vtt", "film.ru.vtt", "film.webm")
    assert names["quiz-send"] == ("parcel.en.svg", "parcel.ru.svg")
    assert names["at-the-door"] == ()
    film = queries.media(outline.item("packing-film").version_id, "film.webm")  # type: ignore[union-attr]
    assert film is not None and film.content_type == "video/webm"
    assert current().storage.get(film.digest) == (courses.SAMPLE / "media" / "film.webm").read_bytes()


def test_a_text_shows_the_figure_of_its_own_language(app: Flask) -> None:
    outline = queries.outline(courses.sample_course(NOW).revision_id)
    version = outline.item("what-is-in-it").version_id  # type: ignore[union-attr]
    russian = queries.item_text(version, ["ru"])
    assert russian is not None
    assert '<img src="media/parcel.ru.svg" alt="Посылка с тремя ярлыками' in russian.html
    assert 'width="360" height="120" loading="lazy"' in russian.html
    assert "<figcaption>Три сведения на одном ярлыке</figcaption>" in russian.html
    assert '<p class="callout-title">Попробуйте</p>' in russian.html


def test_questions_and_quizzes_are_kept(app: Flask) -> None:
    outline = queries.outline(courses.sample_course(NOW).revision_id)
    kinds = set(db.session.scalars(select(QuestionVersion.kind)))
    assert len(kinds) == 8
    final = outline.item("final-quiz").version_id  # type: ignore[union-attr]
    assert db.session.get(Quiz, final).settings["time_limit_minutes"] == 20  # type: ignore[union-attr]
    drawn = select(func.count()).select_from(QuizQuestion).where(QuizQuestion.item_version_id == final)
    assert db.session.scalar(drawn) == 8
    label = db.session.scalar(select(QuestionVersion).where(QuestionVersion.kind == "single"))
    assert label is not None
    assert 'src="../../media/parcel.en.svg"' in label.texts["en"]["prompt"]
    assert label.texts["en"]["options"]["b"] == "Cotton shirt, <strong>knitted</strong>, 2 pieces"
    assert label.body == {"options": ["a", "b", "c"], "answer": "b"}


def test_the_same_package_again_changes_nothing(app: Flask, sample: Path) -> None:
    first = import_package(read_package(sample), now=NOW)
    second = import_package(read_package(sample), now=NOW)
    assert first.is_new and not second.is_new
    assert (second.revision_id, second.number) == (first.revision_id, 1)
    assert db.session.scalar(select(func.count(Revision.id))) == 1
    assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == "course.published")) == 1


def test_a_changed_package_publishes_the_next_revision_and_keeps_unchanged_questions(app: Flask, sample: Path) -> None:
    first = import_package(read_package(sample), now=NOW)
    before = db.session.scalar(select(func.count(QuestionVersion.id)))
    page = sample / "items" / "at-the-door.en.md"
    page.write_text(page.read_text() + "\nOne more line.\n")
    second = import_package(read_package(sample), now=NOW)
    assert (second.is_new, second.number) == (True, 2)
    assert db.session.scalar(select(func.count(QuestionVersion.id))) == before
    old = queries.outline(first.revision_id).item("at-the-door")
    new = queries.outline(second.revision_id).item("at-the-door")
    assert old is not None and new is not None
    assert old.id == new.id
    assert "One more line" not in queries.item_text(old.version_id, ["en"]).html  # type: ignore[union-attr]
    assert "One more line" in queries.item_text(new.version_id, ["en"]).html  # type: ignore[union-attr]


def test_a_mistake_anywhere_changes_nothing(app: Flask, sample: Path) -> None:
    (sample / "items" / "final-quiz.en.md").unlink()
    with pytest.raises(BadPackage, match=r"items/final-quiz\.en\.md:1: the file is missing"):
        import_package(read_package(sample), now=NOW)
    assert db.session.scalar(select(func.count(Course.id))) == 0


def test_settings_of_enrolment_that_were_changed_on_the_site_survive(app: Flask, sample: Path) -> None:
    made = import_package(read_package(sample), now=NOW)
    offering = db.session.get(Offering, made.course_id)
    assert offering is not None
    offering.capacity = 30
    (sample / "course.yaml").write_text((sample / "course.yaml").read_text().replace("mode: open", "mode: approval"))
    import_package(read_package(sample), now=NOW)
    db.session.expire_all()
    kept = db.session.get(Offering, made.course_id)
    assert kept is not None and (kept.mode, kept.capacity) == ("open", 30)


def test_the_days_to_enrol_come_with_the_first_import(app: Flask, sample: Path) -> None:
    course = sample / "course.yaml"
    days = "mode: open\n  opens_on: 2027-03-01\n  closes_on: 2027-05-31"
    course.write_text(course.read_text().replace("mode: open", days))
    made = import_package(read_package(sample), now=NOW)
    offering = db.session.get(Offering, made.course_id)
    assert offering is not None
    assert (offering.opens_on, offering.closes_on) == (date(2027, 3, 1), date(2027, 5, 31))


def test_an_item_that_changes_its_kind_is_refused(app: Flask, sample: Path) -> None:
    import_package(read_package(sample), now=NOW)
    course = sample / "course.yaml"
    course.write_text(course.read_text().replace("key: more-to-read, kind: reading", "key: more-to-read, kind: quiz"))
    (sample / "items" / "more-to-read.yaml").write_text("questions: [{bank: parcels, tag: basics}]\npass_percent: 50\n")
    with pytest.raises(Refused, match="more-to-read was a reading"):
        import_package(read_package(sample), now=NOW)


def test_export_gives_back_what_was_imported_byte_for_byte(app: Flask, tmp_path: Path) -> None:
    courses.sample_course(NOW)
    assert export_package("sample-parcels", tmp_path / "out") == len(files_in(courses.SAMPLE))
    assert files_in(tmp_path / "out") == files_in(courses.SAMPLE)


def test_a_zip_of_the_export_is_the_same_package(app: Flask, tmp_path: Path) -> None:
    courses.sample_course(NOW)
    export_package("sample-parcels", tmp_path / "one.zip")
    export_package("sample-parcels", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert read_package(tmp_path / "one.zip").digest == read_package(courses.SAMPLE).digest
    assert not import_package(read_package(tmp_path / "one.zip"), now=NOW).is_new


def test_an_older_revision_can_be_exported(app: Flask, sample: Path, tmp_path: Path) -> None:
    import_package(read_package(sample), now=NOW)
    (sample / "course.yaml").write_text((sample / "course.yaml").read_text().replace("hours: 2", "hours: 3"))
    import_package(read_package(sample), now=NOW)
    export_package("sample-parcels", tmp_path / "old", number=1)
    export_package("sample-parcels", tmp_path / "new")
    assert files_in(tmp_path / "old") == files_in(courses.SAMPLE)
    assert files_in(tmp_path / "new") == files_in(sample)


@pytest.mark.parametrize(("slug", "number"), [("nothing", None), ("sample-parcels", 7)])
def test_what_is_not_there_cannot_be_exported(app: Flask, tmp_path: Path, slug: str, number: Any) -> None:
    courses.sample_course(NOW)
    with pytest.raises(Refused, match="no such course or revision"):
        export_package(slug, tmp_path / "out", number)


def test_an_export_overwrites_nothing(app: Flask, tmp_path: Path) -> None:
    courses.sample_course(NOW)
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(Refused, match="exists already"):
        export_package("sample-parcels", tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".txt"] == ["mine.txt"]


def test_a_course_that_was_made_without_a_package_has_no_files(app: Flask, tmp_path: Path) -> None:
    course = courses.a_course()
    with pytest.raises(Refused, match="not made from a package"):
        export_package(course.slug, tmp_path / "out")
