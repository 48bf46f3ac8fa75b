from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import update

from lms.core.db import db
from lms.courses.drafts import ProgrammeCourseDraft, ProgrammeDraft, ProgrammeTextDraft, TrackDraft
from lms.courses.models import Course
from lms.courses.queries import catalogue
from lms.courses.services import keep_programme
from tests.client import Browser
from tests.factories import accounts, courses
from tests.laws.page import faults
from tests.statements import Statements

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def text(client: Browser, url: str, **arguments: Any) -> str:
    answer = client.get(url, **arguments)
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    assert faults(html) == []
    return html


def a_programme() -> None:
    keep_programme(
        ProgrammeDraft(
            slug="specialist",
            texts={
                "en": ProgrammeTextDraft("Specialist", "From sale to customs.", "<p>All about it.</p>"),
                "ru": ProgrammeTextDraft("Специалист", "От продажи до таможни.", "<p>Всё о ней.</p>"),
            },
            courses=(
                ProgrammeCourseDraft(
                    "selling", "1", "basic", 8, {"en": "Selling", "ru": "Продажи"}, {"en": ["Shop"], "ru": ["Магазин"]}
                ),
                ProgrammeCourseDraft(
                    "law", "10", "officials", 6, {"en": "Law", "ru": "Право"}, {"en": ["Acts"], "ru": ["Законы"]}
                ),
            ),
            tracks=(
                TrackDraft(
                    "seller", {"en": "Seller", "ru": "Продавец"}, {"en": "Sells.", "ru": "Продаёт."}, ("selling",)
                ),
            ),
        ),
        now=NOW,
    )
    db.session.commit()


def test_the_catalogue_shows_what_one_chooses_by(client: Browser) -> None:
    courses.a_course(title="Parcels", slug="parcels", level="intermediate", hours=7, position=3)
    html = text(client, "/courses/")
    assert 'href="/courses/parcels/"' in html
    for shown in ("Parcels", "What Parcels is about.", "03", "Intermediate", "English", "Русский"):
        assert shown in html


def test_titles_come_in_the_readers_language_and_say_when_they_are_in_another(client: Browser) -> None:
    courses.a_course(title="Parcels")
    assert "Курс Parcels" in text(client, "/courses/", headers={"Accept-Language": "ru"})
    assert '<span lang="en" dir="ltr">Parcels</span>' in text(client, "/courses/", headers={"Accept-Language": "zh"})


def test_filters_stand_in_the_address(client: Browser) -> None:
    courses.a_course(title="Parcels", level="basic")
    courses.a_course(title="Adverts", level="advanced")
    html = text(client, "/courses/?level=advanced&language=ru")
    assert "Adverts" in html and "Parcels" not in html
    assert '<option value="advanced" selected>' in html
    assert '<option value="ru" selected>' in html


def test_a_search_without_results_says_what_to_do(client: Browser) -> None:
    courses.a_course()
    html = text(client, "/courses/?q=" + "%3Cscript%3Ealert(1)%3C/script%3E")
    assert "No course found" in html and "Show all courses" in html
    assert "<script>alert" not in html
    assert 'data-count-text="0 courses"' in html


def test_an_empty_catalogue_says_that_courses_will_come(client: Browser) -> None:
    assert "No courses yet" in text(client, "/courses/")
    text(client, "/")


def test_the_list_goes_on_over_pages(client: Browser) -> None:
    for number in range(1, 27):
        courses.a_course(title=f"Nr {number:02d}x", position=number)
    first, second = text(client, "/courses/"), text(client, "/courses/?page=2")
    assert "Nr 24x" in first and "Nr 25x" not in first and "26 courses" in first
    assert "Nr 25x" in second and "Nr 24x" not in second
    assert "The list ends before this page" in text(client, "/courses/?page=900")


@pytest.mark.parametrize(
    "query",
    [
        "q=%25", "q=_", "q='%20OR%201=1--", "q=%00", "q=\\", "q=" + "a" * 5000, "q=%F0%9F%98%80", "q=(((", "q=%FF%FE",
        "level=%27", "level=basic%27--", "language=%25", "language=en%00", "page=-1", "page=1e9", "page=999999999999",
        "q=%E2%80%AE", "q=" + "%D8%A7" * 300, "q[]=1", "q=1&q=2", "page=%D9%A1",
    ],
)  # fmt: skip
def test_c13_garbage_in_the_address_finds_nothing_more_and_breaks_nothing(client: Browser, query: str) -> None:
    courses.a_course(title="Parcels")
    answer = client.get(f"/courses/?{query}")
    assert answer.status_code == (400 if "%00" in query else 200)  # NUL is refused for the whole site
    if query.startswith(("q=%25", "q=_", "q='")):
        assert "Parcels" not in answer.get_data(as_text=True)


