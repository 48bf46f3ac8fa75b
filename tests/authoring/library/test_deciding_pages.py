"""Deciding about versions, and who may, through the browser's eyes."""

from typing import Any

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.services.library.entries import update_library
from lms.authoring.services.library.taking import use_entry
from lms.packages.pages import write_page
from tests.authoring.library.deeds import (
    HERE,
    MODULE,
    QUIZ,
    READING,
    an_offer,
    edit,
    hidden_fields,
    id_of,
    put_in,
    the_use,
)
from tests.factories import authoring
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.authoring import NOW

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_a_new_version_is_offered_in_the_outline_shown_and_taken(client: Any, me: int, course: StudioCourse) -> None:
    second = an_offer(me, course)
    outline = client.get(f"/studio/{second.slug}/").text
    address = f"/studio/{second.slug}/library/{HERE}"
    assert f'href="{address}"' in outline and "New version in the library" in outline
    page = client.get(address).text
    assert "Shorter" in page and "Renamed: " in page and "<ins>" in page and "Take version 2" in page
    done = client.post(f"{address}/take", data=hidden_fields(page, "/take"), follow_redirects=True)
    assert "This course has version 2 now." in done.text and "New version in the library" not in done.text
    assert "the newest version, unchanged" in client.get(address).text


def test_a_course_with_changes_of_its_own_is_asked_before_they_are_replaced(
    client: Any, me: int, course: StudioCourse
) -> None:
    second = an_offer(me, course)
    edit(second, "items/what-is-in-it-2.en.md", write_page("Ours", "Our words."), me)
    address = f"/studio/{second.slug}/library/{HERE}"
    page = client.get(address).text
    assert "Changed in this course alone" in page and "“Ours”" in page
    path = "items/what-is-in-it.en.md"
    assert f"side=own&amp;path={path}" in page
    assert "Our words." in client.get(f"{address}?side=own&path={path}").text
    assert "<ins>" in client.get(f"{address}?side=news&path={path}").text
    fields = hidden_fields(page, "/take")
    told = client.post(f"{address}/take", data=fields, follow_redirects=True).text
    assert "This course has changed its copy." in told
    done = client.post(f"{address}/take", data={**fields, "replaces_own": "y"}, follow_redirects=True)
    assert "This course has version 2 now." in done.text
    use = the_use(second, HERE)
    assert use.number == 2


def test_a_course_stays_on_its_version_or_parts_with_the_library(client: Any, me: int, course: StudioCourse) -> None:
    second = an_offer(me, course)
    address = f"/studio/{second.slug}/library/{HERE}"
    fields = hidden_fields(client.get(address).text, "/stay")
    stayed = client.post(f"{address}/stay", data=fields, follow_redirects=True).text
    assert "This course stays on version 1." in stayed and "New version in the library" not in stayed
    assert "chose to stay" in client.get(address).text
    parted = client.post(f"{address}/detach", follow_redirects=True).text
    assert "It belongs to this course alone now." in parted
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"number": "-1"}, {"number": "9" * 40}, {"number": "2", "seen": "x"}])
def test_c10_a_decision_about_nothing_changes_nothing(
    client: Any, me: int, course: StudioCourse, fields: dict[str, str]
) -> None:
    second = an_offer(me, course)
    address = f"/studio/{second.slug}/library/{HERE}"
    for deed in ("take", "stay"):
        if not (deed == "stay" and fields.get("number") == "2"):
            assert client.post(f"{address}/{deed}", data=fields).status_code == 302
    use = the_use(second, HERE)
    assert (use.number, use.declined) == (1, None)


