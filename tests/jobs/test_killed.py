"""A worker that is killed at work: nothing is lost and nothing is done twice."""

import hashlib
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.certificates.models import Certificate
from lms.core.clock import utc_now
from lms.core.db import db
from lms.jobs.models import Job
from lms.jobs.worker import Worker
from lms.mail.models import OutgoingMail
from lms.mail.services import send_later
from tests.commands import running
from tests.factories.accounts import a_person
from tests.factories.certificates import a_certificate

LETTERS = 60


@pytest.fixture
def busy_app(live_app: Flask) -> Iterator[Flask]:
    """Sixty letters and three certificates wait, the certificates in the middle."""
    with live_app.app_context():
        for number in range(LETTERS):
            send_later("no-account", to=f"person{number}@example.org", language="en", context={}, now=utc_now())
            if number % 20 == 10:
                a_certificate(a_person())
        db.session.commit()
        db.session.remove()
    yield live_app


def _take_over() -> None:
    """Eight seconds later: the lease of whoever was killed has run out."""
    long_ago = utc_now() - timedelta(seconds=1)
    db.session.execute(update(Job).where(Job.state == "running").values(leased_until=long_ago))
    db.session.commit()


def test_every_letter_is_there_once_and_every_certificate_drawn_once(busy_app: Flask, tmp_path: Path) -> None:
    folder = Path(busy_app.extensions["lms_settings"].instance) / "mail"
    database = busy_app.config["SQLALCHEMY_DATABASE_URI"]
    for enough in (3, 25):
        with running(folder.parent, database, "worker") as worker:
            until = time.monotonic() + 20
            while len(list(folder.glob("*.eml"))) < enough and time.monotonic() < until:
                assert worker.poll() is None
                time.sleep(0.005)
        with busy_app.app_context():
            _take_over()
            db.session.remove()
    assert enough <= len(list(folder.glob("*.eml"))) < LETTERS, "it was killed in the middle of its work"
    with busy_app.app_context():
        Worker(busy_app.app_context).drain()
        mails = db.session.execute(select(OutgoingMail.message_id, OutgoingMail.sent_at)).all()
        certificates = db.session.scalars(select(Certificate)).all()
        states = set(db.session.scalars(select(Job.state)))
        storage = busy_app.extensions["lms_settings"].instance / "files"
        for certificate in certificates:
            assert certificate.pdf_digest
            data = (storage / certificate.pdf_digest[:2] / certificate.pdf_digest).read_bytes()
            assert data.startswith(b"%PDF") and hashlib.sha256(data).hexdigest() == certificate.pdf_digest
        db.session.remove()
    assert states == {"done"}
    assert len(mails) == LETTERS + 3 and all(mail.sent_at for mail in mails)
    assert sorted(path.stem for path in folder.glob("*.eml")) == sorted(mail.message_id.split("@")[0] for mail in mails)
