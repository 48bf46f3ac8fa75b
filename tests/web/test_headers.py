"""What every answer carries, whoever asks and whatever happens."""

import pytest
from flask import Flask

from lms.web.headers import CONTENT_SECURITY_POLICY
from tests.client import Browser
from tests.factories import accounts

ANSWERS = {
    "/": 200, "/auth/login": 200, "/auth/register": 200, "/privacy": 200, "/healthz": 200, "/robots.txt": 200,
    "/no-such-page": 404, "/account/": 302, "/auth/logout": 405, "/static/no-such-file.css": 404,
}  # fmt: skip


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_g07_g09_every_answer_carries_the_policy_for_the_browser(client: Browser, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    headers = answer.headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_policy_allows_no_script_style_or_frame_but_our_own() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split(";"))
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY and "http" not in CONTENT_SECURITY_POLICY


def test_d09_a_signed_in_persons_pages_are_kept_by_nobody(client: Browser) -> None:
    client.sign_in(accounts.a_person())
    for path in ("/", "/account/", "/account/x.css", "/no-such-page", "/account/data.json"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store", path


def test_a_visitors_pages_are_asked_for_again_and_differ_by_cookie_and_language(client: Browser) -> None:
    answer = client.get("/privacy")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Language"} <= {
        part.strip() for part in ",".join(answer.headers.getlist("Vary")).split(",")
    }


def test_https_is_remembered_by_browsers_that_use_it(client: Browser) -> None:
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    secure = client.get("/healthz", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_g06_another_site_changes_nothing(client: Browser, site: str) -> None:
    assert client.post("/theme", data={"theme": "dark"}, headers={"Sec-Fetch-Site": site}).status_code == 403
    with client.session_transaction() as session:
        assert "theme" not in session


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_our_own_pages_and_old_browsers_are_left_to_the_token(client: Browser, site: str | None) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    assert client.post("/theme", data={"theme": "dark"}, headers=headers).status_code == 302


def test_a12_internal_doors_are_shut(client: Browser) -> None:
    for path in ("/metrics", "/debug", "/.git/config", "/static/../pyproject.toml", "/static/%2e%2e/lms/wiring.py",
                 "/openapi.json", "/backup.zip", "/instance/secret_key", "/console"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_static_files_are_kept_for_a_year(app: Flask, client: Browser) -> None:
    from lms.web.static import asset

    with app.test_request_context():
        url = asset("app.css")
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/css"
    zipped = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.data) < len(answer.data)


@pytest.mark.parametrize("path", ["/courses/a%00b/", "/courses/?q=%00", "/verify/%00", "/learn/%00/"])
def test_c13_a_nul_in_an_address_is_refused_before_it_meets_the_database(client: Browser, path: str) -> None:
    assert client.get(path).status_code == 400


def test_c13_a_nul_in_a_form_is_refused(client: Browser) -> None:
    assert client.post("/auth/login", data={"email": "a\x00@example.org", "password": "x"}).status_code == 400


def test_c13_a_nul_in_any_value_or_name_of_a_form_is_refused(client: Browser) -> None:
    assert client.post("/auth/login", data={"email": ["a@example.org", "\x00"]}).status_code == 400
    assert client.post("/auth/login", data={"email\x00": "a@example.org"}).status_code == 400
