"""The library through the browser's eyes."""

import re
from typing import Any

import pytest
from flask import Flask

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.library.entries import library_entry
from lms.authoring.queries.library.uses import library_marks, use_of
from lms.authoring.services.files import change_files
from lms.authoring.services.library.entries import archive_entry, put_into_library, update_library
from lms.authoring.services.library.taking import use_entry
from lms.authoring.services.publishing import publish_draft
from lms.packages.pages import write_page
from tests.factories import authoring
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.authoring import NOW

READING, QUIZ, MODULE = "item:what-is-in-it", "item:quiz-send", "module:send"
HERE = "item:what-is-in-it-2"


@pytest.fixture
def me(app: Flask) -> Any:
    return a_person(printed_name="Aigerim")


@pytest.fixture
def course(me: Any, client: Any) -> StudioCourse:
    course = authoring.a_sample_draft(me.id)
    client.sign_in(me)
    return course


def _put(course: StudioCourse, of: str, me: Any, note: str = "For beginners") -> str:
    return put_into_library(course.id, of, note=note, by=me.id, now=NOW)


def _id(public_id: str) -> int:
    entry = library_entry(public_id)
    assert entry is not None
    return entry.id


def _edit(course: StudioCourse, path: str, text: str, by: Any) -> None:
    change_files(course.id, {path: text}, kind="edit-item", subject="x", by=by.id, now=NOW)


def _offered(me: Any, first: StudioCourse) -> StudioCourse:
    """A course that has version 1 of the first course's reading while the library has version 2."""
    second = authoring.a_sample_draft(me.id)
    use_entry(second.id, _id(_put(first, READING, me)), "receive", by=me.id, now=NOW)
    _edit(first, "items/what-is-in-it.en.md", write_page("What is inside", "Three *new* facts."), me)
    update_library(first.id, READING, seen=1, note="Shorter", by=me.id, now=NOW)
    return second


