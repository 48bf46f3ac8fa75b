"""Into the library and out of it, through the browser's eyes."""

import re
from typing import Any

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.library.uses import library_marks
from lms.authoring.services.library.entries import archive_entry
from lms.authoring.services.library.taking import use_entry
from lms.authoring.services.publishing import publish_draft
from lms.packages.pages import write_page
from tests.authoring.library.deeds import HERE, MODULE, QUIZ, READING, edit, id_of, put_in
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.authoring import NOW


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


def test_what_has_mistakes_is_told_with_the_pages_that_mend_them(client: Any, me: int, course: StudioCourse) -> None:
    edit(course, "items/what-is-in-it.en.md", write_page("What", "![](../media/none.svg)"), me)
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


def test_the_library_is_searched_by_words_kind_language_and_owner(client: Any, me: int, course: StudioCourse) -> None:
    other = a_person()
    put_in(course, READING, me)
    put_in(authoring.a_sample_draft(other.id), MODULE, other.id)
    gone = put_in(course, QUIZ, me)
    archive_entry(id_of(gone), now=NOW)
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


def test_an_author_adds_an_entry_to_a_course_of_theirs(client: Any, me: int, course: StudioCourse) -> None:
    public_id = put_in(course, READING, me)
    second = authoring.a_sample_draft(me)
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


def test_a_course_in_another_language_is_told_why_it_cannot_have_it(client: Any, me: int, course: StudioCourse) -> None:
    public_id = put_in(course, READING, me)
    other = authoring.an_empty_draft(me, source_language="zh")
    assert "not wholly written in 中文" in client.get(f"/studio/library/{public_id}?course={other.slug}").text


def test_a_version_reads_as_its_trainees_would_read_it(client: Any, me: int, course: StudioCourse) -> None:
    public_id = put_in(course, READING, me)
    page = client.get(f"/studio/library/{public_id}/1/").text
    assert "A parcel needs three facts" in page and 'src="media/parcel.en.svg"' in page
    picture = client.get(f"/studio/library/{public_id}/1/media/parcel.en.svg")
    assert picture.status_code == 200 and picture.mimetype == "image/svg+xml"
    for address in ("1/media/none.svg", "1/media/..%2fcourse.yaml", "2/media/parcel.en.svg", "2/", "0/"):
        assert client.get(f"/studio/library/{public_id}/{address}").status_code == 404


def test_a05_a_draft_that_uses_an_entry_is_named_to_its_staff_alone(client: Any, me: int, course: StudioCourse) -> None:
    other = a_person()
    public_id = put_in(course, READING, me)
    secret = authoring.a_sample_draft(other.id, slug="secret-plans")
    use_entry(secret.id, id_of(public_id), "receive", by=other.id, now=NOW)
    page = client.get(f"/studio/library/{public_id}").text
    assert "secret-plans" not in page and "1 course that is not published yet" in page
    seq = authoring.the_course(secret.slug).draft_seq
    assert seq is not None
    publish_draft(secret.id, secret.slug, seq=seq, by=other.id, now=NOW)
    page = client.get(f"/studio/library/{public_id}").text
    assert "Parcels for a small shop" in page and "not published yet" not in page
    assert "/studio/secret-plans" not in page
