"""Signing in and out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from lms.accounts import services
from lms.accounts.models import SignIn
from lms.core.clock import utc_now
from lms.core.db import db
from tests.accounts.cookies import session_cookie
from tests.client import Browser
from tests.conftest import make_app, new_database
from tests.factories import accounts
from tests.pages import without_tokens
from tests.statements import Statements

NewClient = Callable[[], Browser]


def sign_in(client: Browser, email: str, password: str = accounts.PASSWORD, **more: str) -> Any:
    return client.post("/auth/login", data={"email": email, "password": password, **more})


def is_in(client: Browser) -> bool:
    return client.get("/account/").status_code == 200


def test_the_address_may_be_typed_as_people_type_it(client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    assert sign_in(client, "  ANN@Example.org ").status_code == 302
    assert is_in(client)


def test_a_wrong_password_says_nothing_about_which_half_was_wrong(client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    text = sign_in(client, "ann@example.org", "not-her-password").text
    assert "The e-mail or the password is not right." in text
    assert 'value="ann@example.org"' in text
    assert "not-her-password" not in text
    assert not is_in(client)


def test_e02_an_unknown_address_costs_the_same_work_and_answers_the_same(
    client: Browser, statements: Statements
) -> None:
    accounts.a_person(email="known@example.org")
    accounts.a_person(email="new@example.org", confirmed=False)
    suspended = accounts.a_person(email="out@example.org").id
    services.suspend(suspended, "test", by=None, now=utc_now())
    db.session.commit()
    answers = []
    for address in ("known@example.org", "new@example.org", "out@example.org", "nobody@example.org"):
        with statements as seen:
            answer = sign_in(client, address, "not-the-password")
        answers.append((answer.status_code, without_tokens(answer.text).replace(address, "ADDRESS"), list(seen.texts)))
    assert answers[0] == answers[1] == answers[2] == answers[3]


def test_e02_a_password_is_hashed_for_an_unknown_address_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from lms.accounts import passwords

    verified = []
    real = passwords._hasher

    class Counting:
        def verify(self, password_hash: str, password: str) -> bool:
            verified.append(password_hash)
            return bool(real.verify(password_hash, password))

    monkeypatch.setattr(passwords, "_hasher", Counting())
    assert services.check_password("nobody@example.org", "nobody's password") is None
    assert len(verified) == 1


def test_an_erased_persons_empty_hash_fits_no_password(app: Flask) -> None:
    from lms.accounts.passwords import is_right

    assert not is_right("", "nobody's password")
    assert not is_right("", "")


def test_the_same_password_from_two_keyboards_fits(app: Flask) -> None:
    from lms.accounts.passwords import hash_password, is_right

    assert is_right(hash_password("cafe\u0301 at the corner"), "caf\u00e9 at the corner")


def test_a_suspended_person_is_told_so_only_with_the_right_password(client: Browser) -> None:
    person = accounts.a_person(email="ann@example.org")
    services.suspend(person.id, "asked to", by=None, now=utc_now())
    assert "suspended" in sign_in(client, "ann@example.org").text
    assert "suspended" not in sign_in(client, "ann@example.org", "wrong-password").text
    assert not is_in(client)


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https:evil", "https://evil.example/", "\t//evil.example",
               "/%09/evil\n", "javascript:alert(1)", "http:///evil.example", "\\\\evil.example", ""],
)  # fmt: skip
def test_d05_next_leads_only_to_this_site(client: Browser, target: str) -> None:
    accounts.a_person(email="ann@example.org")
    assert sign_in(client, "ann@example.org", next=target).location == "/learn/"
    assert client.get("/auth/login", query_string={"next": target}).location == "/learn/", "already signed in"


def test_after_signing_in_one_arrives_where_one_wanted_to_go(client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    asked = client.get("/account/email?x=1")
    assert asked.location == "/auth/login?next=/account/email?x%3D1"
    assert 'value="/account/email?x=1"' in client.get(asked.location).text
    assert sign_in(client, "ann@example.org", next="/account/email?x=1").location == "/account/email?x=1"


def test_e03_the_session_is_a_new_one_and_keeps_only_what_belongs_to_the_browser(client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    with client.session_transaction() as session:
        session.update(language="ru", theme="dark", csrf_token="planted", _user_id="planted", letter_to="x")
    sign_in(client, "ann@example.org")
    with client.session_transaction() as session:
        assert (session["language"], session["theme"]) == ("ru", "dark")
        assert session["_user_id"] != "planted"
        assert "csrf_token" not in session and "letter_to" not in session


def test_e03_signing_in_again_ends_the_old_sign_in_of_this_browser(client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    sign_in(client, "ann@example.org")
    sign_in(client, "ann@example.org")
    assert db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).count() == 1


def test_e04_signing_out_makes_a_copied_cookie_worthless(client: Browser, new_client: NewClient) -> None:
    accounts.a_person(email="ann@example.org")
    sign_in(client, "ann@example.org")
    thief = new_client()
    thief.set_cookie("session", session_cookie(client))
    assert is_in(thief)
    answer = client.post("/auth/logout")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert not is_in(client) and not is_in(thief)


def test_signing_out_is_not_a_link(client: Browser) -> None:
    client.sign_in(accounts.a_person())
    assert client.get("/auth/logout").status_code == 405
    assert is_in(client)


def test_a_shared_device_is_signed_out_after_half_a_day_unless_asked_otherwise(client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    sign_in(client, "ann@example.org")
    short = db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).one()
    assert (short.expires_at - utc_now()).total_seconds() < 12 * 3600 + 1
    sign_in(client, "ann@example.org", remember="y")
    long = db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).one()
    assert (long.expires_at - utc_now()).days == 13


def test_e01_at_most_twenty_guesses_an_hour_are_evaluated(new_client: NewClient) -> None:
    accounts.a_person(email="ann@example.org")
    answers = []
    for number in range(25):  # each from a browser and an address of its own
        browser = new_client()
        browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        answers.append(sign_in(browser, "ann@example.org", f"guess-number-{number}"))
    assert [one.status_code for one in answers] == [200] * 20 + [429] * 5
    assert "Too many attempts" in answers[-1].text
    lucky = new_client()
    assert sign_in(lucky, "ann@example.org").status_code == 429, "even the right one is not looked at"
    assert sign_in(lucky, "ANN@example.org").status_code == 429, "nor by another spelling"


def test_e01_the_owners_browser_is_not_locked_out_by_a_strangers_guesses(
    client: Browser, new_client: NewClient
) -> None:
    accounts.a_person(email="ann@example.org")
    sign_in(client, "ann@example.org")
    client.post("/auth/logout")
    stranger = new_client()
    for number in range(21):
        last = sign_in(stranger, "ann@example.org", f"guess-number-{number}")
    assert last.status_code == 429
    assert sign_in(client, "ann@example.org").status_code == 302


def test_e01_a_locked_out_owner_comes_in_by_letter(
    new_client: NewClient, mailbox: Callable[[], list[Any]], link_in: Callable[[Any], str]
) -> None:
    accounts.a_person(email="ann@example.org")
    stranger, owner = new_client(), new_client()
    for number in range(21):
        sign_in(stranger, "ann@example.org", f"guess-number-{number}")
    owner.post("/auth/forgot-password", data={"email": "ann@example.org"})
    (letter,) = mailbox()
    owner.post(link_in(letter), data={"password": "a-new-good-password"})
    assert sign_in(owner, "ann@example.org", "a-new-good-password").status_code == 302


def test_e01_guessing_many_accounts_from_one_place_is_stopped_too(client: Browser) -> None:
    answers = [sign_in(client, f"person{number}@example.org", "spring-2026-spring") for number in range(61)]
    assert [one.status_code for one in answers] == [200] * 60 + [429]


def test_d10_a_forged_forwarding_header_does_not_make_a_new_guesser(client: Browser) -> None:
    for number in range(61):
        answer = client.post(
            "/auth/login",
            data={"email": f"p{number}@example.org", "password": "spring-2026-spring"},
            headers={"X-Forwarded-For": f"10.1.1.{number}"},
        )
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("proxies", "sent", "believed"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 2.2.2.2, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "127.0.0.1"),
    ],
)
def test_d10_only_what_our_own_proxy_wrote_is_a_visitors_address(
    tmp_path: Path, proxies: int, sent: str, believed: str
) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/none.sqlite3", trusted_proxies=proxies)
    app.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} {request.host}")
    forged = {"X-Forwarded-For": sent, "X-Forwarded-Host": "evil.example", "Forwarded": "for=9.9.9.9;host=evil.example"}
    answer = app.test_client().get("/who", headers={**forged, "X-Real-IP": "9.9.9.9", "Client-IP": "9.9.9.9"})
    assert answer.text == f"{believed} localhost"


def test_signing_in_costs_four_statements(client: Browser, statements: Statements) -> None:
    accounts.a_person(email="ann@example.org")
    with statements as seen:
        assert sign_in(client, "ann@example.org").status_code == 302
    assert seen.count <= 4, seen.texts


def test_e05_cookie_flags_under_https(tmp_path: Path, worker_name: str) -> None:
    app = make_app(tmp_path, new_database(tmp_path, f"lms_cookie_{worker_name}"), base_url="https://learn.example.org")
    with app.app_context():
        db.create_all()
        services.load_countries()
        accounts.a_person(email="ann@example.org")
        db.session.commit()
    answer = app.test_client().post(
        "/auth/login",
        data={"email": "ann@example.org", "password": accounts.PASSWORD},
        base_url="https://learn.example.org",
    )
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if "session" in value]
    assert cookie.startswith("__Host-session=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_e05_a_cookie_that_was_tampered_with_is_a_visitors(client: Browser) -> None:
    client.sign_in(accounts.a_person())
    good = session_cookie(client)
    client.set_cookie("session", good[:-2] + ("aa" if good[-2:] != "aa" else "bb"))
    assert not is_in(client)


def test_g06_a_form_without_its_token_changes_nothing(app: Flask, client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for path in ("/auth/login", "/auth/register", "/auth/logout", "/auth/forgot-password"):
            assert client.post(path, data={"email": "ann@example.org"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_g06_a_form_sent_by_another_site_is_refused(client: Browser) -> None:
    accounts.a_person(email="ann@example.org")
    answer = client.post(
        "/auth/login",
        data={"email": "ann@example.org", "password": accounts.PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403


def test_c13_a_control_character_in_an_address_is_no_error(client: Browser) -> None:
    for character in ("\x01", "\x1f", "\u202e"):
        assert sign_in(client, f"ann{character}@example.org").status_code == 200
        assert client.post("/auth/forgot-password", data={"email": character}).status_code == 200
        assert client.post("/auth/register", data={"name": character, "organisation": character}).status_code == 200
