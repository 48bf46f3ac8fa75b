"""The studio's list, and the ways a course begins."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.accounts.queries import staff_of
from lms.accounts.services import grant_role
from lms.authoring.queries.courses import studio_course
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_files
from lms.authoring.services import outline as services
from lms.authoring.services.publishing import publish_draft
from lms.core.clock import utc_now
from tests.factories import authoring
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.authoring import NOW
from tests.factories.courses import SAMPLE, a_course
from tests.factories.enrolment import an_enrolment


def _zip_of(folder: Path, **changes: bytes | None) -> io.BytesIO:
    """The folder as a zip; `changes` replace files, None leaves one out."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as output:
        for name, data in {**files, **{name.replace("__", "."): data for name, data in changes.items()}}.items():
            if data is not None:
                output.writestr(name, data)
    archive.seek(0)
    return archive


# the list


def test_the_studio_lists_ones_courses_with_their_state(client: Any, me: Any) -> None:
    fresh = authoring.an_empty_draft(me.id, title="Not yet")
    published = authoring.a_sample_draft(me.id)
    publish_draft(published.id, published.slug, seq=1, by=me.id, now=NOW)
    services.add_item(published.id, "receive", "reading", "One more", by=me.id, now=NOW)
    foreign = authoring.an_empty_draft(a_person().id, title="Foreign")
    client.sign_in(me)
    page = client.get("/studio/").text
    assert f'href="/studio/{fresh.slug}/"' in page and "Draft, never published" in page
    assert "Draft · 1 change since v1" in page and "Aigerim" in page
    assert f'href="/studio/{published.slug}/people"' in page and f"/studio/{fresh.slug}/people" not in page
    assert foreign.slug not in page


def test_the_studio_of_an_administrator_lists_every_course_and_finds_one(client: Any) -> None:
    admin = an_administrator()
    mine, imported = authoring.an_empty_draft(a_person().id, title="Silk"), a_course(title="Telegraphy")
    client.sign_in(admin)
    page = client.get("/studio/").text
    assert f"/studio/{mine.slug}/" in page and f"/studio/{imported.slug}/" in page and "Not yet in the studio" in page
    found = client.get("/studio/?q=teleGRAPHY").text
    assert imported.slug in found and mine.slug not in found
    assert "Nothing found" in client.get("/studio/?q=zzzz").text


@pytest.mark.parametrize("page", ["/studio/", "/studio/new"])
def test_a_trainee_has_no_studio_until_an_administrator_makes_them_an_author(client: Any, me: Any, page: str) -> None:
    client.sign_in(me)
    assert client.get(page).status_code == 403
    assert 'href="/studio/"' not in client.get("/learn/").text
    grant_role(me.id, "author", by=an_administrator().id, now=utc_now())
    client.sign_in(me)
    assert client.get(page).status_code == 200
    assert 'href="/studio/"' in client.get("/learn/").text


def test_requests_to_answer_are_shown_to_those_who_answer_them(client: Any) -> None:
    course = a_course()
    an_enrolment(a_person(), course, status="pending")
    for role, is_told in (("instructor", True), ("assistant", False)):
        client.sign_in(an_instructor(course, role))
        assert ("1 to answer" in client.get("/studio/").text) is is_told, role


def test_an_assistant_alone_may_begin_no_course(client: Any) -> None:
    client.sign_in(an_instructor(a_course(), "assistant"))
    assert "New course" not in client.get("/studio/").text
    assert client.get("/studio/new").status_code == 403
    assert client.post("/studio/new", data={"title": "Mine"}).status_code == 403


# beginning


@pytest.fixture
def author(client: Any, me: Any) -> Any:
    grant_role(me.id, "author", by=None, now=utc_now())
    client.sign_in(me)
    return me


def test_a_course_begins_from_nothing_and_belongs_to_whoever_began_it(client: Any, author: Any) -> None:
    begun = {"title": "Таможня и НДС", "source_language": "ru", "level": "basic", "hours": "6", "slug": ""}
    answer = client.post("/studio/new", data=begun, follow_redirects=True)
    assert answer.status_code == 200 and "Таможня и НДС" in answer.text and "An empty course" in answer.text
    course = studio_course("tamozhnya-i-nds")
    assert course is not None and course.state == "draft"
    assert [(one.person_id, one.role) for one in staff_of(course.id)] == [(author.id, "owner")]
    assert client.get("/courses/tamozhnya-i-nds/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": " "}, "Please fill this in."),
        ({"hours": "0"}, "Please write a number from 1 to 500."),
        ({"source_language": "xx"}, "Language"),
        ({"slug": "Not An Address"}, "Use lower-case Latin letters"),
        ({"slug": "taken"}, "There is a course at this address already."),
        ({"slug": "new"}, "This address is taken by a page of the studio."),
    ],
)
def test_a_course_with_a_mistake_is_not_begun(client: Any, author: Any, changes: dict[str, str], told: str) -> None:
    authoring.an_empty_draft(author.id, slug="taken")
    begun = {"title": "T", "source_language": "en", "level": "basic", "hours": "6", "slug": "free", **changes}
    answer = client.post("/studio/new", data=begun)
    assert answer.status_code == 422 and told in answer.text
    assert studio_course("free") is None


