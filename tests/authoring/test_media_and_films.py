"""Files of a draft and films of its videos: brought, linked, captioned, replaced, removed."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import yaml_files
from lms.authoring.queries.files import draft_files, draft_package, draft_texts
from lms.authoring.queries.media import media_page
from lms.core.runtime import current
from lms.packages.building import build_revision
from lms.packages.checking import examine_package
from tests.media.pictures import a_photo_of_a_camera, a_picture, an_mp4
from tests.statements import Statements

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\nGood morning.\n"
SRT = "1\n00:00:01,000 --> 00:00:04,000\nСәлеметсіз бе!\n"
YOUTUBE = "https://youtu.be/dQw4w9WgXcQ?si=abc"


FILM = "/studio/sample-parcels/packing-film/"


def film_settings(course: StudioCourse) -> dict[str, Any]:
    found = yaml_files(course.id, ["items/packing-film.yaml"])["items/packing-film.yaml"]
    return {"digest": found.digest, **found.value}


def seen(course: StudioCourse) -> str:
    return str(film_settings(course)["digest"])


def brought(desk: FlaskClient, course: StudioCourse, data: bytes, name: str, **more: str) -> Any:
    form = {"film-seen": seen(course), "film-film": (io.BytesIO(data), name), **more}
    return desk.post(f"{FILM}film", data=form, content_type="multipart/form-data")


def test_a_film_that_is_brought_says_its_own_length_and_the_one_before_goes(
    desk: FlaskClient, course: StudioCourse
) -> None:
    answer = brought(desk, course, an_mp4(75.4), "Упаковка.mp4")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    settings = film_settings(course)
    assert (settings["file"], settings["duration_seconds"]) == ("packing-film.mp4", 75)
    assert set(settings["captions"]) == {"en", "ru"}
    names = set(draft_files(course.id))
    assert "media/packing-film.mp4" in names and "media/film.webm" not in names
    assert examine_package(draft_package(course.id, course.slug)).content.mistakes == []


def test_a_film_that_does_not_say_its_length_needs_it_from_its_author(desk: FlaskClient, course: StudioCourse) -> None:
    silent = an_mp4(0)
    page = brought(desk, course, silent, "film.mp4").get_data(as_text=True)
    assert "does not say how long it is" in page
    assert brought(desk, course, silent, "film.mp4", **{"film-length": "1:05"}).status_code == 302
    assert film_settings(course)["duration_seconds"] == 65


@pytest.mark.parametrize(
    ("data", "name"), [(a_picture(), "film.png"), (b"<html>", "film.mp4"), (VTT.encode(), "f.vtt")]
)
def test_b05_what_is_no_film_is_not_taken(desk: FlaskClient, course: StudioCourse, data: bytes, name: str) -> None:
    before = film_settings(course)
    assert brought(desk, course, data, name).status_code == 200
    assert film_settings(course) == before


def test_a_linked_film_takes_the_place_of_file_captions_and_share(desk: FlaskClient, course: StudioCourse) -> None:
    answer = desk.post(f"{FILM}link", data={"link-seen": seen(course), "link-link": YOUTUBE, "link-length": ""})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    settings = film_settings(course)
    del settings["digest"]
    assert settings == {"link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"}
    assert "watch_percent" not in draft_texts(course.id, ["course.yaml"])["course.yaml"].text
    assert not [path for path in draft_files(course.id) if path.startswith("media/film.")]
    checked = examine_package(draft_package(course.id, course.slug))
    assert checked.content.mistakes == []
    film = next(i for m in build_revision(checked).modules for i in m.items if i.key == "packing-film")
    assert film.rule == {"kind": "mark", "of": "film"}
    assert film.settings["embed"] == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "link",
    ["http://127.0.0.1/film.mp4", "http://169.254.169.254/", "file:///etc/passwd", "gopher://youtube.com/watch",
     "https://[::ffff:127.0.0.1]/watch?v=dQw4w9WgXcQ", "https://b23.tv/abc", "javascript:alert(1)"],
)  # fmt: skip
def test_d01_a_link_to_anything_else_is_refused_and_never_fetched(
    desk: FlaskClient, course: StudioCourse, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def no_network(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the server must not look at a link")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setattr(socket.socket, "connect", no_network) if not _is_postgres() else None
    before = film_settings(course)
    page = desk.post(f"{FILM}link", data={"link-seen": seen(course), "link-link": link}).get_data(as_text=True)
    assert "no link to a film" in page
    assert film_settings(course) == before


def _is_postgres() -> bool:
    from lms.core.db import db

    return db.engine.dialect.name == "postgresql"


@pytest.mark.parametrize(("written", "kept"), [(VTT, "Good morning."), (SRT, "00:00:01.000 --> 00:00:04.000")])
def test_captions_are_written_or_pasted_in_either_form(
    desk: FlaskClient, course: StudioCourse, written: str, kept: str
) -> None:
    form = {"seen": seen(course), "language": "ru", "captions": written}
    assert desk.post(f"{FILM}captions", data=form).status_code == 302
    name = film_settings(course)["captions"]["ru"]
    data = current().storage.get(draft_files(course.id)[f"media/{name}"].digest).decode()
    assert data.startswith("WEBVTT") and kept in data
    page = desk.get(f"{FILM}film?language=ru").get_data(as_text=True)
    assert kept.replace(">", "&gt;") in page


def test_captions_with_a_mistake_come_back_with_the_line(desk: FlaskClient, course: StudioCourse) -> None:
    before = film_settings(course)
    form = {"seen": seen(course), "language": "ru", "captions": "WEBVTT\n\n00:01 --> later\nHello\n"}
    page = desk.post(f"{FILM}captions", data=form).get_data(as_text=True)
    assert "Line 3" in page and "no timing" in page and "later" in page
    assert film_settings(course) == before


@pytest.mark.parametrize(("written", "name"), [(VTT, "en.vtt"), (SRT, "en.srt")])
def test_captions_come_from_a_file_and_go_again(
    desk: FlaskClient, course: StudioCourse, written: str, name: str
) -> None:
    form = {"seen": seen(course), "language": "en", "captions": "", "file": (io.BytesIO(written.encode()), name)}
    answer = desk.post(f"{FILM}captions", data=form, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    kept = film_settings(course)["captions"]["en"]
    data = current().storage.get(draft_files(course.id)[f"media/{kept}"].digest)
    assert kept.endswith(".vtt") and data.startswith(b"WEBVTT") and b"00:01.000 -->" in data
    desk.post(f"{FILM}captions/delete", data={"seen": seen(course), "language": "ru"})
    assert set(film_settings(course)["captions"]) == {"en"}


def test_two_people_at_one_film_are_told(desk: FlaskClient, course: StudioCourse) -> None:
    before = seen(course)
    desk.post(f"{FILM}captions", data={"seen": before, "language": "en", "captions": VTT})
    page = desk.post(f"{FILM}link", data={"link-seen": before, "link-link": YOUTUBE}).get_data(as_text=True)
    assert "Nothing was overwritten" in page
    assert "link" not in film_settings(course)


def test_the_files_tell_where_they_are_used_and_what_stands_for_them(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get("/studio/sample-parcels/media").get_data(as_text=True)
    assert "scale.png" in page and "parcel.en.svg" in page
    parcel = media_page(course.id).file("parcel.ru.svg")
    assert parcel is not None
    assert [use.item for use in parcel.uses] == ["what-is-in-it", None]
    assert parcel.uses[0].alternatives == ("Посылка с тремя ярлыками: что, сколько, стоимость.",)
    assert parcel.uses[1].bank == "parcels"
    film = media_page(course.id).file("film.webm")
    assert film is not None and [use.item for use in film.uses] == ["packing-film"]


def test_b12_a_picture_that_is_brought_loses_what_the_camera_wrote(desk: FlaskClient, course: StudioCourse) -> None:
    data = {"files": [(io.BytesIO(a_photo_of_a_camera()), "Фото склада.JPG")]}
    answer = desk.post("/studio/sample-parcels/media", data=data, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    file = draft_files(course.id)["media/foto-sklada.jpg"]
    assert b"SECRET" not in current().storage.get(file.digest)


def test_b03_a_figure_with_a_script_is_refused_in_words(desk: FlaskClient, course: StudioCourse) -> None:
    evil = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>'
    data = {"files": [(io.BytesIO(evil), "figure.svg")]}
    page = desk.post("/studio/sample-parcels/media", data=data, content_type="multipart/form-data")
    assert page.status_code == 200
    assert "cannot be shown safely" in page.get_data(as_text=True)
    assert "media/figure.svg" not in draft_files(course.id)


@pytest.mark.parametrize("name", ["a;b'c`d$(id).png", "\u202egnp.exe.png", "../../etc/passwd.png", "я" * 250 + ".png"])
def test_b09_a_file_is_kept_under_a_name_of_ours(desk: FlaskClient, course: StudioCourse, name: str) -> None:
    before = set(draft_files(course.id))
    data = {"files": [(io.BytesIO(a_picture()), name)]}
    desk.post("/studio/sample-parcels/media", data=data, content_type="multipart/form-data")
    (added,) = set(draft_files(course.id)) - before
    assert added.removeprefix("media/").replace("-", "").replace(".png", "").isalnum()
    assert len(added) <= 106


def test_a_file_that_is_used_stays_and_one_that_is_not_goes_and_can_come_back(
    desk: FlaskClient, course: StudioCourse
) -> None:
    used = desk.post("/studio/sample-parcels/media/scale.png/delete", follow_redirects=True)
    assert "This file is used" in used.get_data(as_text=True)
    assert "media/scale.png" in draft_files(course.id)
    data = {"files": [(io.BytesIO(a_picture()), "spare.png")]}
    desk.post("/studio/sample-parcels/media", data=data, content_type="multipart/form-data")
    page = desk.post("/studio/sample-parcels/media/spare.png/delete", follow_redirects=True).get_data(as_text=True)
    assert "Undo" in page
    assert "media/spare.png" not in draft_files(course.id)


def test_a_file_is_replaced_under_its_name_by_one_of_its_kind(desk: FlaskClient, course: StudioCourse) -> None:
    before = draft_files(course.id)["media/scale.png"].digest

    def replaced(data: bytes, name: str) -> Any:
        return desk.post(
            "/studio/sample-parcels/media/scale.png/replace",
            data={"file": (io.BytesIO(data), name)},
            content_type="multipart/form-data",
        )

    assert desk.get("/studio/sample-parcels/media/scale.png/replace").status_code == 200
    assert "same kind" in replaced(a_photo_of_a_camera(), "scale.jpg").get_data(as_text=True)
    assert draft_files(course.id)["media/scale.png"].digest == before
    assert replaced(a_picture(size=(32, 32)), "another.png").status_code == 302
    assert draft_files(course.id)["media/scale.png"].digest != before


def test_a_picture_without_scripts_comes_with_the_text(desk: FlaskClient, course: StudioCourse) -> None:
    path = "items/what-is-in-it.en.md"
    form = {
        "seen": draft_files(course.id)[path].digest, "title": "What is in it", "text": "Look:",
        "picture": (io.BytesIO(a_picture()), "IMG_0001.png"), "alternative": "", "caption": 'A "scanner"',
    }  # fmt: skip
    refused = desk.post("/studio/sample-parcels/what-is-in-it/", data=form, content_type="multipart/form-data")
    assert "Say what the picture shows" in refused.get_data(as_text=True)
    form |= {"picture": (io.BytesIO(a_picture()), "IMG_0001.png"), "alternative": "A parcel [scanner]"}
    taken = desk.post("/studio/sample-parcels/what-is-in-it/", data=form, content_type="multipart/form-data")
    assert taken.status_code == 302, taken.get_data(as_text=True)
    text = draft_texts(course.id, [path])[path].text
    assert '![A parcel \\[scanner\\]](../media/a-parcel-scanner.png "A \\"scanner\\"")' in text
    page = desk.get("/studio/sample-parcels/what-is-in-it/").get_data(as_text=True)
    assert 'alt="A parcel [scanner]"' in page and 'src="media/a-parcel-scanner.png"' in page


def test_the_files_cost_as_many_statements_whatever_their_number(
    desk: FlaskClient, course: StudioCourse, statements: Statements
) -> None:
    with statements as seen_statements:
        desk.get("/studio/sample-parcels/media")
    few = seen_statements.count
    for number in range(6):
        data = {"files": [(io.BytesIO(a_picture(size=(20 + number, 20))), f"spare-{number}.png")]}
        desk.post("/studio/sample-parcels/media", data=data, content_type="multipart/form-data")
    with statements as seen_statements:
        desk.get("/studio/sample-parcels/media")
    assert seen_statements.count == few <= 14


def test_the_preview_of_a_linked_film_lets_in_frames_of_its_host_alone(desk: FlaskClient, course: StudioCourse) -> None:
    desk.post(f"{FILM}link", data={"link-seen": seen(course), "link-link": YOUTUBE})
    answer = desk.get("/studio/sample-parcels/preview/packing-film/")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].endswith("; frame-src https://www.youtube-nocookie.com")
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in answer.get_data(as_text=True)
    assert "frame-src" not in desk.get(FILM).headers["Content-Security-Policy"]
