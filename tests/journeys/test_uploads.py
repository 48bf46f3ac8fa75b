"""Bringing files in a real browser: a bar, a cut, a reload, a cancel, and all of it without scripts.

The page is made for this test; the rooms' own pages use the same component, field and services.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, Page, Route, expect

from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.runtime import current
from lms.media.forms import UploadField
from lms.media.models import Upload
from lms.media.rules.uploads import CHUNK_BYTES
from lms.media.services import StoredFile, take_all
from lms.web.forms import Form, attempt, begin_writing
from lms.web.guards import current_actor, guarded, signed_in
from lms.web.uploads import takes_files
from tests.factories.accounts import a_person
from tests.factories.media import a_purpose
from tests.media.pictures import a_photo_of_a_camera, an_mp4
from tests.windows import Site, windows

PAGE = """{% extends "layouts/learner.html" %}{% from "components/form.html" import post_form %}
{% from "components/upload.html" import upload %}{% block title %}Files{% endblock %}
{% block head %}<script type="module" src="{{ asset('upload.js') }}"></script>{% endblock %}
{% block content %}<h1>Files</h1>{% call post_form(form, submit="Save", files=true) %}
{{ upload(form.files, "test.files", "open") }}{% endcall %}
<ul id="taken">{% for file in files %}<li><bdi>{{ file.name }}</bdi> {{ file.size_bytes }} {{ file.width }}</li>
{% endfor %}</ul>{% endblock %}"""
FILM = an_mp4(60) + bytes(6 * CHUNK_BYTES)


class FilesForm(Form):
    """What a room's own form looks like."""

    files = UploadField("Your files", most_files=3, required=True)


@takes_files(20 * CHUNK_BYTES)
@guarded(signed_in)
def files_page() -> ResponseReturnValue:
    """What a room's own view looks like."""
    form, purpose, files = FilesForm(), a_purpose(), list[StoredFile]()
    if form.validate_on_submit():
        prepared = form.files.data.prepare(purpose)
        person = current_actor().person_id or 0
        begin_writing()
        with attempt(form):
            files = take_all(
                form.files.data.uploads, prepared, person_id=person, purpose=purpose, scope="open", now=utc_now()
            )
    return render_template_string(PAGE, form=form, files=files)


@dataclass
class Files:
    """The page above before the windows of one person."""

    site: Site
    person_id: int

    def window(self, **options: Any) -> Page:
        page = self.site.window(self.person_id, **options)
        page.goto("/files")
        return page

    def uploads(self) -> list[Upload]:
        with self.site.app.app_context():
            return list(db.session.scalars(db.select(Upload).order_by(Upload.id)))


@pytest.fixture
def files_site(live_app: Flask, browser: Browser) -> Iterator[Files]:
    live_app.add_url_rule("/files", "files_page", files_page, methods=["GET", "POST"])
    with live_app.app_context():
        person_id = a_person().id
        db.session.commit()
        a_purpose()
    with windows(live_app, browser) as site:
        yield Files(site, person_id)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "Фильм о рынке.mp4"
    path.write_bytes(FILM)
    return path


@pytest.fixture
def page(files_site: Files) -> Page:
    return files_site.window()


def offset_of(url: str) -> int:
    return int(url.rpartition("=")[2])


def line(page: Page) -> Any:
    return page.locator(".upload-line")


def test_a_film_arrives_with_a_bar_and_a_word_and_is_saved_with_the_form(
    page: Page, film: Path, files_site: Files
) -> None:
    page.set_input_files("input[type=file]", film)
    expect(line(page).get_by_role("status")).to_have_text("Ready")
    expect(line(page).locator("progress")).to_have_js_property("value", 100)
    expect(line(page).locator("progress")).to_have_attribute("aria-label", film.name)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#taken li")).to_contain_text(f"{film.name} {len(FILM)}")
    (upload,) = files_site.uploads()
    assert (upload.state, upload.duration_seconds) == ("taken", 60.0)
    with files_site.site.app.app_context():
        assert current().storage.get(str(upload.digest)) == FILM


