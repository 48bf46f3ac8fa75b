"""A draft as trainees would see it: the same pages, from facts of the moment, and nothing recorded."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.preview import preview_course, preview_item
from lms.authoring.rules.needed import media_named, texts_of_item
from lms.authoring.services.files import change_files
from lms.authoring.services.outline import add_item
from lms.core.db import Model, db
from lms.core.messages import Sentence
from lms.packages.building import build_revision
from lms.packages.checking import check_package
from lms.packages.reading import read_package
from lms.packages.writing import write_yaml
from tests.factories import authoring
from tests.factories.accounts import a_person, an_instructor
from tests.factories.authoring import NOW
from tests.factories.courses import SAMPLE


def _get(client: Any, course: StudioCourse, path: str = "") -> str:
    answer = client.get(f"/studio/{course.slug}/preview/{path}")
    assert answer.status_code == 200, answer.status_code
    return str(answer.text)


def _change(course: StudioCourse, by: int, **files: str | None) -> None:
    """Files by their path, with `__` for a slash and `___` for a dot."""
    named = {path.replace("___", ".").replace("__", "/").replace("_", "-"): text for path, text in files.items()}
    change_files(course.id, named, kind="edit-item", subject="x", by=by, now=NOW)
    db.session.commit()


def _rows() -> dict[str, int]:
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Model.metadata.tables.items()
    }


def test_every_page_of_a_preview_is_seen_and_nothing_is_recorded(client: Any, course: StudioCourse) -> None:
    before = _rows()
    page = _get(client, course)
    assert "Preview: nothing is recorded." in page and "Parcels for a small shop" in page
    for module in course_files(course.id).course["modules"]:
        for item in module["items"]:
            shown = _get(client, course, f"{item['key']}/")
            assert "Preview: nothing is recorded." in shown
            assert "Mark complete" not in shown and f"/learn/{course.slug}" not in shown
    assert _rows() == before


def test_a_step_reads_as_it_would_when_it_is_published(app: Flask, client: Any, course: StudioCourse) -> None:
    checked = check_package(read_package(SAMPLE))
    for item in build_revision(checked).items:
        found = preview_item(course, item.key, "ru", NOW)
        assert found is not None and found.page.text is not None
        language = "ru" if "ru" in item.texts else "en"
        assert found.page.text.html == item.texts[language].html
        assert (found.page.item.rule, found.page.item.settings) == (item.rule, item.settings)
        assert found.page.item.titles == item.titles
        assert found.problems == []


def test_locks_are_shown_and_hold_nobody(client: Any, course: StudioCourse) -> None:
    page = _get(client, course)
    assert "Opens when you have completed" in page
    assert f'href="/studio/{course.slug}/preview/final-quiz/"' in page
    assert "Trainees find this step locked at first" in _get(client, course, "final-quiz/")
    assert "Trainees find this step locked at first" not in _get(client, course, "what-is-in-it/")


def test_media_come_from_the_draft_under_the_address_of_the_preview(client: Any, course: StudioCourse) -> None:
    page = _get(client, course, "what-is-in-it/")
    base = f"/studio/{course.slug}/preview/what-is-in-it/"
    shown = {*re.findall(r'src="(media/[^"]+)"', page), *re.findall(r"(media/[^\s\",]+\.webp)", page)}
    assert shown
    for name in shown:
        answer = client.get(f"{base}{name}")
        assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
        assert (
            "sandbox" in answer.headers["Content-Security-Policy"]
            or "default-src" in answer.headers["Content-Security-Policy"]
        )


@pytest.mark.parametrize("name", ["nothing.svg", "..%2fcourse.yaml", "course.yaml", "%00.svg", "a" * 300 + ".svg"])
def test_c12_a_name_that_is_no_medium_of_the_draft_is_404(client: Any, course: StudioCourse, name: str) -> None:
    assert client.get(f"/studio/{course.slug}/preview/what-is-in-it/media/{name}").status_code in (400, 404)


def test_a05_a_preview_is_404_to_whoever_is_no_staff_of_the_course(app: Flask, course: StudioCourse) -> None:
    for stranger in (a_person(), an_instructor(authoring.an_empty_draft(a_person().id))):
        client: Any = app.test_client()
        client.sign_in(stranger)
        for path in (
            "", "what-is-in-it/", "what-is-in-it/media/parcel.en.svg", "final-quiz/attempts/1/",
            "../publish", "../history", "../revisions", "../revisions/compare",
        ):  # fmt: skip
            answer = client.get(f"/studio/{course.slug}/preview/{path}".replace("preview/../", ""))
            assert answer.status_code == 404, path


def test_a_preview_goes_on_in_another_language_on_the_same_step(client: Any, course: StudioCourse) -> None:
    answer = client.post(f"/studio/{course.slug}/preview/language", data={"language": "ru", "item": "what-is-in-it"})
    assert answer.location == f"/studio/{course.slug}/preview/what-is-in-it/"
    assert '<div class="prose" lang="ru"' in _get(client, course, "what-is-in-it/")
    assert 'lang="ru"' in _get(client, course)


def test_an_assignment_shows_what_is_asked_and_how_it_is_graded(client: Any, course: StudioCourse) -> None:
    page = _get(client, course, "write-a-claim/")
    assert "How it is graded" in page and "Start your work" not in page


def _fields(page: str) -> dict[str, str]:
    """The form of a trial with every select and text left empty and every choice unmade."""
    return dict.fromkeys(re.findall(r'name="(seq-\d+)"', page), "0")


def test_a_quiz_is_drawn_answered_and_graded_and_nothing_is_stored(client: Any, course: StudioCourse) -> None:
    before = _rows()
    start = client.post(f"/studio/{course.slug}/preview/quiz-send/attempts")
    page = client.get(start.location).text
    assert "data-save-url" not in page
    right = dict(re.findall(r'value="(\d)"[^>]*><span dir="auto">([^<]+)', page))
    form = {**_fields(page), "answer-1": "2"}
    graded = client.post(start.location, data=form).text
    assert right and "Your answers" in graded and ("Correct" in graded or "Not correct" in graded)
    assert "Not answered" in graded
    assert _rows() == before


def test_the_same_number_draws_the_same_questions(client: Any, course: StudioCourse) -> None:
    url = f"/studio/{course.slug}/preview/final-quiz/attempts/7/"
    first, second, other = (client.get(u).text for u in (url, url, url.replace("/7/", "/8/")))

    def asked(page: str) -> list[str]:
        return re.findall(r'<div class="prose"[^>]*>(.*?)</div>', page, re.DOTALL)

    assert asked(first) == asked(second)
    assert asked(first) and asked(other)


def test_a10_a_trial_tells_no_right_answer_before_it_is_answered(client: Any, course: StudioCourse) -> None:
    page = client.get(f"/studio/{course.slug}/preview/final-quiz/attempts/7/").text
    found = preview_item(course, "final-quiz", "en", NOW)
    assert found is not None and found.quiz is not None
    for question in found.quiz.questions.values():
        for words in question.texts.values():
            for told in (*words.get("feedback", {}).values(), words.get("explanation", "")):
                assert not told or told not in page


@pytest.mark.parametrize("form", [{"seq-1": "0", "score": "100"}, {"seq-1": "x"}, {"answer-99": "1"}])
def test_f08_what_a_trial_cannot_have_sent_is_refused(client: Any, course: StudioCourse, form: dict[str, str]) -> None:
    answer = client.post(f"/studio/{course.slug}/preview/quiz-send/attempts/7/", data=form)
    assert answer.status_code == 400


def test_a_course_that_was_just_begun_can_be_previewed(client: Any, me: Any) -> None:
    course = authoring.an_empty_draft(me.id, title="Just begun")
    client.sign_in(me)
    assert "Just begun" in _get(client, course)


@pytest.mark.parametrize("kind", ["reading", "video", "quiz", "assignment"])
def test_a_step_that_was_just_added_is_shown_with_what_it_lacks(
    client: Any, me: Any, course: StudioCourse, kind: str
) -> None:
    key = add_item(course.id, "send", kind, "Just added", by=me.id, now=NOW)
    page = _get(client, course, f"{key}/")
    assert "Just added" in page and "Not ready to be published" in page


def test_a_quiz_without_its_bank_can_be_previewed(client: Any, me: Any, course: StudioCourse) -> None:
    quiz = write_yaml({"questions": [{"bank": "gone", "draw": 2}], "pass_percent": 60})
    _change(course, me.id, items__quiz_send___yaml=quiz)
    page = _get(client, course, "quiz-send/")
    assert "there is no bank gone" in page and "Try the quiz" not in page
    assert client.get(f"/studio/{course.slug}/preview/quiz-send/attempts/1/").status_code == 404


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("items/what-is-in-it.en.md", "no front matter"),
        ("items/quiz-send.yaml", "a: ["),
        ("items/packing-film.yaml", "file: gone.mp4\n"),
        ("items/write-a-claim.yaml", "submission: nothing\n"),
        ("questions/parcels.yaml", "- {key: q}\n"),
        ("questions/parcels.en.yaml", "{}\n"),
        ("course.en.yaml", "title: [\n"),
        ("items/what-is-in-it.en.md", None),
        ("media/parcel.en.svg", None),
    ],
)
def test_files_that_cannot_be_read_are_told_and_break_no_page(
    client: Any, me: Any, course: StudioCourse, path: str, text: str | None
) -> None:
    change_files(course.id, {path: text}, kind="edit-item", subject="x", by=me.id, now=NOW)
    db.session.commit()
    _get(client, course)
    for module in course_files(course.id).course["modules"]:
        for item in module["items"]:
            _get(client, course, f"{item['key']}/")


def test_a_course_yaml_that_cannot_be_read_is_told_instead_of_a_page(
    client: Any, me: Any, course: StudioCourse
) -> None:
    _change(course, me.id, course___yaml="modules: [\n")
    for path in ("", "what-is-in-it/"):
        assert "The course can" in _get(client, course, path)


def test_b01_hostile_words_of_a_draft_stay_inert_in_its_preview(client: Any, me: Any, course: StudioCourse) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    title = write_yaml({"title": attack})
    _change(course, me.id, items__what_is_in_it___en___md=f"---\n{title}---\n{attack}\n\n[x](javascript:alert(1))\n")
    for path in ("", "what-is-in-it/"):
        page = _get(client, course, path)
        assert "<script>alert" not in page and "<img src=x" not in page and 'href="javascript:' not in page


def test_a_preview_of_a_step_costs_few_statements_whatever_the_size_of_the_course(
    app: Flask, client: Any, me: Any, statements: Any
) -> None:
    counts = []
    for modules, items in ((1, 2), (5, 40)):
        course = authoring.a_large_draft(me.id, modules=modules, items=items)
        db.session.commit()
        client.sign_in(me)
        for path in ("", "item-0-0/"):
            with statements as seen:
                _get(client, course, path)
            counts.append(len(seen.texts))
    assert counts[:2] == counts[2:], counts
    assert max(counts) <= 8, counts


def test_the_overview_counts_what_completes_the_course(course: StudioCourse) -> None:
    found = preview_course(course, "en")
    told = [sentence.text for sentence in found.page.completion if isinstance(sentence, Sentence)]
    assert told == ["Reach at least %(percent)s%% in the final quiz."]
    assert found.page.percent == 0 and found.problems == []


def test_only_the_files_of_one_step_are_read() -> None:
    paths = [
        "course.yaml", "items/a.en.md", "items/a.ru.md", "items/a.yaml", "items/a.en.yaml", "items/ab.en.md",
        "questions/one.yaml", "questions/one.en.yaml", "questions/one.ru.yaml", "questions/two.yaml", "media/a.svg",
    ]  # fmt: skip
    assert texts_of_item(paths, "a", {"en"}, {"sections": [["one", None, 3]]}) == [
        "items/a.en.md", "items/a.yaml", "items/a.en.yaml", "questions/one.yaml", "questions/one.en.yaml",
    ]  # fmt: skip


def test_media_are_found_by_what_texts_and_settings_call_them() -> None:
    paths = ["media/path.en.svg", "media/path.ru.svg", "media/scale.png", "media/film.mp4", "media/film.en.vtt",
             "media/other.svg", "items/a.en.md"]  # fmt: skip
    text = "![Way](../media/path.svg) and ![Scale](../media/scale.png)"
    assert media_named([text], ["file: film.mp4\ncaptions: {en: film.en.vtt}\n"], paths) == [
        "media/film.en.vtt", "media/film.mp4", "media/path.en.svg", "media/path.ru.svg", "media/scale.png",
    ]  # fmt: skip
