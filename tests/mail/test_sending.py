"""From the transaction to the mail server, with a real SMTP server in a thread."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from lms.core import runtime
from lms.core.clock import utc_now
from lms.core.db import db
from lms.jobs.models import Job
from lms.jobs.worker import Worker
from lms.mail import jobs
from lms.mail.models import OutgoingMail
from lms.mail.services import forget_letters, forget_old_letters, send_later
from lms.mail.transport import FolderTransport, SmtpTransport, Undeliverable, open_transport


class Post:
    """An SMTP handler that keeps what arrives; `answer` is said to each recipient."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def server(post: Post) -> Iterator[str]:
    """A mail server on a port of its own; the value is its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def by_smtp(app: Flask, server: str) -> str:
    current = runtime.current()
    runtime.start(replace(current.settings, mail_url=server), current.storage)
    return server


def write(to: str = "ann@example.org") -> None:
    send_later("no-account", to=to, language="en", context={}, now=utc_now())
    db.session.commit()


def only_letter() -> OutgoingMail:
    db.session.expire_all()
    return db.session.query(OutgoingMail).one()


def test_a_letter_is_sent_whatever_number_a_forgotten_one_had(app: Flask, mailbox: Any) -> None:
    """SQLite uses the number of the last row again once that row is gone."""
    send_later("no-account", to="first@example.org", language="en", context={}, now=utc_now())
    db.session.commit()
    assert [letter["To"] for letter in mailbox()] == ["first@example.org"]
    forget_letters("first@example.org")
    send_later("no-account", to="second@example.org", language="en", context={}, now=utc_now())
    db.session.commit()
    assert "second@example.org" in [letter["To"] for letter in mailbox()]


def test_a_letter_arrives_by_smtp_whole(app: Flask, by_smtp: str, post: Post) -> None:
    write("ann@пример.рф")
    Worker(app.app_context).drain()
    (letter,) = post.letters
    assert letter["To"] == "ann@xn--e1afmkfd.xn--p1ai"
    assert letter["Message-ID"] == f"<{only_letter().message_id}>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert only_letter().sent_at is not None


def test_a_letter_is_not_sent_when_its_transaction_is_rolled_back(app: Flask, mailbox: Callable[[], list[Any]]) -> None:
    db.session.commit()
    send_later("no-account", to="ann@example.org", language="en", context={}, now=utc_now())
    db.session.rollback()
    assert mailbox() == []


def test_a_job_that_runs_again_does_not_send_again(app: Flask, by_smtp: str, post: Post) -> None:
    write()
    Worker(app.app_context).drain()
    jobs.send({"mail_id": only_letter().id}, utc_now())
    assert len(post.letters) == 1


def test_a_crash_between_sending_and_committing_repeats_the_same_letter(app: Flask, by_smtp: str, post: Post) -> None:
    write()
    jobs.send({"mail_id": only_letter().id}, utc_now())
    db.session.rollback()  # the machine died before the commit
    Worker(app.app_context).drain()
    assert len({letter["Message-ID"] for letter in post.letters}) == 1, "a mail system can drop the copy"
    assert only_letter().sent_at is not None


def test_a_crash_leaves_one_file_in_a_folder(app: Flask, mailbox: Callable[[], list[Any]]) -> None:
    write()
    jobs.send({"mail_id": only_letter().id}, utc_now())
    db.session.rollback()
    assert len(mailbox()) == 1


def test_a_server_that_is_busy_is_tried_again_later(app: Flask, by_smtp: str, post: Post) -> None:
    post.answer = "451 come back later"
    write()
    Worker(app.app_context).drain()
    job = db.session.query(Job).one()
    assert job.state == "waiting" and job.run_at > utc_now()
    assert only_letter().sent_at is None and only_letter().failed_at is None
    post.answer = "250 OK"
    db.session.query(Job).update({"run_at": utc_now() - timedelta(seconds=1)})
    db.session.commit()
    Worker(app.app_context).drain()
    assert len(post.letters) == 1


def test_a_mailbox_that_does_not_exist_is_not_tried_again(app: Flask, by_smtp: str, post: Post) -> None:
    post.answer = "550 no such user"
    write()
    Worker(app.app_context).drain()
    assert db.session.query(Job).one().state == "done"
    letter = only_letter()
    assert letter.failed_at is not None and "550" in (letter.failure or "")


def test_a_server_that_is_away_loses_nothing(app: Flask, by_smtp: str) -> None:
    current = runtime.current()
    runtime.start(replace(current.settings, mail_url="smtp://127.0.0.1:1"), current.storage)
    write()
    Worker(app.app_context).drain()
    assert db.session.query(Job).one().state == "waiting"


def test_a_password_is_never_sent_over_an_open_line(server: str, post: Post) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "x"
    with pytest.raises(smtplib.SMTPNotSupportedError):
        SmtpTransport(server.replace("//", "//user:secret@")).send(message)
    assert post.letters == []


def test_an_undeliverable_letter_says_the_servers_words(server: str, post: Post) -> None:
    post.answer = "553 relaying denied"
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    with pytest.raises(Undeliverable, match="relaying denied"):
        SmtpTransport(server).send(message)


def test_the_url_says_where_letters_go(tmp_path: Path) -> None:
    assert isinstance(open_transport(f"file://{tmp_path}"), FolderTransport)
    tls = open_transport("smtps://me%40x:p%2Fw@mail.example.org")
    assert isinstance(tls, SmtpTransport)
    assert (tls.port, tls.user, tls.password, tls.implicit_tls) == (465, "me@x", "p/w", True)
    with pytest.raises(ValueError, match="LMS_MAIL_URL"):
        open_transport("pigeon://roof")


def test_letters_are_forgotten_by_age_and_by_address(app: Flask) -> None:
    now = utc_now()
    for to, sent in (("old@x.org", 31), ("new@x.org", 29), ("gone@x.org", 1)):
        send_later("no-account", to=to, language="en", context={}, now=now)
        db.session.query(OutgoingMail).filter_by(to_address=to).update({"sent_at": now - timedelta(days=sent)})
    send_later("no-account", to="waiting@x.org", language="en", context={}, now=now - timedelta(days=60))
    forget_old_letters(now)
    forget_letters("gone@x.org")
    left = {mail.to_address for mail in db.session.query(OutgoingMail)}
    assert left == {"new@x.org", "waiting@x.org"}
