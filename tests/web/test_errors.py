"""What people read when something goes wrong."""

from typing import cast

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests

from lms.core.errors import Missing
from lms.web import errors
from lms.web.limits import limiter
from tests.client import Browser
from tests.factories import accounts
from tests.laws.page import faults


def page(status: int) -> tuple[str, int]:
    return errors._page(status)


@pytest.mark.parametrize("language", ["en", "ru", "zh", "fa"])
@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 429, 500, 503])
def test_every_error_page_is_sound_in_every_language(app: Flask, status: int, language: str) -> None:
    with app.test_request_context("/some/page", headers={"Accept-Language": language}):
        body, answered = page(status)
    assert answered == status
    assert faults(str(body)) == []
    assert f'lang="{language}"' in str(body)


@pytest.mark.parametrize(("status", "shown"), [(401, 400), (405, 400), (418, 400), (502, 500), (504, 500)])
def test_an_error_without_a_page_of_its_own_gets_the_nearest(app: Flask, status: int, shown: int) -> None:
    with app.test_request_context("/some/page"):
        body, answered = page(status)
        nearest, _ = page(shown)
    assert answered == status
    assert str(body).count("<h1>") == 1
    assert str(body).split("<h1>")[1].split("</h1>")[0] == str(nearest).split("<h1>")[1].split("</h1>")[0]


def test_a_missing_thing_and_a_missing_page_look_alike(app: Flask, client: Browser) -> None:
    client.sign_in(accounts.an_administrator())
    one = client.get("/admin/people/AAAAAAAAAAAAAAAAAAAAAA")
    other = client.get("/no/such/page")
    assert one.status_code == other.status_code == 404
    assert len(one.text) == pytest.approx(len(other.text), abs=200), "only the address in the footer differs"


def test_a_service_that_finds_nothing_is_a_404(app: Flask) -> None:
    with app.test_request_context("/x"):
        handler = app._find_error_handler(Missing("x"), [])
        assert handler is not None
        _body, status = cast("tuple[str, int]", handler(Missing("x")))
    assert status == 404


@pytest.mark.parametrize("error", [TooManyRequests(retry_after=60), ServiceUnavailable(retry_after=60)])
def test_a_wait_is_told_to_programs_too(app: Flask, error: HTTPException) -> None:
    with app.test_request_context("/x"):
        _body, status, headers = cast("tuple[str, int, dict[str, str]]", errors._http_error(error))
    assert status == error.code and headers == {"Retry-After": "60"}


def test_a_wrong_method_names_the_right_ones(client: Browser) -> None:
    answer = client.get("/theme")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_crash_shows_a_page_without_secrets(app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise RuntimeError("the secret is 42")

    monkeypatch.setitem(app.view_functions, "web.privacy", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = client.get("/privacy")
    assert answer.status_code == 500
    assert "42" not in answer.text.replace("420", "") and "RuntimeError" not in answer.text
    assert "Something went wrong" in answer.text


def test_c11_a_form_that_is_too_large_is_refused(client: Browser) -> None:
    """Half a megabyte in all, and a thousand parts where the parts are sent one by one."""
    assert client.post("/auth/login", data={"email": "x" * 600_000}).status_code == 413
    in_parts = {"content_type": "multipart/form-data"}
    assert client.post("/auth/login", data={"email": "x" * 600_000}, **in_parts).status_code == 413
    assert client.post("/auth/login", data={f"f{n}": "x" for n in range(1500)}, **in_parts).status_code == 413


def test_what_was_too_large_is_called_what_it_was(client: Browser) -> None:
    text = client.post("/auth/login", data={"email": "x" * 600_000}).text
    assert "<h1>This text is too long</h1>" in text and "file" not in text.split("<h1>")[1].split("</main>")[0]
    in_parts = client.post("/auth/login", data={"email": "x" * 600_000}, content_type="multipart/form-data").text
    assert "<h1>This file is too large</h1>" in in_parts


def test_the_rate_limit_page_says_what_to_do(app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    limited = limiter.limit("1/hour")(app.view_functions["web.privacy"])
    monkeypatch.setitem(app.view_functions, "web.privacy", limited)
    assert client.get("/privacy").status_code == 200
    answer = client.get("/privacy")
    assert answer.status_code == 429
    assert "wait" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
