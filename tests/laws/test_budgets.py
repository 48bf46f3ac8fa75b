"""Bytes over the wire: any page a trainee comes to first, with all its files, on a slow phone.

Measured as a browser that knows only gzip gets them, headers included, on the real courses with their longest texts.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.assessment import services as quizzes
from lms.assessment.queries import attempt_sheet
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.languages import INTERFACE_LANGUAGES
from lms.core.paths import content_folder, template_folder
from lms.courses.models import Item, ItemText, ItemVersion
from lms.courses.queries import CourseFacts, outline, published_course
from lms.enrolment.queries import enrolment_of
from lms.packages.services import import_courses
from lms.web.headers import CONTENT_SECURITY_POLICY
from lms.web.static import BUILT
from tests.bench.wire import files_of, unpack
from tests.factories import accounts, assignments, certificates, courses, enrolment, progress

KB = 1024
PAGE, SCRIPTS, VISIT = 14 * KB, 20 * KB, 60 * KB
STUDIO_SCRIPTS = 60 * KB  # what authors load, with what every page loads
# The scripts that pages name in their heads: of every page, of a quiz, of work on an assignment, of the studio.
ENTRIES = ("app", "quiz", "draft", "studio")
BUILT_FILES = list(json.loads((BUILT / "manifest.json").read_text()).values())
COURSES = sorted(folder.parent.name for folder in content_folder().glob("*/course.yaml"))


def fetch(client: FlaskClient, address: str) -> TestResponse:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, f"{address}: {response.status_code}"
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    return response


def weight(response: TestResponse) -> int:
    """What goes over the wire: the body as it is sent, and the headers."""
    headers = sum(len(name) + len(value) + 4 for name, value in response.headers.items())
    return len(response.data) + headers


def words(response: TestResponse) -> str:
    return unpack(response.data, response.headers.get("Content-Encoding", "")).decode()


@dataclass
class Visit:
    """A first visit, in bytes."""

    page: int
    scripts: int
    files: int

    @property
    def total(self) -> int:
        return self.page + self.files


def visit(client: FlaskClient, address: str) -> Visit:
    page = fetch(client, address)
    files = files_of(words(page), address, lambda script: words(fetch(client, script)))
    assert any(name.endswith(".css") for name in files), f"{address} has no style"
    assert any(name.endswith(".js") for name in files), f"{address} has no script"
    weights = {name.split("?")[0]: weight(fetch(client, name)) for name in files}
    return Visit(weight(page), sum(w for name, w in weights.items() if name.endswith(".js")), sum(weights.values()))


def over_budget(client: FlaskClient, addresses: list[str]) -> list[str]:
    """What is too heavy, in words."""
    found = []
    for address in addresses:
        seen = visit(client, address)
        for what, bytes_, most in (
            ("page", seen.page, PAGE),
            ("scripts", seen.scripts, SCRIPTS),
            ("visit", seen.total, VISIT),
        ):
            if bytes_ > most:
                found.append(f"{address}: the {what} weighs {bytes_ / KB:.1f} KB, over {most // KB}")
    return found


@pytest.fixture
def real_course(request: pytest.FixtureRequest, app: Flask) -> CourseFacts:
    """A course of the programme, as `lms course import` publishes it."""
    import_courses([content_folder() / request.param], now=utc_now())
    db.session.commit()
    course = published_course(request.param)
    assert course is not None
    return course


@pytest.fixture
def trainee(client: FlaskClient) -> Any:
    person = accounts.a_person()
    client.sign_in(person)  # type: ignore[attr-defined]
    return person


def longest_items(course: CourseFacts, kind: str, language: str, count: int = 2) -> list[str]:
    """The keys of the items with most words in a language."""
    return list(
        db.session.scalars(
            select(Item.key)
            .join(ItemVersion, ItemVersion.item_id == Item.id)
            .join(ItemText, ItemText.item_version_id == ItemVersion.id)
            .where(ItemVersion.revision_id == course.revision_id, Item.kind == kind, ItemText.language == language)
            .order_by(func.length(ItemText.html).desc())
            .limit(count)
        )
    )


@pytest.mark.parametrize("real_course", COURSES, indirect=True)
def test_the_longest_lessons_of_a_course_are_light_in_every_language(
    real_course: CourseFacts, trainee: Any, client: FlaskClient
) -> None:
    place = enrolment.an_enrolment(trainee, real_course)
    wrong = []
    for language in INTERFACE_LANGUAGES:
        client.post(f"/language/{language}")
        texts = language if language in real_course.languages else real_course.source_language
        keys = [*longest_items(real_course, "reading", texts), *longest_items(real_course, "quiz", texts, 1)]
        for key in keys:
            progress.unlock(place, real_course, key)
        db.session.commit()
        pages = [f"/learn/{real_course.slug}/{key}/" for key in keys]
        pages += [f"/courses/{real_course.slug}/", f"/learn/{real_course.slug}/", f"/learn/{real_course.slug}/grades"]
        wrong += [f"{language}: {each}" for each in over_budget(client, pages)]
    assert wrong == []


@pytest.mark.parametrize("real_course", COURSES, indirect=True)
def test_the_longest_quiz_and_its_result_are_light_in_every_language(
    real_course: CourseFacts, trainee: Any, client: FlaskClient
) -> None:
    place = enrolment.an_enrolment(trainee, real_course)
    wrong = []
    item = outline(real_course.revision_id).item(real_course.final_quiz or "")
    assert item is not None
    progress.unlock(place, real_course, item.key)
    given = {"enrolment_id": place.id, "person_id": trainee.id, "item_id": item.id, "item_version_id": item.version_id}
    attempt = quizzes.start_attempt(**given, now=utc_now())
    db.session.commit()
    base = f"/learn/{real_course.slug}/{item.key}/attempts/{attempt.public_id}/"
    for address in (base, f"{base}review", f"{base}result"):
        if address.endswith("result"):
            quizzes.grade(attempt.id, now=utc_now())
            db.session.commit()
        for language in INTERFACE_LANGUAGES:
            client.post(f"/language/{language}")
            wrong += [f"{language}: {each}" for each in over_budget(client, [address])]
    sheet = attempt_sheet(attempt.public_id)
    assert sheet is not None
    assert len(sheet.slots) >= 15
    assert wrong == []


PUBLIC = [
    "/", "/courses/", "/courses/?q=course&level=basic&language=en", "/verify/", "/auth/login", "/auth/register",
    "/auth/forgot-password", "/privacy", "/accessibility",
]  # fmt: skip
OWN = ["/learn/", "/certificates/", "/account/", "/account/data", "/account/sign-ins", "/account/password"]


@pytest.fixture
def programme(app: Flask) -> list[CourseFacts]:
    """A catalogue of more courses than a page shows."""
    summary = "Goods, money and data across borders, with worked examples from many countries and every kind of shop."
    made = []
    for number in range(30):
        words = courses.course_words(f"Selling across borders {number}", summary=summary)
        made.append(courses.a_course(slug=f"selling-{number}", texts={"en": words, "ru": words}))
    db.session.commit()
    return made


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_public_pages_are_light(language: str, programme: list[CourseFacts], client: FlaskClient) -> None:
    client.post(f"/language/{language}")
    code = certificates.a_certificate(course=programme[0]).code
    db.session.commit()
    assert over_budget(client, [*PUBLIC, f"/verify/{code}", f"/courses/{programme[0].slug}/"]) == []


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_own_pages_of_a_busy_trainee_are_light(
    language: str, programme: list[CourseFacts], trainee: Any, client: FlaskClient
) -> None:
    client.post(f"/language/{language}")
    for number, course in enumerate(programme[:12]):
        if number % 3:
            enrolment.an_enrolment(trainee, course)
        else:
            certificates.a_certificate(trainee, course)
    db.session.commit()
    assert enrolment_of(trainee.id, programme[1].id) is not None
    assert over_budget(client, OWN) == []


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_pages_of_an_assignment_are_light(language: str, app: Flask, client: FlaskClient) -> None:
    assignment = assignments.an_assignment(submission={"files": 3, "kinds": ["pdf", "docx"]})
    returned = assignments.hand_in(assignments.a_draft_of(assignment))
    assignments.give_back(returned, accounts.an_instructor(assignment.course))
    draft = assignments.a_draft_of(assignment, returned.person)
    db.session.commit()
    client.sign_in(returned.person)  # type: ignore[attr-defined]
    client.post(f"/language/{language}")
    assert b"data-upload" in client.get(draft.url).data, "the heaviest of them takes files"
    assert over_budget(client, [returned.item_url, returned.url, draft.url]) == []


def scripts_of(client: FlaskClient, *entries: str) -> set[str]:
    """The addresses of these entries and of all that they may import."""
    named = [name for name in BUILT_FILES if name.endswith(".js") and name.split(".")[0] in entries]
    assert len(named) == len(entries)
    markup = "".join(f'<script src="/static/{name}">' for name in named)
    return files_of(markup, "/", lambda address: words(fetch(client, address)))


@pytest.mark.parametrize(("entry", "most"), [("quiz", SCRIPTS), ("draft", SCRIPTS), ("studio", STUDIO_SCRIPTS)])
def test_all_scripts_of_a_page_are_light_with_those_of_every_page(client: FlaskClient, entry: str, most: int) -> None:
    assert 0 < sum(weight(fetch(client, address)) for address in scripts_of(client, "app", entry)) <= most


def test_every_script_belongs_to_an_entry_that_a_page_names(client: FlaskClient) -> None:
    assert {f"/static/{name}" for name in BUILT_FILES if name.endswith(".js")} == scripts_of(client, *ENTRIES)
    pages = "".join(page.read_text(encoding="utf-8") for page in template_folder().rglob("*.html"))
    named = set(re.findall(r"<script[^>]*asset\('([\w-]+)\.js'\)", pages))
    assert named == set(ENTRIES)


def test_a_file_is_sent_compressed_and_kept_for_a_year(client: FlaskClient) -> None:
    for name in BUILT_FILES:
        answer = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
        assert answer.headers["Content-Encoding"] == "gzip", name
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
