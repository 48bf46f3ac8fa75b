"""Where letters go: files in a folder, or an SMTP server."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit


class Undeliverable(Exception):
    """The server will never take this letter (a 5xx answer); trying again is useless."""


class Transport(Protocol):
    """Delivers one message or raises. `Undeliverable` is final; after anything else it may be tried again."""

    def send(self, message: EmailMessage) -> None: ...


class FolderTransport:
    """One `.eml` file a letter, named by its Message-ID: sending the same letter twice leaves one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").split("@")[0]
        unfinished = self.folder / f".{name}.part"
        with unfinished.open("wb") as file:
            file.write(message.as_bytes(policy=SMTP))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.folder / f"{name}.eml")


class SmtpTransport:
    """`smtp://user:password@host:587` (STARTTLS whenever there is a user) or `smtps://…:465`.

    `context` is the TLS context; the default one checks the server's certificate.
    """

    def __init__(self, url: str, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self.implicit_tls = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.implicit_tls else 25)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")
        self.context = context or ssl.create_default_context()

    def send(self, message: EmailMessage) -> None:
        if self.implicit_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=20, context=self.context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=20)
        with server:
            if self.user:
                if not self.implicit_tls:
                    server.starttls(context=self.context)  # a password never travels in the clear
                server.login(self.user, self.password)
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as refusal:
                answers = list(refusal.recipients.values())
                if all(code >= 500 for code, _words in answers):
                    raise Undeliverable(f"{answers[0][0]} {answers[0][1]!r}") from refusal
                raise
            except smtplib.SMTPResponseException as refusal:
                if refusal.smtp_code >= 500:
                    raise Undeliverable(f"{refusal.smtp_code} {refusal.smtp_error!r}") from refusal
                raise


def open_transport(url: str) -> Transport:
    """The transport that `LMS_MAIL_URL` names."""
    scheme, _, rest = url.partition("://")
    if scheme == "file":
        return FolderTransport(Path(rest))
    if scheme in ("smtp", "smtps"):
        return SmtpTransport(url)
    raise ValueError(f"LMS_MAIL_URL is {url!r}; it starts with file://, smtp:// or smtps://.")
