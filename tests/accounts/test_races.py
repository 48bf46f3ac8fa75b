"""Many at once at the door: the database decides."""

from collections import Counter
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, update

from lms.accounts.drafts import ProfileDraft
from lms.accounts.models import Person, Registration
from lms.accounts.services import request_registration
from lms.core.clock import utc_now
from lms.core.db import db
from lms.jobs.models import Job
from lms.jobs.worker import Worker
from lms.mail.models import OutgoingMail
from lms.web.limits import limiter
from tests.factories.accounts import a_person
from tests.together import all_together

AT_ONCE = 16
WORKERS = 8


def _register(email: str) -> None:
    profile = ProfileDraft(printed_name="Ann Lee", latin_name="Ann Lee", country_code="KZ", language="en")
    request_registration(email, "ships-cross-the-sea-7", profile, now=utc_now())


def test_e09_one_address_registered_many_times_at_once_is_one_account_and_a_letter_each(live_app: Flask) -> None:
    def register(n: int) -> None:
        _register("ann@example.org" if n % 2 else "ANN@Example.org")

    def work(_n: int) -> None:
        Worker(live_app.app_context).drain()

    assert all_together(live_app, register, count=AT_ONCE) == [None] * AT_ONCE
    assert all_together(live_app, work, count=WORKERS) == [None] * WORKERS
    with live_app.app_context():  # what lost the race waits ten seconds before it is tried again
        db.session.execute(update(Job).values(run_at=utc_now() - timedelta(seconds=1)))
        db.session.commit()
        db.session.remove()
    assert all_together(live_app, work, count=WORKERS) == [None] * WORKERS
    with live_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1
        assert db.session.scalar(select(func.count()).select_from(Registration)) == 0
        letters = sorted(db.session.scalars(select(OutgoingMail.template)))
        assert letters == ["already-registered"] * (AT_ONCE - 1) + ["confirm-email"]
        assert set(db.session.scalars(select(Job.state))) == {"done"}
        db.session.remove()


def test_e01_of_many_guesses_at_once_at_most_twenty_are_looked_at(live_app: Flask) -> None:
    limiter.reset()
    with live_app.app_context():
        a_person(email="victim@example.org")
        db.session.commit()
        db.session.remove()

    def guess(n: int) -> int:
        email = "victim@example.org" if n % 2 else " VICTIM@example.org"
        address = {"REMOTE_ADDR": f"203.0.113.{n}"}
        data = {"email": email, "password": f"guess-number-{n}"}
        return live_app.test_client().post("/auth/login", data=data, environ_base=address).status_code

    assert Counter(all_together(live_app, guess, count=64, threads=32)) == {200: 20, 429: 44}