def test_the_owner_makes_a_course_s_copy_the_next_version(client: Any, me: int, course: StudioCourse) -> None:
    public_id = put_in(course, READING, me)
    address = f"/studio/{course.slug}/library/{READING}"
    assert "Bring it into the library" not in client.get(address).text
    edit(course, "items/what-is-in-it.en.md", write_page("What is inside", "New."), me)
    page = client.get(address).text
    assert "becomes version 2" in page
    fields = hidden_fields(page, "/update")
    assert "Please fill this in." in client.post(f"{address}/update", data=fields).text
    done = client.post(f"{address}/update", data={**fields, "note": "Shorter"}, follow_redirects=True)
    assert "Version 2 is in the library" in done.text and "Shorter" in done.text
    assert "What is new in it" in client.get(f"/studio/library/{public_id}/2/").text


def test_a07_only_the_owner_and_administrators_change_an_entry(client: Any, me: int, course: StudioCourse) -> None:
    public_id = put_in(course, READING, me)
    colleague = a_person()
    second = authoring.a_sample_draft(colleague.id)
    use_entry(second.id, id_of(public_id), "receive", by=colleague.id, now=NOW)
    client.sign_in(colleague)
    page = client.get(f"/studio/library/{public_id}").text
    assert "Use it in a course" in page and "Archive" not in page
    assert client.post(f"/studio/library/{public_id}/archive").status_code == 403
    assert client.post(f"/studio/{second.slug}/library/{HERE}/update", data={"newest": "1"}).status_code == 404
    assert client.post(f"/studio/{course.slug}/library/{READING}/detach").status_code == 404
    client.sign_in(an_administrator())
    assert "is archived" in client.post(f"/studio/library/{public_id}/archive", follow_redirects=True).text
    assert "is offered again" in client.post(f"/studio/library/{public_id}/restore", follow_redirects=True).text


def test_an_assistant_sees_the_mark_but_neither_library_nor_buttons(client: Any, me: int, course: StudioCourse) -> None:
    second = an_offer(me, course)
    client.sign_in(an_instructor(second, "assistant"))
    assert "New version in the library" not in client.get(f"/studio/{second.slug}/").text
    assert client.get("/studio/library/").status_code == 403
    assert client.get(f"/studio/{second.slug}/library/{HERE}").status_code == 404
    assert client.post(f"/studio/{second.slug}/library/{HERE}/take").status_code == 404


def test_b01_words_of_authors_stay_inert_in_the_library(client: Any, me: int, course: StudioCourse) -> None:
    edit(course, "items/what-is-in-it.en.md", write_page(HOSTILE, f"{HOSTILE}\n\n[x](javascript:alert(1))"), me)
    public_id = put_in(course, READING, me, HOSTILE)
    edit(course, "items/what-is-in-it.en.md", write_page(HOSTILE + "2", HOSTILE), me)
    update_library(course.id, READING, seen=1, note=HOSTILE, by=me, now=NOW)
    for address in (
        "/studio/library/",
        f"/studio/library/{public_id}",
        f"/studio/library/{public_id}/2/",
        f"/studio/{course.slug}/library/{READING}",
    ):
        page = client.get(address)
        assert page.status_code == 200 and "alert(1)" in page.text
        assert not any(live in page.text for live in ("<script>alert", "<img src=x", 'href="javascript'))


def test_pages_of_the_library_cost_the_same_whatever_there_is(
    client: Any, me: int, course: StudioCourse, statements: Any
) -> None:
    second = an_offer(me, course)
    public_id = put_in(course, MODULE, me)
    addresses = (
        "/studio/library/",
        f"/studio/library/{public_id}",
        f"/studio/library/{public_id}?course={second.slug}",
        f"/studio/library/{public_id}/1/",
        f"/studio/{course.slug}/library/item:quiz-send/share",
        f"/studio/{second.slug}/library/{HERE}",
        f"/studio/{second.slug}/",
    )

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with statements as seen:
                assert client.get(address).status_code == 200
            found.append(seen.count)
        return found

    before = costs()
    for _each in range(3):
        another = authoring.a_sample_draft(me)
        use_entry(another.id, id_of(public_id), "", by=me, now=NOW)
        put_in(another, QUIZ, me)
        use_entry(second.id, id_of(public_id), "", by=me, now=NOW)
    assert costs() == before
    assert max(before) <= 18, dict(zip(addresses, before, strict=True))
