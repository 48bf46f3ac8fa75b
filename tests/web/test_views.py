"""Pages that belong to no room."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from lms.core import runtime
from lms.core.clock import utc_now
from lms.core.storage import FolderStorage
from lms.jobs.services import enqueue
from tests.client import Browser
from tests.factories import accounts
from tests.statements import Statements


def test_the_process_and_the_database_are_said_to_be_well(client: Browser) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"database": True, "queue": True, "storage": True}
    assert client.get("/readyz").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/privacy", "/accessibility"])
@pytest.mark.parametrize("language", ["en", "ru", "zh", "fa"])
def test_a_visitor_reads_them_without_the_database(
    client: Browser, statements: Statements, path: str, language: str
) -> None:
    client.post(f"/language/{language}")
    with statements as seen:
        page = client.get(path)
    assert page.status_code == 200 and seen.count == 0
    assert page.text.count("<h2>") >= 4


def test_they_lead_to_what_one_can_do(client: Browser) -> None:
    client.sign_in(accounts.a_person())
    text = client.get("/privacy").text
    for path in ("/account/", "/account/data", "/account/sign-ins"):
        assert f'href="{path}"' in text
        assert client.get(path).status_code == 200


def test_search_engines_are_told_what_is_private(client: Browser) -> None:
    text = client.get("/robots.txt").text
    for part in ("/learn/", "/account/", "/verify/"):
        assert f"Disallow: {part}" in text


def test_readiness_names_what_does_not_work(client: Browser, app: Flask, tmp_path: Path) -> None:
    enqueue("test.nobody_does_this", {}, now=utc_now() - timedelta(minutes=6))
    (tmp_path / "files").write_text("a file where the folder should be")
    runtime.start(runtime.current().settings, FolderStorage(tmp_path / "files"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"database": True, "queue": False, "storage": False}
