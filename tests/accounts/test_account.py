"""One's own account."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.accounts import hooks, services
from lms.accounts.models import Person, SignIn
from lms.accounts.queries import signed_in_person
from lms.accounts.signals import person_erased
from lms.audit.models import AuditEntry
from lms.core.clock import utc_now
from lms.core.db import db
from lms.mail.models import OutgoingMail
from lms.mail.services import send_later
from tests.accounts.cookies import session_cookie
from tests.client import Browser
from tests.factories import accounts
from tests.statements import Statements

NewClient = Callable[[], Browser]
PROFILE = {
    "name": "李 明", "latin_name": "Li Ming", "country": "CN", "kind": "expert", "organisation": "北京大学",
    "language": "zh", "time_zone": "Asia/Shanghai",
}  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/account/", "/account/password", "/account/email", "/account/sign-ins", "/account/data"]
)
def test_every_page_is_sound_and_costs_few_statements(client: Browser, statements: Statements, path: str) -> None:
    client.sign_in(accounts.a_person())
    with statements as seen:
        page = client.get(path)
    assert seen.count <= 2, seen.texts
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path",
    ["/account/", "/account/password", "/account/email", "/account/sign-ins", "/account/data", "/account/data.json"],
)
def test_a_visitor_is_sent_to_sign_in(client: Browser, path: str) -> None:
    assert client.get(path).location == f"/auth/login?next={path}"


@pytest.mark.parametrize(
    "path", ["/account/", "/account/password", "/account/email", "/account/sign-ins", "/account/erase"]
)
def test_a_visitor_changes_nothing(client: Browser, path: str) -> None:
    assert client.post(path, data=PROFILE).status_code == 403


def test_a_profile_is_saved_as_it_was_written(client: Browser) -> None:
    person = accounts.a_person()
    client.sign_in(person)
    assert client.post("/account/", data=PROFILE).status_code == 302
    text = client.get("/account/").text
    assert 'value="李 明"' in text and 'value="北京大学"' in text
    assert '<html lang="zh"' in text, "the interface follows the profile"
    entry = db.session.query(AuditEntry).filter_by(action="person.changed").one()
    assert "printed_name" in entry.details["fields"] and "李" not in str(entry.details)


def test_a_latin_name_that_we_wrote_follows_the_name_and_a_typed_one_stays(client: Browser) -> None:
    person = accounts.a_person(printed_name="Фарида Саидова", latin_name="Farida Saidova")
    client.sign_in(person)
    same = {**PROFILE, "name": "Фарида Каримова"}
    client.post("/account/", data={**same, "latin_name": "Farida Saidova"})
    assert person.latin_name == "Farida Karimova"
    client.post("/account/", data={**same, "latin_name": "Farida Karimi"})
    client.post("/account/", data={**same, "name": "Фарида Саидова", "latin_name": "Farida Karimi"})
    assert person.latin_name == "Farida Karimi"


def test_the_countries_stand_in_the_order_of_the_readers_alphabet(client: Browser) -> None:
    client.sign_in(accounts.a_person(language="ru"))
    text = client.get("/account/").text
    assert text.index(">Австралия<") < text.index(">Армения<") < text.index(">Казахстан<") < text.index(">Япония<")


def test_a_refused_profile_keeps_what_was_typed(client: Browser) -> None:
    person = accounts.a_person()
    client.sign_in(person)
    text = client.post("/account/", data={**PROFILE, "latin_name": "李", "time_zone": "Mars/Base"}).text
    assert 'id="latin_name-error"' in text and 'id="time_zone-error"' in text
    assert 'value="李 明"' in text
    assert db.session.get_one(Person, person.id).country_code == "KZ"


def test_a_time_zone_under_a_former_name_stays_valid(client: Browser) -> None:
    person = accounts.a_person(time_zone="Asia/Calcutta")
    client.sign_in(person)
    assert client.post("/account/", data={**PROFILE, "time_zone": "Asia/Calcutta"}).status_code == 302
    assert db.session.get_one(Person, person.id).time_zone == "Asia/Calcutta"


def test_a07_a_profile_form_changes_only_the_own_profile(client: Browser) -> None:
    person, other = accounts.a_person(), accounts.a_person()
    email, public_id, other_name = person.email, person.public_id, other.printed_name
    client.sign_in(person)
    more = {
        "role": "administrator", "id": other.id, "person_id": other.id, "public_id": "x", "email": "new@example.org",
        "is_demo": "1", "suspended_at": "", "password": "hijacked-password", "email_confirmed_at": "",
    }  # fmt: skip
    assert client.post("/account/", data={**PROFILE, **more}).status_code == 302
    person = db.session.get_one(Person, person.id)
    assert (person.email, person.public_id, person.is_demo) == (email, public_id, False)
    assert db.session.get_one(Person, other.id).printed_name == other_name
    assert services.check_password(email, accounts.PASSWORD) is not None
    assert client.get("/admin/people").status_code == 403


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}} Ann", "%(x)s %s"]
)
def test_b01_b11_a_name_is_data_on_every_page(client: Browser, name: str) -> None:
    client.sign_in(accounts.an_administrator(printed_name=name, latin_name=name))
    person = accounts.a_person(printed_name=name, latin_name=name, organisation=name)
    for path in ("/account/", "/admin/people", f"/admin/people/{person.public_id}", "/admin/audit"):
        text = client.get(path).text
        assert "<script>alert" not in text and "<img src=x" not in text and "49 Ann" not in text


def test_e04_a_changed_password_ends_every_other_sign_in_and_renews_this_one(
    client: Browser, new_client: NewClient, mailbox: Callable[[], list[Any]]
) -> None:
    person = accounts.a_person()
    client.sign_in(person)
    other, thief = new_client().sign_in(person), new_client()
    thief.set_cookie("session", session_cookie(client))
    form = {"current_password": accounts.PASSWORD, "password": "seven-new-camels-run"}
    assert client.post("/account/password", data=form).status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert thief.get("/account/").status_code == 302, "a copy of the cookie from before"
    assert [letter["Subject"] for letter in mailbox()] == ["Your password was changed"]


def test_a_password_is_not_changed_without_the_present_one(client: Browser) -> None:
    person = accounts.a_person()
    client.sign_in(person)
    form = {"current_password": "not-the-present-one", "password": "seven-new-camels-run"}
    assert 'id="current_password-error"' in client.post("/account/password", data=form).text
    assert services.check_password(person.email, accounts.PASSWORD) is not None


def test_e01_a_borrowed_session_cannot_guess_the_password(client: Browser) -> None:
    client.sign_in(accounts.a_person())
    answers = [
        client.post("/account/password", data={"current_password": f"guess-{n}", "password": "seven-new-camels-run"})
        for n in range(21)
    ]
    assert [one.status_code for one in answers] == [200] * 20 + [429]


def test_the_other_devices_can_be_seen_and_signed_out(client: Browser, new_client: NewClient) -> None:
    person = accounts.a_person(email="ann@example.org")
    phone = new_client()
    phone.post(
        "/auth/login",
        data={"email": "ann@example.org", "password": accounts.PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"},
    )
    client.sign_in(person)
    text = client.get("/account/sign-ins").text
    assert "Chrome, Android" in text and "This device" in text
    client.post("/account/sign-ins")
    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_person_takes_their_own_data_away_and_nobody_elses(client: Browser) -> None:
    person, other = accounts.a_person(printed_name="李明"), accounts.a_person()
    client.sign_in(person)
    hooks.personal_data["courses"] = lambda person_id: [{"course": "customs", "of": person_id}]
    try:
        answer = client.get("/account/data.json")
    finally:
        del hooks.personal_data["courses"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    data = answer.get_json()
    assert data["profile"]["printed_name"] == "李明" and data["profile"]["email"] == person.email
    assert data["courses"] == [{"course": "customs", "of": person.id}]
    assert other.email not in answer.text and "argon2" not in answer.text


def test_an_erased_person_leaves_no_name_and_no_address(client: Browser) -> None:
    person = accounts.a_person(email="ann@example.org", printed_name="Ann Erasable", organisation="Erasable Ltd")
    accounts_id = person.id
    services.grant_role(person.id, "observer", by=None, now=utc_now())
    send_later("password-changed", to="ann@example.org", language="en", context={}, now=utc_now())
    client.sign_in(person)
    news = []
    with person_erased.connected_to(lambda _sender, **facts: news.append(facts["person_id"])):
        answer = client.post("/account/erase", data={"sure": "y", "current_password": accounts.PASSWORD})
    assert answer.status_code == 303 and news == [accounts_id]
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            text = repr(row)
            assert "ann@example.org" not in text and "Erasable" not in text, table.name
    assert client.get("/account/").status_code == 302
    assert services.check_password("ann@example.org", accounts.PASSWORD) is None
    assert db.session.query(OutgoingMail).count() == 0
    assert db.session.query(SignIn).count() == 0


def test_the_same_address_can_register_again_after_erasing(client: Browser) -> None:
    person = accounts.a_person(email="ann@example.org")
    client.sign_in(person)
    client.post("/account/erase", data={"sure": "y", "current_password": accounts.PASSWORD})
    assert accounts.a_person(email="ann@example.org").id != person.id


@pytest.mark.parametrize(
    "form", [{"sure": "y"}, {"current_password": accounts.PASSWORD}, {"sure": "y", "current_password": "no"}]
)
def test_e10_erasing_needs_the_password_and_a_tick(client: Browser, form: dict[str, str]) -> None:
    person = accounts.a_person()
    client.sign_in(person)
    assert 'class="error"' in client.post("/account/erase", data=form).text
    assert db.session.get_one(Person, person.id).erased_at is None


def test_an_administrator_hands_the_role_over_before_being_erased(client: Browser) -> None:
    person = accounts.an_administrator()
    client.sign_in(person)
    form = {"sure": "y", "current_password": accounts.PASSWORD}
    assert "Let another administrator" in client.post("/account/erase", data=form).text
    assert db.session.get_one(Person, person.id).erased_at is None


def test_a11_a_suspended_person_is_out_at_the_next_request(client: Browser) -> None:
    person = accounts.a_person()
    client.sign_in(person)
    assert client.get("/account/").status_code == 200
    services.suspend(person.id, "asked to", by=None, now=utc_now())
    assert client.get("/account/").status_code == 302


def test_a_sign_in_is_read_by_one_statement_on_each_request(client: Browser, statements: Statements) -> None:
    client.sign_in(accounts.a_person())
    with statements as seen:
        client.get("/account/data")
    assert seen.count == 1, seen.texts
    assert signed_in_person("x" * 500) is None
