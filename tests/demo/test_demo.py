"""The demo: a lively population in an empty database, and never among real people."""

import hashlib
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import stamp
from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.certificates.models import Award, Certificate
from lms.commands import demo, serve
from lms.core.cache import forget_all
from lms.core.db import Model, db
from lms.demo.people import PASSWORD
from lms.demo.services import SIGN_INS, load_demo
from lms.enrolment.models import Enrolment
from tests.commands import SECRET, lms
from tests.conftest import make_app, new_database
from tests.factories import accounts


@pytest.fixture(scope="module")
def demo_app(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Iterator[Flask]:
    """An installation with the demo in it, made once for all tests of this file."""
    folder = tmp_path_factory.mktemp("demo")
    forget_all()
    app = make_app(folder, new_database(folder, f"lms_demo_{worker_name}"))
    with app.app_context():
        db.create_all()
        list(load_demo())
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    forget_all()


def _everything(app: Flask) -> dict[str, str]:
    """A fingerprint of each table; `programme.updated_at` only says when its files were last read."""
    found = {}
    with app.app_context():
        for name, table in Model.metadata.tables.items():
            columns = [column for column in table.columns if column.name != "updated_at"]
            rows = sorted(repr(row) for row in db.session.execute(select(*columns)))
            found[name] = hashlib.sha256("".join(rows).encode()).hexdigest()
        db.session.remove()
    return found


def test_people_of_ten_countries_stand_at_every_stage(demo_app: Flask) -> None:
    with demo_app.app_context():
        countries = db.session.scalar(select(func.count(func.distinct(Person.country_code))))
        stages = set(db.session.scalars(select(Enrolment.status)))
        certificates = set(db.session.scalars(select(Certificate.status)))
        awaiting = db.session.scalar(select(func.count()).where(Award.state == "awaiting"))
        asking = db.session.scalar(select(func.count()).where(Enrolment.status == "pending"))
        addresses = set(db.session.scalars(select(Person.email).where(Person.is_demo)))
        real = db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(False)))
        db.session.remove()
    assert countries is not None and countries >= 10 and real == 0
    assert {"active", "completed", "withdrawn"} <= stages
    assert certificates == {"valid", "revoked", "replaced"}
    assert awaiting == 3, "something for an administrator to approve"
    assert asking == 3, "and for an instructor to answer"
    assert {f"{name}@example.org" for name in SIGN_INS} <= addresses


def test_the_final_quiz_waits_and_says_for_what(demo_app: Flask) -> None:
    client = demo_app.test_client()
    client.post("/auth/login", data={"email": "trainee@example.org", "password": PASSWORD})
    page = client.get("/learn/customs-vat-landed-cost/").text
    assert "Opens when you have completed “Quiz: prohibited goods and product safety”." in unescape(
        re.sub("<.*?>", "", page)
    )
    assert client.get("/learn/customs-vat-landed-cost/final-quiz/").status_code == 403


def test_a_second_demo_takes_seconds_and_changes_nothing(demo_app: Flask) -> None:
    before = _everything(demo_app)
    began = time.monotonic()
    with demo_app.app_context():
        said = list(load_demo())
        db.session.remove()
    assert time.monotonic() - began < 5
    assert "  trainee@example.org" in said and not any("Invited" in line or "Published" in line for line in said)
    after = _everything(demo_app)
    assert [name for name in before if before[name] != after[name]] == []


def test_where_there_are_real_people_nobody_is_invited(live_app: Flask) -> None:
    with live_app.app_context():
        accounts.a_person(email="real@example.org")
        db.session.commit()
        said = list(load_demo())
        assert "This database holds real people: no demo people were added." in said
        assert not any("@example.org" in line for line in said), "no password is told that opens nothing"
        assert list(db.session.scalars(select(Person.email))) == ["real@example.org"]
        db.session.remove()


PRODUCTION = {"LMS_ENVIRONMENT": "production", "LMS_BASE_URL": "https://x.example.org", "LMS_SECRET_KEY": SECRET}


def test_e13_a_server_in_production_does_not_start_with_demo_people(demo_app: Flask, tmp_path: Path) -> None:
    with demo_app.app_context():
        stamp()  # made by create_all: as new as the migrations make it
        db.session.remove()
    done = lms(tmp_path, demo_app.config["SQLALCHEMY_DATABASE_URI"], "serve", "--port", "1", **PRODUCTION)
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1 and "51 demo people" in done.stderr, done.stderr


def test_e13_production_takes_no_demo_people_and_no_uncounted_guesses(tmp_path: Path) -> None:
    app = make_app(
        tmp_path, f"sqlite:///{tmp_path}/none.sqlite3", environment="production", base_url="https://x.example"
    )
    for command, words, said in ((demo, [], "no demo people"), (serve, ["--workers", "4"], "LMS_CACHE_URL")):
        with app.app_context():
            done = app.test_cli_runner().invoke(command, words)
        assert done.exit_code != 0 and said in done.output and len(done.output.splitlines()) == 1


def test_e13_a_weak_secret_is_told_in_one_line(tmp_path: Path) -> None:
    done = lms(tmp_path, f"sqlite:///{tmp_path}/none.sqlite3", "serve", **{**PRODUCTION, "LMS_SECRET_KEY": "secret"})
    assert done.returncode != 0
    assert done.stderr.startswith("lms: LMS_SECRET_KEY is too weak") and len(done.stderr.splitlines()) == 1


def test_an_instructor_finds_work_to_grade_and_a_trainee_what_came_of_theirs(demo_app: Flask) -> None:
    teacher, trainee = demo_app.test_client(), demo_app.test_client()
    for client, name in ((teacher, "instructor"), (trainee, "trainee")):
        client.post("/auth/login", data={"email": f"{name}@example.org", "password": PASSWORD})
    queue = teacher.get("/studio/digital-trade-foundations/grading").text
    assert queue.count("data-row") == 7 and "3 days late" in queue
    assert "7 to grade" in teacher.get("/studio/").text
    returned = teacher.get("/studio/digital-trade-foundations/grading?state=returned").text
    assert returned.count("data-row") == 6 and "14.2%" in returned and "100%" in returned
    step = trainee.get("/learn/digital-trade-foundations/describe-a-market/").text
    address = re.search(r'/learn/digital-trade-foundations/describe-a-market/work/[^"/]+/', step)
    assert address is not None
    work = trainee.get(address.group()).text
    for told in ("You reached 85.7%", "Ten shops are enough", "Chosen:", "a director can decide with"):
        assert told in unescape(work), told
