"""The outline editor as its forms and its answers."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_files, draft_package
from lms.authoring.queries.outline import titles_in_draft
from lms.authoring.rules.outline import order_of
from lms.authoring.services import outline as services
from lms.authoring.services.publishing import publish_draft
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from tests.factories import authoring
from tests.factories.accounts import a_person, an_instructor
from tests.factories.authoring import NOW
from tests.factories.courses import SAMPLE, a_course


def _order(course: StudioCourse) -> list[tuple[str, list[str]]]:
    return order_of(course_files(course.id).course)


def _post(client: Any, course: StudioCourse, verb: str, **fields: Any) -> TestResponse:
    answer: TestResponse = client.post(f"/studio/{course.slug}/outline/{verb}", data=fields, follow_redirects=True)
    return answer


def test_the_outline_shows_modules_items_and_how_they_stand(client: Any, course: StudioCourse, me: Any) -> None:
    publish_draft(course.id, course.slug, seq=1, by=me.id, now=NOW)
    services.rename_item(course.id, "what-is-in-it", "Renamed", by=me.id, now=NOW)
    services.add_item(course.id, "receive", "quiz", "Fresh quiz", by=me.id, now=NOW)
    page = client.get(f"/studio/{course.slug}/").text
    rows = dict(re.findall(r'id="item-([a-z-]+)"(.*?)</li>', page, re.S))
    assert "Changed" in rows["what-is-in-it"] and "New" in rows["fresh-quiz"] and "Published" in rows["at-the-door"]
    assert "RU ✓" in rows["at-the-door"] and "RU missing" in rows["fresh-quiz"]
    assert "Draft · 2 changes since v1" in page
    assert "pass at" in rows["final-quiz"] and "final quiz" in rows["final-quiz"]


def test_a_translation_that_is_older_than_its_source_is_marked_outdated(
    client: Any, course: StudioCourse, me: Any
) -> None:
    services.rename_item(course.id, "at-the-door", "Another title altogether", by=me.id, now=utc_now())
    page = client.get(f"/studio/{course.slug}/").text
    rows = dict(re.findall(r'id="item-([a-z-]+)"(.*?)</li>', page, re.S))
    assert "RU outdated" in rows["at-the-door"] and "RU ✓" in rows["what-is-in-it"]


def test_an_imported_course_gets_its_draft_when_its_outline_is_opened(client: Any, app: Flask) -> None:
    from lms.packages.importing import import_package
    from lms.packages.reading import read_package

    made = import_package(read_package(SAMPLE), now=NOW)
    client.sign_in(an_instructor(made.course_id))
    assert "Published · v1" in client.get(f"/studio/{made.slug}/").text
    assert draft_package(made.course_id, made.slug).digest == read_package(SAMPLE).digest


def test_modules_and_items_are_added_renamed_and_copied(client: Any, course: StudioCourse) -> None:
    _post(client, course, "modules", title="Последний модуль")
    added = _post(client, course, "items", module="posledniy-modul", kind="video").text
    assert "“<bdi>New video</bdi>” is added." in added
    _post(client, course, "rename", of="item:new-video", title="  The \n film ")
    _post(client, course, "rename", of="module:posledniy-modul", title="Last")
    assert _order(course)[-1] == ("posledniy-modul", ["new-video"])
    titles = titles_in_draft(course.id)
    assert (titles["item:new-video"], titles["module:posledniy-modul"]) == ("The film", "Last")
    _post(client, course, "copy", of="module:posledniy-modul")
    assert _order(course)[-1] == ("last-copy", ["new-video-2"])


def test_items_and_modules_move_by_buttons(client: Any, course: StudioCourse) -> None:
    before = _order(course)
    (first, items), (second, _others) = before[:2]
    page = _post(client, course, "move", of=f"item:{items[0]}", steps="1")
    assert _order(course)[0][1][:2] == [items[1], items[0]]
    assert "data-panel" in page.text, "the panel stays open, to press once more"
    _post(client, course, "place", of=f"item:{items[0]}", to=second)
    assert _order(course)[1][1][-1] == items[0]
    _post(client, course, "move", of=f"module:{first}", steps="1")
    assert [module for module, _items in _order(course)][:2] == [second, first]


def test_a_deleted_module_comes_back_by_the_button_of_the_next_page(client: Any, course: StudioCourse) -> None:
    before, files = _order(course), set(draft_files(course.id))
    page = _post(client, course, "delete", of="module:receive").text
    assert len(_order(course)) == len(before) - 1 and "is deleted." in page
    step = re.search(r'name="change" value="(\d+)"', page)
    assert step is not None and "is deleted." not in client.get(f"/studio/{course.slug}/").text, "it is said once"
    assert "It is back." in _post(client, course, "take-back", change=step[1]).text
    assert set(draft_files(course.id)) == files
    assert _order(course) == before


def test_a_step_of_another_course_cannot_be_taken_back(client: Any, course: StudioCourse, me: Any) -> None:
    other = authoring.a_sample_draft(a_person().id)
    step = services.delete_item(other.id, "at-the-door", subject="x", by=me.id, now=NOW)
    assert "This step is no longer there." in _post(client, course, "take-back", change=step).text
    assert "at-the-door" not in [item for _module, items in _order(other) for item in items]


@pytest.mark.parametrize("address", ["outline/take-back", "questions/undo"])
@pytest.mark.parametrize("change", ["0", "-1", "9" * 10, "9" * 19, "9" * 400])
def test_c10_a_step_beyond_every_record_is_no_step(
    client: Any, course: StudioCourse, address: str, change: str
) -> None:
    before = _order(course)
    assert client.post(f"/studio/{course.slug}/{address}", data={"change": change}).status_code < 500
    assert _order(course) == before


def test_a_module_opens_after_another_one_or_from_the_start(client: Any, course: StudioCourse) -> None:
    first, second = (module for module, _items in _order(course)[:2])
    for after in (first, ""):
        _post(client, course, "lock", of=f"module:{second}", after=after)
        assert course_files(course.id).course["modules"][1].get("after", "") == after


def _arrange(client: Any, course: StudioCourse, order: list[tuple[str, list[str]]], seen: str) -> TestResponse:
    sent = {"order": "\n".join(" ".join([module, *items]) for module, items in order), "seen": seen, "moved": "x"}
    answer: TestResponse = client.post(f"/studio/{course.slug}/outline/arrange", data=sent)
    return answer


def test_a_dragged_order_is_kept_and_answered_with_what_to_send_next(client: Any, course: StudioCourse) -> None:
    order, seen = _order(course), course_files(course.id).digest
    order[0][1].reverse()
    answer = _arrange(client, course, order, seen)
    assert answer.status_code == 200 and answer.get_json()["text"].startswith("Saved ")
    assert _order(course) == order and answer.get_json()["seen"] == course_files(course.id).digest
    order.reverse()
    assert _arrange(client, course, order, answer.get_json()["seen"]).status_code == 200
    assert set(answer.get_json()["sums"]) == {module for module, _items in order}


def test_a_stale_order_is_refused_with_who_was_faster_and_nothing_is_lost(client: Any, course: StudioCourse) -> None:
    order, seen = _order(course), course_files(course.id).digest
    services.add_item(course.id, "receive", "reading", "New", by=a_person(printed_name="Бахтияр").id, now=utc_now())
    order.reverse()
    answer = _arrange(client, course, order, seen)
    assert answer.status_code == 409 and "Бахтияр changed this at" in answer.get_json()["text"]
    assert "new" in dict(_order(course))["receive"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda order: order[:-1],
        lambda order: [*order, ("never-heard-of", [])],
        lambda order: [(module, items[:-1]) for module, items in order],
        lambda order: [(module, [*items, *items]) for module, items in order],
    ],
)
def test_an_order_that_drops_adds_or_doubles_something_is_refused(
    client: Any, course: StudioCourse, spoil: Callable[[Any], Any]
) -> None:
    order, seen = _order(course), course_files(course.id).digest
    assert _arrange(client, course, spoil(order), seen).status_code == 409
    assert _order(course) == order


@pytest.mark.parametrize("order", ["", "<script>", "a b\x00c", "../x", "A B"])
def test_c10_an_order_that_is_none_is_refused(client: Any, course: StudioCourse, order: str) -> None:
    sent = {"order": order, "seen": course_files(course.id).digest, "moved": ""}
    assert client.post(f"/studio/{course.slug}/outline/arrange", data=sent).status_code == 400


@pytest.mark.parametrize("verb", ["rename", "move", "copy", "delete", "place", "lock", "items", "modules", "take-back"])
def test_a_button_about_nothing_changes_nothing(client: Any, course: StudioCourse, verb: str) -> None:
    before = draft_package(course.id, course.slug).digest
    for of in ("", "item:not-there", "module:not-there", "item:../x", "person:1"):
        sent = {"of": of, "title": "" if verb in ("items", "modules") else "x", "steps": "1", "to": "x", "after": "x"}
        assert _post(client, course, verb, **sent, module="not-there", kind="reading", change="0").status_code == 200
    assert draft_package(course.id, course.slug).digest == before


def test_an_assistant_sees_the_outline_and_no_button(client: Any, course: StudioCourse) -> None:
    client.sign_in(an_instructor(course, "assistant"))
    page = client.get(f"/studio/{course.slug}/").text
    assert "At the door" in page and "data-open" not in page and "outline/items" not in page
    assert _post(client, course, "delete", of="module:receive").status_code == 404


HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}'


def test_b01_hostile_titles_stay_text_in_the_studio(client: Any, course: StudioCourse) -> None:
    _post(client, course, "rename", of="item:at-the-door", title=HOSTILE)
    _post(client, course, "rename", of="module:receive", title=HOSTILE)
    for address in ("", "?open=item:at-the-door", "?open=module:receive", "settings", "problems", "staff"):
        page = client.get(f"/studio/{course.slug}/{address}").text
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page or address in ("settings", "problems", "staff")
    assert "<script>alert" not in client.get("/studio/").text
    deleted = _post(client, course, "delete", of="item:at-the-door").text
    assert "<script>alert" not in deleted and "&lt;script&gt;" in deleted


def test_the_outline_costs_as_many_statements_with_300_items(client: Any, statements: Any, me: Any) -> None:
    course = authoring.a_large_draft(me.id, modules=2, items=2)
    large = authoring.a_large_draft(me.id, modules=15, items=20)
    client.sign_in(me)
    costs: list[int] = []
    for one in (course, large):
        with statements as seen:
            assert client.get(f"/studio/{one.slug}/").status_code == 200
        costs.append(seen.count)
    assert costs[0] == costs[1] <= 10, seen.texts


def test_a_course_of_another_author_does_not_exist(client: Any, course: StudioCourse) -> None:
    client.sign_in(an_instructor(a_course()))
    for address in ("", "settings", "staff", "problems", "package"):
        assert client.get(f"/studio/{course.slug}/{address}").status_code == 404
    assert db.session.get(Course, course.id) is not None


def test_a_course_that_was_made_without_a_package_says_so(client: Any) -> None:
    course = a_course()
    client.sign_in(an_instructor(course, "owner"))
    answer = client.get(f"/studio/{course.slug}/")
    assert answer.status_code == 409
    assert "The draft has no course.yaml that can be read" in answer.text


def test_an_item_that_was_added_says_so_in_its_row_and_leads_to_its_editor(client: Any, course: StudioCourse) -> None:
    sent = {"module": "receive", "kind": "reading", "title": "Fresh", "of": ""}
    answer = client.post(f"/studio/{course.slug}/outline/items", data=sent)
    assert answer.location.endswith("#item-fresh")
    page = client.get(answer.location).text
    row = re.search(r'id="item-fresh"(.*?)</li>', page, re.S)
    assert row is not None and "“<bdi>Fresh</bdi>” is added." in row[1]
    (address,) = re.findall(r'<a href="([^"]+)"[^>]*>Write it now', page)
    assert client.get(address).status_code == 200 and "Write it now" not in client.get(f"/studio/{course.slug}/").text
    assert "Write it now" not in client.get(f"/studio/{course.slug}/?added=item:gone").text


def test_whoever_only_looks_on_is_led_to_pages_that_are_there_for_them(client: Any, course: StudioCourse) -> None:
    client.sign_in(an_instructor(course, "assistant"))
    page = client.get(f"/studio/{course.slug}/?added=item:at-the-door").text
    addresses = set(re.findall(rf'href="(/studio/{course.slug}/[^"#]*)', page))
    assert f"/studio/{course.slug}/preview/at-the-door/" in addresses and "Write it now" not in page
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("role", ["owner", "assistant"])
def test_a_course_that_was_never_published_names_the_pages_that_come_with_its_publication(
    client: Any, course: StudioCourse, me: Any, role: str
) -> None:
    client.sign_in(an_instructor(course, role))
    told = "Once the course is published, there are also: People, Grading, Gradebook and Analysis."
    assert told in client.get(f"/studio/{course.slug}/").text
    publish_draft(course.id, course.slug, seq=1, by=me.id, now=NOW)
    page = client.get(f"/studio/{course.slug}/").text
    assert "there are also" not in page and f'href="/studio/{course.slug}/gradebook"' in page
