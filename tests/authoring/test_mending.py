"""What is wrong with a draft stands under what it belongs to, and leads to the page that mends it."""

import re
from typing import Any

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.rules.places import EditorPlace, part_of_item, place_of_file
from lms.authoring.services.files import Content, change_files
from lms.core.db import db
from lms.packages.pages import write_page
from tests.factories.accounts import an_instructor
from tests.factories.authoring import NOW

KINDS = {"one": "reading", "film": "video"}


@pytest.mark.parametrize(
    ("path", "wrong", "place"),
    [
        ("course.yaml", "hours is missing", EditorPlace("settings")),
        ("course.yaml", "the module x is empty", EditorPlace("outline")),
        ("course.en.yaml", "summary is empty", EditorPlace("settings")),
        ("course.en.yaml", "there is no module x", EditorPlace("outline")),
        ("course.ru.yaml", "summary is empty", EditorPlace("translations", "ru")),
        ("items/one.en.md", "the text is empty", EditorPlace("item", "one")),
        ("items/film.yaml", "the video has no film", EditorPlace("item", "film")),
        ("items/stray.en.md", "no item of course.yaml has this file", EditorPlace("outline")),
        ("questions/bank.en.yaml", "prompt is missing", EditorPlace("questions", "bank")),
        ("media/a.svg", "it has a script", EditorPlace("media")),
        ("README.txt", "this file does not belong to a package", EditorPlace("outline")),
    ],
)
def test_a_problem_belongs_to_the_page_that_edits_its_file(path: str, wrong: str, place: EditorPlace) -> None:
    assert place_of_file(path, wrong, "en", KINDS) == place


@pytest.mark.parametrize(
    ("path", "kind", "part"),
    [
        ("items/x.en.md", "video", ("item", "")),
        ("items/x.ru.md", "video", ("translation", "ru")),
        ("items/x.yaml", "video", ("film", "")),
        ("items/x.yaml", "quiz", ("quiz", "")),
        ("items/x.en.yaml", "assignment", ("assignment", "")),
        ("items/x.ru.yaml", "assignment", ("translation", "ru")),
        ("items/x.yaml", "reading", ("item", "")),
    ],
)
def test_each_file_of_an_item_has_the_page_on_which_it_is_mended(path: str, kind: str, part: tuple[str, str]) -> None:
    assert part_of_item(path, kind, "en") == part


@pytest.fixture
def spoilt(course: StudioCourse, me: Any) -> StudioCourse:
    """With mistakes in a text, in a quiz and in a bank, and a translation that shows a picture which is not there."""
    files: dict[str, Content] = {
        "items/what-is-in-it.en.md": write_page("What is in it", "![](../media/no-such.png)"),
        "items/at-the-door.ru.md": write_page("У двери", "![Карта](../media/no-such.png)"),
        "items/quiz-send.yaml": "questions: []\npass_percent: 70\n",
        "questions/parcels.ru.yaml": None,
    }
    change_files(course.id, files, kind="edit-item", subject="x", by=me.id, now=NOW)
    db.session.commit()
    return course


def _groups(page: str) -> list[tuple[str, str, list[str]]]:
    """Address and words of each group, and where its problems are mended."""
    found = []
    for group in page.split('class="mending-place"')[1:]:
        head = re.match(r' href="([^"]+)"><bdi>([^<]+)</bdi>', group)
        assert head is not None
        found.append((head[1], head[2], re.findall(r'<small class="meta"><a href="([^"]+)"', group)))
    return found


def test_problems_stand_under_the_titles_of_their_items_in_the_order_of_the_outline(
    client: Any, spoilt: StudioCourse
) -> None:
    base = f"/studio/{spoilt.slug}"
    for path in ("publish", "problems"):
        page = client.get(f"{base}/{path}").text
        mistakes, remarks = page.split(" remark", 1)
        assert "mistakes: the course cannot be published with them" in mistakes
        groups = _groups(mistakes)
        assert [(url, title) for url, title, _problems in groups] == [
            (f"{base}/what-is-in-it/", "“What is in it”"),
            (f"{base}/quiz-send/", "“Quiz: send”"),
            (f"{base}/at-the-door/", "“At the door”"),
        ]
        assert set(groups[0][2]) == {f"{base}/what-is-in-it/"} and groups[1][2] == [f"{base}/quiz-send/quiz"]
        assert set(groups[2][2]) == {f"{base}/translations/ru/item:at-the-door"}
        assert "Questions of the bank parcels" in remarks
        for url, _title, problems in _groups(page):
            assert {client.get(address.replace("&amp;", "&")).status_code for address in (url, *problems)} == {200}


def test_whoever_only_looks_on_reads_what_is_wrong_without_links_that_are_not_for_them(
    client: Any, spoilt: StudioCourse
) -> None:
    client.sign_in(an_instructor(spoilt, "assistant"))
    page = client.get(f"/studio/{spoilt.slug}/problems").text
    assert "“What is in it”" in page and "items/what-is-in-it.en.md:" in page
    assert "Mend it:" not in page and f'href="/studio/{spoilt.slug}/what-is-in-it/"' not in page


def test_a_course_yaml_that_cannot_be_read_is_told_on_both_pages(client: Any, course: StudioCourse, me: Any) -> None:
    change_files(course.id, {"course.yaml": "modules: [\n"}, kind="settings", subject="", by=me.id, now=NOW)
    db.session.commit()
    for path in ("publish", "problems"):
        page = client.get(f"/studio/{course.slug}/{path}").text
        assert "1 mistake: the course cannot be published with it" in page and "course.yaml:2" in page
