"""What holds for every request: changes need a token and our own site, answers carry the strict headers."""

from pathlib import Path

import pytest
from flask import Flask

from lms.core.db import db
from tests.conftest import make_app, new_database
from tests.factories.countries import all_countries


@pytest.fixture(scope="module")
def guarded_app(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Flask:
    """The application as it is served: with CSRF protection, which the other tests switch off."""
    folder = tmp_path_factory.mktemp("guarded")
    app = make_app(folder, new_database(folder, f"lms_guarded_{worker_name}"))
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        db.create_all()
        all_countries()
        db.session.commit()
    return app


def _changes(app: Flask) -> list[str]:
    with app.test_request_context():
        return [
            "".join("1" if "int:" in part else "x" if part.startswith("<") else part for part in _parts(rule.rule))
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or set())
        ]


def _parts(rule: str) -> list[str]:
    return [piece for chunk in rule.split("<") for piece in (("<" + chunk).split(">") if ">" in chunk else [chunk])]


def test_g06_no_change_without_a_token(guarded_app: Flask) -> None:
    paths = _changes(guarded_app)
    assert len(paths) > 20
    answers = {path: guarded_app.test_client().post(path).status_code for path in paths}
    assert {path: status for path, status in answers.items() if status != 400} == {}


def test_g06_no_change_asked_for_by_another_site(guarded_app: Flask) -> None:
    for path in _changes(guarded_app):
        for origin in ("cross-site", "same-site"):
            assert guarded_app.test_client().post(path, headers={"Sec-Fetch-Site": origin}).status_code == 403


def test_g06_json_as_plain_text_carries_no_token(guarded_app: Flask) -> None:
    answer = guarded_app.test_client().post("/theme", data='{"theme": "dark"}', content_type="text/plain")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/", "/courses/", "/auth/login", "/no-such-page", "/verify/0000", "/healthz"])
def test_every_answer_carries_the_strict_headers(guarded_app: Flask, path: str) -> None:
    headers = guarded_app.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    for directive in (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'",
        "frame-ancestors 'none'", "form-action 'self'",
    ):  # fmt: skip
        assert directive in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/debug",
        "/.git/config",
        "/static/../lms/__init__.py",
        "/static/%2e%2e/app.py",
        "/console",
        "/instance/secret_key",
        "/static/manifest.json",
    ],
)
def test_a12_nothing_internal_answers(guarded_app: Flask, path: str) -> None:
    assert guarded_app.test_client().get(path).status_code == 404


def test_c12_no_path_leads_out_of_the_static_files(guarded_app: Flask, tmp_path: Path) -> None:
    client = guarded_app.test_client()
    for name in ("..%2f..%2fpyproject.toml", "%252e%252e/pyproject.toml", "app.css%00.txt", "....//pyproject.toml"):
        assert client.get(f"/static/{name}").status_code in (400, 404)
