"""The administrator's list of people."""

from urllib.parse import quote

import pytest
from flask import Flask

from lms.accounts import services
from lms.accounts.models import Person
from lms.accounts.queries import PeopleFilter, people
from lms.core.clock import utc_now
from tests.client import Browser
from tests.factories import accounts


def found(**wanted: str) -> list[str]:
    items, total, _grants = people(PeopleFilter(**wanted), page=1, size=100)
    assert total == len(items)
    return [person.printed_name for person in items]


def test_people_are_found_in_any_script_and_case(app: Flask) -> None:
    accounts.a_person(printed_name="Айжан Бекова", latin_name="Aizhan Bekova", country_code="KZ", organisation="Жол")
    accounts.a_person(printed_name="李明", latin_name="Li Ming", email="li@example.cn", country_code="CN")
    accounts.an_observer(printed_name="Ann Observer", country_code="CN", participant_kind="official")
    assert found(words="АЙЖАН бек") == ["Айжан Бекова"]
    assert found(words="bekova жол") == ["Айжан Бекова"]
    assert found(words="李") == ["李明"]
    assert found(words="LI@EXAMPLE") == ["李明"]
    assert found(country="CN", kind="official") == ["Ann Observer"]
    assert found(role="observer") == ["Ann Observer"]
    assert found(words="nobody") == []
    assert found(sort="name")[:1] == ["Ann Observer"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --", "%%%%", "a" * 5000])
def test_c13_a_search_is_text_never_a_pattern_or_a_command(client: Browser, administrator: Person, words: str) -> None:
    answer = client.get("/admin/people", query_string={"q": words, "sort": words, "country": words, "page": words})
    assert answer.status_code == 200
    assert "Olga Admin" not in answer.text.split("data-live-results")[1]
    assert client.get("/admin/audit", query_string={"thing": words, "action": words, "by": words}).status_code == 200
    assert client.get(f"/admin/people/{quote(words[:300], safe='')}").status_code == 404


def test_states_are_told_apart(app: Flask) -> None:
    accounts.a_person(printed_name="New", confirmed=False)
    out = accounts.a_person(printed_name="Out")
    services.suspend(out.id, "asked to", by=None, now=utc_now())
    accounts.a_person(printed_name="In")
    assert found(state="unconfirmed") == ["New"]
    assert found(state="suspended") == ["Out"]
    assert found(state="active") == ["In"]
    assert found(state="erased") == []


def test_a_long_list_has_pages(client: Browser, administrator: Person) -> None:
    for _ in range(52):
        accounts.a_person(password_hash="x")
    first, second = client.get("/admin/people").text, client.get("/admin/people?page=2").text
    assert first.count("/admin/people/") > 45
    assert "Page 1 of 2" in first and "Page 2 of 2" in second
    assert "53 people" in first
    assert client.get("/admin/people?page=99999999999").status_code == 200