def test_after_a_cut_it_goes_on_by_itself(page: Page, film: Path, files_site: Files) -> None:
    seen: list[str] = []

    def cut(route: Route) -> None:
        seen.append(route.request.url.rpartition("=")[2])
        if len(seen) in (2, 3):
            route.abort("connectionreset")
        elif len(seen) == 5:
            route.fulfill(status=503, headers={"Retry-After": "1"}, body="busy")
        else:
            route.continue_()

    page.route("**/chunks?**", cut)
    page.set_input_files("input[type=file]", film)
    expect(line(page).get_by_role("status")).to_contain_text("goes on by itself")
    expect(line(page).get_by_role("status")).to_have_text("Ready", timeout=20_000)
    pieces = [str(n * CHUNK_BYTES) for n in range(7)]
    assert sorted(set(seen), key=int) == pieces and len(seen) == len(pieces) + 3
    assert [one.state for one in files_site.uploads()] == ["finished"]


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(page: Page, film: Path, files_site: Files) -> None:
    before: list[int] = []
    after: list[int] = []

    def hold(route: Route) -> None:
        before.append(offset_of(route.request.url))
        if before[-1] < 3 * CHUNK_BYTES:
            route.continue_()  # the fourth piece stays on its way until the page is left

    page.route("**/chunks?**", hold)
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_input_files("input[type=file]", film)
    expect(line(page).get_by_role("status")).to_contain_text("Sent: 40%")
    page.reload()
    page.unroute_all(behavior="ignoreErrors")
    page.on("request", lambda request: after.append(offset_of(request.url)) if "/chunks?" in request.url else None)
    page.set_input_files("input[type=file]", film)
    expect(line(page).get_by_role("status")).to_have_text("Ready")
    assert before == [0, CHUNK_BYTES, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES]
    assert after and min(after) >= 3 * CHUNK_BYTES, "the three pieces that the server had are not sent again"
    (upload,) = files_site.uploads()
    assert upload.state == "finished"


def test_a_file_that_is_refused_says_why_and_another_can_be_chosen(
    page: Page, tmp_path: Path, files_site: Files
) -> None:
    bad, good = tmp_path / "photo.png", tmp_path / "photo.jpg"
    bad.write_bytes(b"<!doctype html>")
    good.write_bytes(a_photo_of_a_camera())
    page.set_input_files("input[type=file]", bad)
    expect(line(page).get_by_role("status")).to_contain_text("not what its ending says")
    line(page).get_by_role("button").click()
    expect(line(page)).to_have_count(0)
    page.set_input_files("input[type=file]", good)
    expect(line(page).get_by_role("status")).to_have_text("Ready")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#taken li")).to_contain_text("photo.jpg")
    assert [one.state for one in files_site.uploads()] == ["taken"]


def test_a_cancelled_upload_leaves_nothing_and_the_form_waits_for_one_that_is_going(
    page: Page, film: Path, files_site: Files
) -> None:
    page.route("**/chunks?**", lambda _route: None)
    page.set_input_files("input[type=file]", film)
    expect(line(page).get_by_role("status")).to_contain_text("Sent: 0%")
    page.get_by_role("button", name="Save").click()
    expect(line(page).get_by_role("status")).to_contain_text("Wait until the file has arrived")
    with page.expect_response("**/cancel"):
        line(page).get_by_role("button").click()
    expect(line(page)).to_have_count(0)
    assert files_site.uploads() == []


def test_without_scripts_files_come_with_the_form(files_site: Files, film: Path, tmp_path: Path) -> None:
    page = files_site.window(java_script_enabled=False)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file.")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(a_photo_of_a_camera())
    page.set_input_files("input[type=file]", [film, photo])
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#taken li")).to_have_count(2)
    expect(page.locator("#taken li").first).to_contain_text(f"{film.name} {len(FILM)}")