def test_a05_a_course_that_is_not_published_is_on_no_open_page(client: Browser) -> None:
    a_programme()
    hidden = courses.a_course(slug="selling", title="Parcels", languages=("en", "zh"))
    courses.a_course(title="Adverts")
    db.session.execute(update(Course).where(Course.id == hidden.id).values(state="draft"))
    for url in (
        "/",
        "/courses/",
        "/courses/?q=parcels",
        "/courses/?q=parc",
        "/courses/?level=basic",
        "/courses/?language=zh",
    ):
        html = text(client, url)
        assert "Parcels" not in html and "/courses/selling/" not in html, url
    assert "中文" not in text(client, "/courses/").split("<main")[1], "no filter tells its language"
    assert "/courses/selling/" not in text(client, "/programmes/specialist/")
    assert client.get("/courses/selling/").status_code == 404


def test_seats_are_shown_when_they_are_limited(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    class Seats:
        def __init__(self, capacity: int | None, taken: int, is_open: bool = True) -> None:
            self.capacity, self.taken, self.is_open = capacity, taken, is_open

    free, full, open_to_all, over = (courses.a_course().id for _ in range(4))
    seats = {free: Seats(30, 12), full: Seats(5, 5), open_to_all: Seats(None, 900), over: Seats(40, 13, is_open=False)}
    monkeypatch.setattr(catalogue, "seat_facts", lambda ids: seats)
    html = text(client, "/courses/")
    assert html.count("18 seats left") == 1
    assert html.count("Full: waiting list") == 1
    assert html.count("seats left") == 1
    assert html.count("Enrolment closed") == 1


def test_the_catalogue_costs_at_most_six_statements(client: Browser, statements: Statements) -> None:
    for _ in range(30):
        courses.a_course()
    person = accounts.a_person()
    client.sign_in(person)
    for url in ("/courses/", "/courses/?q=course&level=basic&language=en", "/courses/?page=2", "/courses/?page=9"):
        with statements as seen:
            client.get(url)
        assert 0 < seen.count <= 6, seen.texts


def test_the_home_page_counts_what_is_there(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(8):
        courses.a_course()
    monkeypatch.setattr(catalogue, "home_figures", lambda: {"countries": 45, "certificates": 12486})
    html = text(client, "/")
    for number, label in (("8", "courses"), ("2", "languages"), ("45", "countries"), ("12,486", "certificates issued")):
        assert f"<dt>{label}</dt><dd><bdi>{number}</bdi></dd>" in html
    assert html.count("tile-title") == 6
    assert 'href="/verify/"' in html and "Start learning" in html


def test_the_home_page_leads_a_signed_in_person_on(client: Browser) -> None:
    client.sign_in(accounts.a_person())
    html = text(client, "/")
    assert "Continue learning" in html and "Start learning" not in html


def test_the_home_page_costs_a_fixed_number_of_statements(client: Browser, statements: Statements) -> None:
    a_programme()
    courses.a_course()
    client.get("/")
    with statements as few:
        client.get("/")
    for _ in range(30):
        courses.a_course()
    with statements as many:
        client.get("/")
    assert many.count == few.count <= 8


def test_the_programme_shows_its_courses_in_order_and_which_are_open(client: Browser, statements: Statements) -> None:
    a_programme()
    courses.a_course(slug="selling")
    with statements as seen:
        html = text(client, "/programmes/specialist/")
    assert seen.count <= 3
    assert html.index("Selling") < html.index("Law")
    assert 'href="/courses/selling/"' in html and 'href="/courses/law/"' not in html
    assert "Open now" in html and "In preparation" in html and "For officials" in html
    assert "<p>All about it.</p>" in html and "Seller" in html and "8 hours in all" in html
    assert "Специалист" in text(client, "/programmes/specialist/", headers={"Accept-Language": "ru"})


def test_a_programme_that_is_not_there_is_missing(client: Browser) -> None:
    assert client.get("/programmes/nothing/").status_code == 404


def test_home_links_to_the_programme(client: Browser) -> None:
    a_programme()
    assert 'href="/programmes/specialist/"' in text(client, "/")


@pytest.mark.parametrize("language", ["en", "ru", "zh", "fa"])
def test_every_page_is_sound_in_every_language(app: Flask, client: Browser, language: str) -> None:
    a_programme()
    courses.a_course(slug="selling")
    for url in ("/", "/courses/", "/courses/?q=zzz", "/programmes/specialist/"):
        html = text(client, url, headers={"Accept-Language": language})
        assert f'<html lang="{language}"' in html
    with app.test_request_context():
        assert url_for("courses.home") == "/"