def _form(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes there."""
    (body,) = re.findall(rf'<form[^>]+action="[^"]*{action}"[^>]*>(.*?)</form>', page, re.DOTALL)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))


# into the library


def test_a_module_goes_from_the_outline_into_the_library(client: Any, course: StudioCourse) -> None:
    panel = client.get(f"/studio/{course.slug}/?open={MODULE}").text
    (address,) = re.findall(r'href="(/studio/[^"]+/share)"', panel)
    page = client.get(address)
    assert page.status_code == 200 and "What comes along" in page.text and "Quiz: send" in page.text
    assert "Which label passes?" in page.text and "../media" not in page.text
    done = client.post(address, data={"note": "For beginners"}, follow_redirects=True)
    assert "It is in the library now." in done.text and "For beginners" in done.text
    listed = client.get("/studio/library/").text
    assert "Send" in listed and "Aigerim" in listed
    (mark,) = re.findall(r'id="module-send".*?</h2>(.*?)</div>', client.get(f"/studio/{course.slug}/").text, re.DOTALL)
    assert "Library" in mark
    assert client.get(address).headers["Location"].endswith(f"/studio/{course.slug}/library/{MODULE}")


def test_what_has_mistakes_is_told_with_the_pages_that_mend_them(client: Any, me: Any, course: StudioCourse) -> None:
    _edit(course, "items/what-is-in-it.en.md", write_page("What", "![](../media/none.svg)"), me)
    address = f"/studio/{course.slug}/library/{READING}/share"
    page = client.get(address).text
    assert "Mend this first" in page and "items/what-is-in-it.en.md" in page and "Put it into the library" not in page
    assert client.post(address, data={"note": ""}).status_code == 422
    assert "The library is empty" in client.get("/studio/library/").text


@pytest.mark.parametrize("of", ["item:no-such", "module:nowhere", "quiz-send", "file:course", "item:"])
def test_what_is_not_in_the_outline_cannot_be_shared(client: Any, course: StudioCourse, of: str) -> None:
    assert client.get(f"/studio/{course.slug}/library/{of}/share").status_code == 404
    assert client.post(f"/studio/{course.slug}/library/{of}/share", data={"note": ""}).status_code == 404
    assert client.get(f"/studio/{course.slug}/library/{of}").status_code == 404


# finding and using


def test_the_library_is_searched_by_words_kind_language_and_owner(client: Any, me: Any, course: StudioCourse) -> None:
    other = a_person()
    _put(course, READING, me)
    _put(authoring.a_sample_draft(other.id), MODULE, other)
    gone = _put(course, QUIZ, me)
    archive_entry(_id(gone), now=NOW)
    for query, shown, hidden in (
        ("", ("What is in it", "Send"), ("Quiz: send",)),
        ("q=WHAT", ("What is in it",), (">Send<",)),
        ("kind=module", (">Send<",), ("What is in it",)),
        ("state=mine", ("What is in it",), (">Send<",)),
        ("state=archived", ("Quiz: send",), ("What is in it",)),
        ("language=ru", ("What is in it",), ()),
        ("language=zh", ("Nothing found",), ("What is in it",)),
        ("kind=%27&state=x&q=%25", ("Nothing found",), ()),
    ):
        page = client.get(f"/studio/library/?{query}").text
        assert all(words in page for words in shown), query
        assert not any(words in page for words in hidden), query


def test_an_author_adds_an_entry_to_a_course_of_theirs(client: Any, me: Any, course: StudioCourse) -> None:
    public_id = _put(course, READING, me)
    second = authoring.a_sample_draft(me.id)
    assert f"/studio/library/?course={second.slug}" in client.get(f"/studio/{second.slug}/").text
    listed = client.get(f"/studio/library/?course={second.slug}").text
    assert f"/studio/library/{public_id}?course={second.slug}" in listed
    page = client.get(f"/studio/library/{public_id}?course={second.slug}").text
    assert "Receive" in page
    address = f"/studio/{second.slug}/library/add/{public_id}"
    done = client.post(address, data={"module": "receive"}, follow_redirects=True)
    assert "“What is in it” is added." in done.text and "Undo" in done.text
    assert list(library_marks(second.id)) == [HERE]
    refused = client.post(address, data={"module": "no-such"}, follow_redirects=True)
    assert "Somebody else changed this" in refused.text and len(library_marks(second.id)) == 1


def test_a_course_in_another_language_is_told_why_it_cannot_have_it(client: Any, me: Any, course: StudioCourse) -> None:
    public_id = _put(course, READING, me)
    other = authoring.an_empty_draft(me.id, source_language="zh")
    assert "not wholly written in 中文" in client.get(f"/studio/library/{public_id}?course={other.slug}").text


def test_a_version_reads_as_its_trainees_would_read_it(client: Any, me: Any, course: StudioCourse) -> None:
    public_id = _put(course, READING, me)
    page = client.get(f"/studio/library/{public_id}/1/").text
    assert "A parcel needs three facts" in page and 'src="media/parcel.en.svg"' in page
    picture = client.get(f"/studio/library/{public_id}/1/media/parcel.en.svg")
    assert picture.status_code == 200 and picture.mimetype == "image/svg+xml"
    for address in ("1/media/none.svg", "1/media/..%2fcourse.yaml", "2/media/parcel.en.svg", "2/", "0/"):
        assert client.get(f"/studio/library/{public_id}/{address}").status_code == 404


def test_a05_a_draft_that_uses_an_entry_is_named_to_its_staff_alone(client: Any, me: Any, course: StudioCourse) -> None:
    other = a_person()
    public_id = _put(course, READING, me)
    secret = authoring.a_sample_draft(other.id, slug="secret-plans")
    use_entry(secret.id, _id(public_id), "receive", by=other.id, now=NOW)
    page = client.get(f"/studio/library/{public_id}").text
    assert "secret-plans" not in page and "1 course that is not published yet" in page
    seq = authoring.the_course(secret.slug).draft_seq
    assert seq is not None
    publish_draft(secret.id, secret.slug, seq=seq, by=other.id, now=NOW)
    page = client.get(f"/studio/library/{public_id}").text
    assert "Parcels for a small shop" in page and "not published yet" not in page
    assert "/studio/secret-plans" not in page


# deciding


def test_a_new_version_is_offered_in_the_outline_shown_and_taken(client: Any, me: Any, course: StudioCourse) -> None:
    second = _offered(me, course)
    outline = client.get(f"/studio/{second.slug}/").text
    address = f"/studio/{second.slug}/library/{HERE}"
    assert f'href="{address}"' in outline and "New version in the library" in outline
    page = client.get(address).text
    assert "Shorter" in page and "Renamed: " in page and "<ins>" in page and "Take version 2" in page
    done = client.post(f"{address}/take", data=_form(page, "/take"), follow_redirects=True)
    assert "This course has version 2 now." in done.text and "New version in the library" not in done.text
    assert "as the library has it" in client.get(address).text


def test_a_course_with_changes_of_its_own_is_asked_before_they_are_replaced(
    client: Any, me: Any, course: StudioCourse
) -> None:
    second = _offered(me, course)
    _edit(second, "items/what-is-in-it-2.en.md", write_page("Ours", "Our words."), me)
    address = f"/studio/{second.slug}/library/{HERE}"
    page = client.get(address).text
    assert "Changed in this course alone" in page and "“Ours”" in page
    path = "items/what-is-in-it.en.md"
    assert f"side=own&amp;path={path}" in page
    assert "Our words." in client.get(f"{address}?side=own&path={path}").text
    assert "<ins>" in client.get(f"{address}?side=news&path={path}").text
    fields = _form(page, "/take")
    told = client.post(f"{address}/take", data=fields, follow_redirects=True).text
    assert "This course has changed its copy." in told
    done = client.post(f"{address}/take", data={**fields, "replaces_own": "y"}, follow_redirects=True)
    assert "This course has version 2 now." in done.text
    use = use_of(second.id, HERE)
    assert use is not None and use.number == 2


def test_a_course_stays_on_its_version_or_parts_with_the_library(client: Any, me: Any, course: StudioCourse) -> None:
    second = _offered(me, course)
    address = f"/studio/{second.slug}/library/{HERE}"
    fields = _form(client.get(address).text, "/stay")
    stayed = client.post(f"{address}/stay", data=fields, follow_redirects=True).text
    assert "This course stays on version 1." in stayed and "New version in the library" not in stayed
    assert "chose to stay" in client.get(address).text
    parted = client.post(f"{address}/detach", follow_redirects=True).text
    assert "It belongs to this course alone now." in parted
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"number": "-1"}, {"number": "9" * 40}, {"number": "2", "seen": "x"}])
def test_c10_a_decision_about_nothing_changes_nothing(
    client: Any, me: Any, course: StudioCourse, fields: dict[str, str]
) -> None:
    second = _offered(me, course)
    address = f"/studio/{second.slug}/library/{HERE}"
    for deed in ("take", "stay"):
        if not (deed == "stay" and fields.get("number") == "2"):
            assert client.post(f"{address}/{deed}", data=fields).status_code == 302
    use = use_of(second.id, HERE)
    assert use is not None and (use.number, use.declined) == (1, None)


def test_the_owner_makes_a_course_s_copy_the_next_version(client: Any, me: Any, course: StudioCourse) -> None:
    public_id = _put(course, READING, me)
    address = f"/studio/{course.slug}/library/{READING}"
    assert "Bring it into the library" not in client.get(address).text
    _edit(course, "items/what-is-in-it.en.md", write_page("What is inside", "New."), me)
    page = client.get(address).text
    assert "becomes version 2" in page
    fields = _form(page, "/update")
    assert "Please fill this in." in client.post(f"{address}/update", data=fields).text
    done = client.post(f"{address}/update", data={**fields, "note": "Shorter"}, follow_redirects=True)
    assert "Version 2 is in the library" in done.text and "Shorter" in done.text
    assert "What is new in it" in client.get(f"/studio/library/{public_id}/2/").text


# who may


def test_a07_only_the_owner_and_administrators_change_an_entry(client: Any, me: Any, course: StudioCourse) -> None:
    public_id = _put(course, READING, me)
    colleague = a_person()
    second = authoring.a_sample_draft(colleague.id)
    use_entry(second.id, _id(public_id), "receive", by=colleague.id, now=NOW)
    client.sign_in(colleague)
    page = client.get(f"/studio/library/{public_id}").text
    assert "Use it in a course" in page and "Archive" not in page
    assert client.post(f"/studio/library/{public_id}/archive").status_code == 403
    assert client.post(f"/studio/{second.slug}/library/{HERE}/update", data={"newest": "1"}).status_code == 404
    assert client.post(f"/studio/{course.slug}/library/{READING}/detach").status_code == 404
    client.sign_in(an_administrator())
    assert "is archived" in client.post(f"/studio/library/{public_id}/archive", follow_redirects=True).text
    assert "is offered again" in client.post(f"/studio/library/{public_id}/restore", follow_redirects=True).text


def test_an_assistant_sees_the_mark_but_neither_library_nor_buttons(client: Any, me: Any, course: StudioCourse) -> None:
    second = _offered(me, course)
    client.sign_in(an_instructor(second, "assistant"))
    assert "New version in the library" not in client.get(f"/studio/{second.slug}/").text
    assert client.get("/studio/library/").status_code == 403
    assert client.get(f"/studio/{second.slug}/library/{HERE}").status_code == 404
    assert client.post(f"/studio/{second.slug}/library/{HERE}/take").status_code == 404


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_b01_words_of_authors_stay_inert_in_the_library(client: Any, me: Any, course: StudioCourse) -> None:
    _edit(course, "items/what-is-in-it.en.md", write_page(HOSTILE, f"{HOSTILE}\n\n[x](javascript:alert(1))"), me)
    public_id = _put(course, READING, me, HOSTILE)
    _edit(course, "items/what-is-in-it.en.md", write_page(HOSTILE + "2", HOSTILE), me)
    update_library(course.id, READING, seen=1, note=HOSTILE, by=me.id, now=NOW)
    for address in (
        "/studio/library/",
        f"/studio/library/{public_id}",
        f"/studio/library/{public_id}/2/",
        f"/studio/{course.slug}/library/{READING}",
    ):
        page = client.get(address)
        assert page.status_code == 200 and "alert(1)" in page.text
        assert not any(live in page.text for live in ("<script>alert", "<img src=x", 'href="javascript'))


# what it costs


def test_pages_of_the_library_cost_the_same_whatever_there_is(
    client: Any, me: Any, course: StudioCourse, statements: Any
) -> None:
    second = _offered(me, course)
    public_id = _put(course, MODULE, me)
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
        another = authoring.a_sample_draft(me.id)
        use_entry(another.id, _id(public_id), "", by=me.id, now=NOW)
        _put(another, QUIZ, me)
        use_entry(second.id, _id(public_id), "", by=me.id, now=NOW)
    assert costs() == before
    assert max(before) <= 18, dict(zip(addresses, before, strict=True))