def test_an_address_is_proposed_that_is_free_and_no_page(client: Any, author: Any) -> None:
    authoring.an_empty_draft(author.id, slug="trade")
    propose = "/studio/new/address?title="
    assert client.get(f"{propose}Trade!").json == {"address": "trade-2"}
    assert client.get(f"{propose}New").json == {"address": "new-2"}
    assert client.get(f"{propose}…").json == {"address": "course"}


def _bring(client: Any, archive: io.BytesIO, slug: str = "brought") -> TestResponse:
    data = {"package": (archive, "sample.zip"), "package_slug": slug}
    answer: TestResponse = client.post("/studio/new/package", data=data, follow_redirects=True)
    return answer


def test_a_package_becomes_a_draft(client: Any, author: Any) -> None:
    assert "now a draft" in _bring(client, _zip_of(SAMPLE)).text
    course = studio_course("brought")
    assert course is not None and [one.role for one in staff_of(course.id)] == ["owner"]
    assert len(draft_files(course.id)) > 10


def test_a_package_with_mistakes_becomes_a_draft_that_tells_them(client: Any, author: Any) -> None:
    page = _bring(client, _zip_of(SAMPLE, course__en__yaml=None)).text
    assert "1 mistake is to be mended first." in page and "course.en.yaml:1" in page
    course = studio_course("brought")
    assert course is not None
    assert client.get("/studio/brought/").status_code == 200
    assert client.get("/studio/brought/settings").status_code == 200


@pytest.mark.parametrize(
    "line", ['"course": another', "course : another", "? course\n: another", "course: >-\n  another"]
)
def test_c06_a_package_that_names_another_course_in_an_odd_way_names_its_own(
    client: Any, author: Any, line: str
) -> None:
    another = authoring.an_empty_draft(a_person().id, slug="another")
    text = re.sub(r"^course:.*$", line, (SAMPLE / "course.yaml").read_text(), flags=re.MULTILINE)
    assert _bring(client, _zip_of(SAMPLE, course__yaml=text.encode()), slug="brought").status_code == 200
    brought = studio_course("brought")
    assert brought is not None and course_files(brought.id).course["course"] == "brought"
    assert studio_course("another") == another


@pytest.mark.parametrize(
    ("archive", "told"),
    [
        (lambda: io.BytesIO(b"no zip at all"), "no zip that can be read"),
        (lambda: _zip_of(SAMPLE, course__yaml=b"course: [\n"), "course.yaml:"),
        (lambda: _zip_of(SAMPLE, course__yaml=None), "the file is missing"),
        (lambda: _zip_of(SAMPLE, **{"media/Bad Name__svg": b"<svg/>"}), "the name of this file is not allowed"),
        (lambda: _zip_of(SAMPLE, course__en__yaml=b"title: \xff"), "is not UTF-8"),
    ],
)
def test_c02_a_package_that_cannot_be_used_leaves_nothing_and_says_why(
    client: Any, author: Any, archive: Callable[[], io.BytesIO], told: str
) -> None:
    answer = _bring(client, archive())
    assert answer.status_code == 422 and told in answer.text
    assert studio_course("brought") is None


def test_c01_a_package_that_leaves_its_folder_is_refused_whole(client: Any, author: Any) -> None:
    answer = _bring(client, _zip_of(SAMPLE, **{"../../x__yaml": b"a: 1"}))
    assert answer.status_code == 422 and "would leave the package" in answer.text
    assert studio_course("brought") is None


def test_the_list_costs_as_many_statements_with_ten_times_the_courses(client: Any, statements: Any, me: Any) -> None:
    costs: list[int] = []
    for _round in range(2):
        for _number in range(2 if not costs else 20):
            course = authoring.a_sample_draft(me.id)
            publish_draft(course.id, course.slug, seq=1, by=me.id, now=NOW)
        client.sign_in(me)
        with statements as seen:
            assert client.get("/studio/").status_code == 200
        costs.append(seen.count)
    assert costs[0] == costs[1] <= 11, seen.texts
