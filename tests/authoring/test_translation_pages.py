"""The pages of a translator."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_texts
from lms.authoring.queries.translations import translations_of, unit_texts
from lms.authoring.services.files import change_files
from lms.authoring.services.settings import add_language
from lms.authoring.services.translations import save_translation
from lms.packages.pages import write_page
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.statements import Statements

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ITEM = "item:what-is-in-it"


@pytest.fixture
def me(app: Flask, client: FlaskClient) -> int:
    person = a_person()
    client.sign_in(person)  # type: ignore[attr-defined]
    return person.id


@pytest.fixture
def course(me: int) -> StudioCourse:
    return authoring.a_sample_draft(me)


def address(course: StudioCourse, rest: str = "") -> str:
    return f"/studio/{course.slug}/translations{rest}"


def digests(course: StudioCourse, language: str = "ru", unit: str = ITEM) -> dict[str, Any]:
    line = translations_of(course).line(unit)
    assert line is not None
    texts = unit_texts(course.id, line, language)
    return {"seen": texts.seen, "source_seen": texts.source_seen}


def change_source(course: StudioCourse, me: int) -> None:
    page = write_page("What is in it", "Something <b>else</b>.")
    change_files(course.id, {"items/what-is-in-it.en.md": page}, kind="edit-item", subject="x", by=me, now=NOW)


def test_a_course_of_one_language_leads_to_where_languages_are_added(client: FlaskClient, me: int) -> None:
    page = client.get(address(authoring.an_empty_draft(me))).text
    assert "One language so far" in page
    assert "/settings#languages" in page


def test_the_matrix_shows_each_text_in_each_language_and_is_narrowed(
    client: FlaskClient, course: StudioCourse, me: int
) -> None:
    add_language(course.id, "fa", by=me, now=NOW)
    change_source(course, me)
    page = client.get(address(course)).text
    assert address(course, f"/ru/{ITEM}") in page
    assert address(course, "/fa/question:who-pays") in page
    narrow = client.get(address(course, "?language=ru&state=outdated")).text
    assert address(course, f"/ru/{ITEM}") in narrow
    assert address(course, "/ru/question:who-pays") not in narrow
    assert "Nothing here" in client.get(address(course, "?language=ru&state=review")).text
    assert client.get(address(course, "?language=xx&state=nonsense&part='")).status_code == 200


def test_source_and_translation_stand_side_by_side_each_in_its_direction(
    client: FlaskClient, course: StudioCourse, me: int
) -> None:
    add_language(course.id, "fa", by=me, now=NOW)
    page = client.get(address(course, f"/fa/{ITEM}")).text
    assert '<div class="prose" lang="en" dir="ltr">' in page
    (control,) = re.findall(r'<textarea[^>]*name="words.text"[^>]*>', page)
    assert 'dir="rtl"' in control
    assert 'lang="fa"' in control


def test_an_outdated_text_shows_what_changed_and_can_be_called_right(
    client: FlaskClient, course: StudioCourse, me: int
) -> None:
    change_source(course, me)
    page = client.get(address(course, f"/ru/{ITEM}")).text
    assert "The source has changed since this was translated" in page
    assert "<ins>" in page
    assert "&lt;b&gt;else&lt;/b&gt;" in page
    assert "<b>else</b>" not in page
    answer = client.post(address(course, f"/ru/{ITEM}/keep"), data={"source_seen": digests(course)["source_seen"]})
    assert answer.status_code == 302
    assert "The source has changed" not in client.get(address(course, f"/ru/{ITEM}")).text


def test_saving_goes_on_to_the_next_open_text(client: FlaskClient, course: StudioCourse, me: int) -> None:
    add_language(course.id, "zh", by=me, now=NOW)
    form = {"words.title": "里面有什么", "words.text": "一件**棉**衬衫。", "go": "next"}
    answer = client.post(address(course, f"/zh/{ITEM}"), data={**form, **digests(course, "zh")})
    assert answer.status_code == 302
    assert answer.location.startswith(address(course, "/zh/"))
    assert answer.location != address(course, f"/zh/{ITEM}")
    assert "里面有什么" in client.get(address(course, f"/zh/{ITEM}")).text


def test_the_second_translator_keeps_what_was_typed_and_sees_the_other_version(
    client: FlaskClient, course: StudioCourse, me: int
) -> None:
    before = digests(course)
    other = a_person(printed_name="Aigerim")
    save_translation(course.id, "ru", ITEM, {"title": "Первый"}, by=other.id, now=NOW, **before)
    form = {"words.title": "Второй <b>", "words.text": "Мой текст"}
    answer = client.post(address(course, f"/ru/{ITEM}"), data={**form, **before})
    assert answer.status_code == 409
    assert "Второй &lt;b&gt;" in answer.text
    assert "Мой текст" in answer.text
    assert "Первый" in answer.text.replace("<ins>", "")
    assert "Aigerim" in answer.text
    again = client.post(address(course, f"/ru/{ITEM}"), data={**form, **digests(course)})
    assert again.status_code == 302


def test_a_title_that_is_too_long_is_told_and_the_text_is_kept(client: FlaskClient, course: StudioCourse) -> None:
    form = {"words.title": "я" * 161, "words.text": "Мой текст"}
    answer = client.post(address(course, f"/ru/{ITEM}"), data={**form, **digests(course)})
    assert answer.status_code == 422
    assert "Мой текст" in answer.text


@pytest.mark.parametrize(("format", "beginning"), [("xliff", b"<?xml"), ("po", b'msgid ""')])
def test_a_language_goes_out_and_comes_back(
    format: str, beginning: bytes, client: FlaskClient, course: StudioCourse
) -> None:
    answer = client.get(address(course, f"/ru/export/{format}"))
    assert answer.data.startswith(beginning)
    assert "attachment" in answer.headers["Content-Disposition"]
    file = answer.data.replace("Получить".encode(), "Получить посылку".encode())
    page = client.post(address(course, "/ru/import"), data={"file": (BytesIO(file), "course.ru.xlf")})
    assert page.status_code == 200
    assert "Taken: 1. Taken, but the source has changed: 0." in page.text
    assert "Undo" in page.text


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>', "DOCTYPE"),
        (b"\x89PNG", "no line of a PO file"),
        (b"", "Choose a file"),
    ],
)
def test_c03_a_hostile_or_broken_file_is_explained(
    file: bytes, why: str, client: FlaskClient, course: StudioCourse
) -> None:
    name = "x.xlf" if file else ""
    answer = client.post(address(course, "/ru/import"), data={"file": (BytesIO(file), name)})
    assert answer.status_code == 422
    assert why in answer.text


@pytest.mark.parametrize("rest", ["/de/", "/ru/item:gone", "/ru/export/docx", "/en/course", "/ru/..%2f..%2fetc"])
def test_what_is_not_there_is_not_found(rest: str, client: FlaskClient, course: StudioCourse) -> None:
    assert client.get(address(course, rest)).status_code == 404


def test_what_is_being_written_is_saved_and_an_outdated_text_stays_outdated(
    client: FlaskClient, course: StudioCourse, me: int
) -> None:
    change_source(course, me)
    url = address(course, f"/ru/{ITEM}/autosave")
    answer = client.post(url, data={"words.title": "Что", "words.text": "Нечто", **digests(course)})
    assert answer.status_code == 200
    assert answer.get_json()["text"].startswith("Saved ")
    assert answer.get_json()["seen"] == digests(course)["seen"]
    assert translations_of(course).line(ITEM).states["ru"] == "outdated"  # type: ignore[union-attr]
    saved = client.post(
        address(course, f"/ru/{ITEM}"), data={"words.title": "Что", "words.text": "Нечто", **digests(course)}
    )
    assert saved.status_code == 302
    assert translations_of(course).line(ITEM).states["ru"] == "done"  # type: ignore[union-attr]


def test_autosave_overwrites_nobody_and_says_so(client: FlaskClient, course: StudioCourse, me: int) -> None:
    before = digests(course)
    save_translation(course.id, "ru", ITEM, {"title": "Первый"}, by=me, now=NOW, **before)
    url = address(course, f"/ru/{ITEM}/autosave")
    answer = client.post(url, data={"words.title": "Второй", "words.text": "x", **before})
    assert answer.status_code == 409
    assert "Press Save to see both versions." in answer.get_json()["text"]
    assert client.post(url, data={"words.title": "я" * 161, **digests(course)}).status_code == 422


def test_the_pages_cost_a_fixed_number_of_statements(
    client: FlaskClient, course: StudioCourse, me: int, statements: Statements
) -> None:
    for rest, most in (("", 12), (f"/ru/{ITEM}", 15), ("/ru/", 12)):
        client.get(address(course, rest))
        with statements:
            client.get(address(course, rest))
        assert statements.count <= most, statements.texts


def test_the_pictures_of_the_source_are_shown_in_the_readers_variant(client: FlaskClient, course: StudioCourse) -> None:
    page = client.get(address(course, f"/ru/{ITEM}")).text
    pictures = re.findall(r'<img[^>]* src="(media/[^"]+)"', page)
    assert pictures == ["media/parcel.en.svg", "media/scale.png"]
    assert {client.get(address(course, f"/ru/{picture}")).status_code for picture in pictures} == {200}
    assert client.get(address(course, "/ru/media/passwd")).status_code == 404


def test_each_source_of_the_course_stands_on_a_line_of_its_own(
    client: FlaskClient, course: StudioCourse, me: int
) -> None:
    path = "course.en.yaml"
    text = draft_texts(course.id, [path])[path].text.replace("modules:", "  - The *Postal* Convention\nmodules:")
    change_files(course.id, {path: text}, kind="course-words", subject="", by=me, now=NOW)
    page = client.get(address(course, "/ru/course")).text
    assert "<br>The <em>Postal</em> Convention" in page
