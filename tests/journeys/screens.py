"""Every screen of the product, by who sees it: each page, and each state that a page can be in.

Not here: 500, which nothing of ours can bring about, and 503, which takes a database that is busy for five seconds.
"""

import json
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.journeys.acts import Screen, guess_until_stopped, lose_token, open_menu, post_too_much, sent
from tests.journeys.conftest import PASSWORD, Site
from tests.journeys.furniture import BY_REQUEST, FILM, FULL, LATER, SUSPENDED, UNCONFIRMED, WITH_CODE
from tests.journeys.learning import COURSE

OTHER = "customs-vat-landed-cost"
PROGRAMME = "e-commerce-specialist"
EMPTY_HANDED = "madina.ospanova@example.org"  # has enrolled in nothing
QUIZ = f"/learn/{COURSE}/quiz-business-models/"
NOBODY = "ECA-0000-0000-0000"


@dataclass(frozen=True)
class Codes:
    """What the demo and the furniture named by chance: certificates by status, people, attempts, letters' links."""

    of_trainee: str
    valid: str
    revoked: str
    replaced: str
    holder_of_revoked: str
    person: str


def _ask(site: Site, statement: str, *values: object) -> list[str]:
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as connection:
        return [str(row[0]) for row in connection.execute(statement, values)]


def codes(site: Site) -> Codes:
    whose = "SELECT code FROM certificate c JOIN person p ON p.id = c.person_id WHERE status = 'valid' AND email = ?"
    by_status = "SELECT code FROM certificate WHERE status = ? ORDER BY id LIMIT 1"
    revoked = _ask(site, by_status, "revoked")[0]
    holder = "SELECT email FROM certificate c JOIN person p ON p.id = c.person_id WHERE code = ?"
    return Codes(
        of_trainee=_ask(site, whose, "trainee@example.org")[0],
        valid=_ask(site, whose, "finished@example.org")[0],
        revoked=revoked,
        replaced=_ask(site, by_status, "replaced")[0],
        holder_of_revoked=_ask(site, holder, revoked)[0],
        person=_person(site, "trainee@example.org"),
    )


def _person(site: Site, email: str) -> str:
    return _ask(site, "SELECT public_id FROM person WHERE email = ?", email)[0]


def _visitors(site: Site) -> dict[str, list[Screen]]:
    code = codes(site)
    links = json.loads((site.instance / "letters.json").read_text())
    found = [
        Screen("home", "/"),
        Screen("home-menu-open", "/", open_menu),
        Screen("catalogue", "/courses/"),
        Screen("catalogue-nothing-found", "/courses/?q=zzzz"),
        Screen("catalogue-filtered", "/courses/?level=basic&language=ru"),
        Screen("catalogue-past-the-end", "/courses/?page=9"),
        Screen("course-visitor", f"/courses/{OTHER}/"),
        Screen("course-visitor-of-a-full-one", f"/courses/{FULL}/"),
        Screen("programme", f"/programmes/{PROGRAMME}/"),
        Screen("register", "/auth/register"),
        Screen("register-errors", "/auth/register", sent()),
        Screen("register-weak-password", "/auth/register", sent(name="李明", email="x", password="1234567890")),
        Screen("login", "/auth/login"),
        Screen("login-errors", "/auth/login", sent()),
        Screen("login-wrong", "/auth/login", sent(email="nobody@example.org", password="not this one")),
        Screen("login-suspended", "/auth/login", sent(email=SUSPENDED, password=PASSWORD)),
        Screen("check-mail", "/auth/login", sent(email=UNCONFIRMED, password=PASSWORD)),
        Screen("forgot-password", "/auth/forgot-password"),
        Screen("forgot-password-errors", "/auth/forgot-password", sent()),
        # Another address each time: there are only three letters an hour to one.
        Screen("letter-sent", "/auth/forgot-password", sent(email=f"{uuid.uuid4().hex}@example.org")),
        Screen("reset-password", f"/auth/reset-password/{links['reset']}"),
        Screen("reset-password-errors", f"/auth/reset-password/{links['reset']}", sent(password="short")),
        Screen("reset-password-worn-out", "/auth/reset-password/forged"),
        Screen("confirm", f"/auth/confirm/{links['confirm']}"),
        Screen("confirm-new-address", f"/auth/confirm/{links['change']}"),
        Screen("confirm-worn-out", "/auth/confirm/forged"),
        Screen("privacy", "/privacy"),
        Screen("accessibility", "/accessibility"),
        Screen("verify", "/verify/"),
        Screen("verify-valid", f"/verify/{code.valid}"),
        Screen("verify-revoked", f"/verify/{code.revoked}"),
        Screen("verify-replaced", f"/verify/{code.replaced}"),
        Screen("verify-unknown", f"/verify/?code={NOBODY}"),
        Screen("error-400-token", "/auth/login", lose_token),
        Screen("error-404", "/nothing-here"),
        Screen("error-413", "/auth/login", post_too_much),
    ]
    return {"": found}


