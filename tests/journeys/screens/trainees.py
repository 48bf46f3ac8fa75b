"""Screens of trainees, each state before the person of the demo who is in it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page

from tests.journeys.acts import Screen, guess_until_stopped, sent
from tests.journeys.conftest import Site
from tests.journeys.furniture import BY_REQUEST, FILM, FULL, LATER, WITH_CODE
from tests.journeys.learning import COURSE
from tests.journeys.screens.codes import EMPTY_HANDED, OTHER, QUIZ, ask, codes


def trainees(site: Site) -> dict[str, list[Screen]]:
    code = codes(site)
    film = f"/learn/{FILM}"
    return {
        "trainee@example.org": [
            Screen("dashboard", "/learn/"),
            Screen("outline-completed", f"/learn/{COURSE}/"),
            Screen("outline-midway", f"/learn/{OTHER}/"),
            Screen("lesson-completed", f"/learn/{COURSE}/money-in-one-order/"),
            Screen("lesson", f"/learn/{OTHER}/landed-price-dap-ddp/"),
            Screen("quiz-passed", QUIZ),
            Screen("quiz-final", f"/learn/{COURSE}/final-quiz/"),
            Screen("quiz-not-started", f"/learn/{OTHER}/quiz-prohibited-and-safe/"),
            Screen("grades", f"/learn/{OTHER}/grades"),
            Screen("course-resume", f"/courses/{OTHER}/"),
            Screen("course-request", f"/courses/{BY_REQUEST}/"),
            Screen("course-with-code", f"/courses/{WITH_CODE}/"),
            Screen("course-wrong-code", f"/courses/{WITH_CODE}/", sent("main form:has([name=code])", code="WRONG")),
            Screen("course-full", f"/courses/{FULL}/"),
            Screen("course-others-first", f"/courses/{LATER}/"),
            Screen("certificates", "/certificates/"),
            Screen("certificate", f"/certificates/{code.of_trainee}"),
            Screen("account", "/account/"),
            Screen("account-errors", "/account/", sent(name="", latin_name="李明")),
            Screen("password", "/account/password"),
            Screen("password-errors", "/account/password", sent(current_password="no", password="short")),
            Screen("email", "/account/email"),
            Screen("email-errors", "/account/email", sent(email="nowhere", current_password="")),
            Screen("sign-ins", "/account/sign-ins"),
            Screen("data", "/account/data"),
            Screen("data-erase-errors", "/account/data", sent("main form[action$=erase]")),
            Screen("error-403", "/admin/"),
        ],
        "finished@example.org": [
            Screen("dashboard-finished", "/learn/"),
            Screen("course-completed", f"/courses/{COURSE}/"),
            Screen("certificates-several", "/certificates/"),
        ],
        EMPTY_HANDED: [
            Screen("dashboard-empty", "/learn/"),
            Screen("certificates-empty", "/certificates/"),
            Screen("course-enrol", f"/courses/{COURSE}/"),
            Screen("lessons-closed", f"/learn/{COURSE}/"),
        ],
        "nurgul.asanova@example.org": [
            Screen("video", f"{film}/packing-film/"),
            Screen("step-locked", f"{film}/quiz-send/"),
            Screen("step-locked-by-module", f"{film}/at-the-door/"),
            Screen("step-optional", f"{film}/more-to-read/"),
            Screen("outline-started", f"{film}/"),
            Screen("course-start", f"/courses/{FILM}/"),
        ],
        "anna.sokolova@example.org": [
            Screen("quiz-going-on", f"{film}/final-quiz/"),
            Screen("attempt-timed", _attempt(site, "anna.sokolova", "final-quiz", "open")),
            Screen("attempt-review", f"{_attempt(site, 'anna.sokolova', 'final-quiz', 'open')}review"),
            Screen("result-failed-hidden", f"{_attempt(site, 'anna.sokolova', 'final-quiz', 'graded')}result"),
        ],
        "rajesh.kumar@example.org": [
            Screen("quiz-failed", f"{film}/quiz-send/"),
            Screen("result-failed", f"{_attempt(site, 'rajesh.kumar', 'quiz-send', 'graded')}result"),
        ],
        "malika.yuldosheva@example.org": [
            Screen("attempt", _attempt(site, "malika.yuldosheva", "quiz-send", "open")),
            Screen("result-passed", f"{_attempt(site, 'malika.yuldosheva', 'final-quiz', 'graded')}result"),
        ],
        "bilal.ahmed@example.org": [
            Screen("attempt-over", f"{film}/", _let_time_pass(site, "bilal.ahmed", "")),
            Screen("attempt-over-review", f"{film}/", _let_time_pass(site, "bilal.ahmed", "review")),
        ],
        "olga.kim@example.org": [
            Screen("dashboard-waiting", "/learn/"),
            Screen("course-pending", f"/courses/{BY_REQUEST}/"),
            Screen("course-waiting-list", f"/courses/{FULL}/"),
            Screen("lessons-pending", f"/learn/{BY_REQUEST}/"),
        ],
        "sana.malik@example.org": [Screen("error-429", f"/courses/{WITH_CODE}/", guess_until_stopped)],
        "pavel.novik@example.org": [Screen("course-refused", f"/courses/{BY_REQUEST}/")],
        "timur.zhaksybekov@example.org": [Screen("course-left", f"/courses/{OTHER}/")],
        "bakyt.mambetov@example.org": [Screen("certificates-awaiting", "/certificates/")],
        "zhyldyz.esenova@example.org": [Screen("certificates-declined", "/certificates/")],
        code.holder_of_revoked: [Screen("certificate-revoked", f"/certificates/{code.revoked}")],
    }


ATTEMPT = """SELECT a.public_id FROM attempt a JOIN item i ON i.id = a.item_id JOIN course c ON c.id = i.course_id
    JOIN person p ON p.id = a.person_id
    WHERE p.email = ? AND c.slug = ? AND i.key = ? AND a.state = ? ORDER BY a.id"""


def _attempt(site: Site, name: str, item: str, state: str) -> str:
    found = ask(site, ATTEMPT, f"{name}@example.org", FILM, item, state)
    return f"/learn/{FILM}/{item}/attempts/{found[0]}/"


def _let_time_pass(site: Site, name: str, page_name: str) -> Callable[[Page], None]:
    """Shows an attempt whose time is over and which the worker, who looks every minute, has not graded yet."""
    any_state = ATTEMPT.replace("a.state = ?", "a.state IN ('open', ?)")
    found = ask(site, any_state, f"{name}@example.org", FILM, "final-quiz", "graded")

    def act(page: Page) -> None:
        with closing(sqlite3.connect(site.database, timeout=10)) as connection, connection:
            connection.execute(
                "UPDATE attempt SET state = 'open', submitted_at = NULL, deadline_at = '2026-01-02 03:04:05.000000'"
                " WHERE public_id = ?",
                found[:1],
            )
        page.goto(f"/learn/{FILM}/final-quiz/attempts/{found[0]}/{page_name}")

    return act