def _trainees(site: Site) -> dict[str, list[Screen]]:
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
    found = _ask(site, ATTEMPT, f"{name}@example.org", FILM, item, state)
    return f"/learn/{FILM}/{item}/attempts/{found[0]}/"


def _let_time_pass(site: Site, name: str, page_name: str) -> Callable[[Page], None]:
    """Shows an attempt whose time is over and which the worker, who looks every minute, has not graded yet."""
    any_state = ATTEMPT.replace("a.state = ?", "a.state IN ('open', ?)")
    found = _ask(site, any_state, f"{name}@example.org", FILM, "final-quiz", "graded")

    def act(page: Page) -> None:
        with closing(sqlite3.connect(site.database, timeout=10)) as connection, connection:
            connection.execute(
                "UPDATE attempt SET state = 'open', submitted_at = NULL, deadline_at = '2026-01-02 03:04:05.000000'"
                " WHERE public_id = ?",
                found[:1],
            )
        page.goto(f"/learn/{FILM}/final-quiz/attempts/{found[0]}/{page_name}")

    return act


def _staff(site: Site) -> dict[str, list[Screen]]:
    code = codes(site)
    admin = f"/admin/certificates/{code.valid}"
    waiting = _ask(site, "SELECT enrolment_id FROM award WHERE state = 'awaiting' ORDER BY enrolment_id")
    approve = "/admin/certificates/approve?" + "&".join(f"enrolment={one}" for one in waiting)
    decline = f"/admin/certificates/awards/{waiting[0]}/decline"
    people = "/admin/people"
    person = f"{people}/{code.person}"
    return {
        "instructor@example.org": [
            Screen("dashboard-staff", "/learn/"),
            Screen("studio", "/studio/"),
            Screen("course-staff", f"/courses/{COURSE}/"),
            Screen("studio-people", f"/studio/{COURSE}/people"),
            Screen("studio-people-page-2", f"/studio/{COURSE}/people?page=2"),
            Screen("gradebook", f"/studio/{COURSE}/gradebook"),
            Screen("gradebook-by-total", f"/studio/{COURSE}/gradebook?sort=-total"),
            Screen("gradebook-nobody", f"/studio/{COURSE}/gradebook?q=zzzz"),
            Screen("gradebook-person", f"/studio/{COURSE}/gradebook/{code.person}/"),
            Screen("gradebook-score", f"/studio/{COURSE}/gradebook/{code.person}/final-quiz/"),
            Screen("analysis", f"/studio/{COURSE}/analysis?quiz=final-quiz"),
            Screen("lesson-observed", f"/learn/{COURSE}/the-b2b-sale/"),
            Screen("quiz-observed", QUIZ),
        ],
        "coordinator@example.org": [Screen("dashboard-coordinator", "/learn/")],
        "admin@example.org": [
            Screen("admin", "/admin/"),
            Screen("dashboard-admin", "/learn/"),
            Screen("studio-people-waiting", f"/studio/{FULL}/people"),
            Screen("studio-people-requests", f"/studio/{BY_REQUEST}/people"),
            Screen("studio-people-nobody", f"/studio/{LATER}/people"),
            Screen(
                "studio-settings-errors",
                f"/studio/{FULL}/people",
                sent("main form[action$=settings]", mode="code", capacity="0"),
            ),
            Screen(
                "studio-settings-refused", f"/studio/{COURSE}/people", sent("main form[action$=settings]", capacity="1")
            ),
            Screen("admin-people", people),
            Screen("admin-people-page-2", f"{people}?page=2"),
            Screen("admin-people-nobody", f"{people}?q=zzzz"),
            Screen("admin-people-suspended", f"{people}?state=suspended"),
            Screen("admin-person", person),
            Screen("admin-person-suspend-errors", person, sent("main form[action$=suspend]")),
            Screen("admin-person-grant-errors", person, sent("main form[action$=roles]")),
            Screen("admin-person-instructor", f"{people}/{_person(site, 'instructor@example.org')}"),
            Screen("admin-person-suspended", f"{people}/{_person(site, SUSPENDED)}"),
            Screen("admin-person-unconfirmed", f"{people}/{_person(site, UNCONFIRMED)}"),
            Screen(
                "admin-person-erased",
                f"{people}/{_ask(site, 'SELECT public_id FROM person WHERE erased_at IS NOT NULL')[0]}",
            ),
            Screen("admin-person-self", f"{people}/{_person(site, 'admin@example.org')}"),
            Screen("audit", "/admin/audit"),
            Screen("audit-of-one-deed", "/admin/audit?action=person.suspended"),
            Screen("audit-nothing", "/admin/audit?thing=person:0"),
            Screen("admin-certificates", "/admin/certificates"),
            Screen("admin-certificates-awaiting", "/admin/certificates?show=awaiting"),
            Screen("admin-certificates-revoked", "/admin/certificates?show=revoked"),
            Screen("admin-certificates-nothing", "/admin/certificates?q=zzzz"),
            Screen("admin-certificates-awaiting-nothing", "/admin/certificates?show=awaiting&q=zzzz"),
            Screen("admin-certificate", admin),
            Screen("admin-certificate-revoked", f"/admin/certificates/{code.revoked}"),
            Screen("admin-certificate-replaced", f"/admin/certificates/{code.replaced}"),
            Screen("revoke", f"{admin}/revoke"),
            Screen("revoke-errors", f"{admin}/revoke", sent()),
            Screen("correct", f"{admin}/correct"),
            Screen("correct-errors", f"{admin}/correct", sent(printed_name="")),
            Screen("issue", "/admin/certificates/issue"),
            Screen("issue-nobody", "/admin/certificates/issue?email=nobody@example.org"),
            Screen("issue-found", "/admin/certificates/issue?email=finished@example.org"),
            Screen("issue-one", "/admin/certificates/issue?email=arjun.mehta@example.org"),
            Screen("issue-nothing", f"/admin/certificates/issue?email={EMPTY_HANDED}"),
            Screen("issue-again", f"/admin/certificates/{code.revoked}/again"),
            Screen("issue-again-errors", f"/admin/certificates/{code.revoked}/again", sent()),
            Screen("approve", approve),
            Screen("approve-nothing", "/admin/certificates/approve"),
            Screen("decline", decline),
            Screen("decline-errors", decline, sent()),
        ],
    }


# The screens by the mail address of who opens them; the empty address is a visitor.
SHELVES: dict[str, Callable[[Site], dict[str, list[Screen]]]] = {
    "visitors": _visitors, "trainees": _trainees, "staff": _staff,
}  # fmt: skip
