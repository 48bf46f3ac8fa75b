"""A letter from a template: a subject, plain text and HTML, in the language of its reader."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import css_inline
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from lms.core.languages import DEFAULT_LANGUAGE, INTERFACE_LANGUAGES, best_language, direction
from lms.core.paths import template_folder, translation_folder
from lms.core.runtime import current
from lms.mail.models import OutgoingMail

# Template name -> the function that makes its `link` from the context. Links that carry a secret are signed
# here, when the letter is rendered, so no secret lies in the database.
link_makers: dict[str, Callable[[dict[str, Any]], str]] = {}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text, or a link with what its button says (empty: the layout chooses the words)."""

    text: str
    link: str = ""


@lru_cache(maxsize=32)
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(template_folder()),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translations = Translations.load(str(translation_folder()), [language])
    environment.install_gettext_translations(translations or NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
    return environment


def render(mail: OutgoingMail) -> EmailMessage:
    """The message as it will be sent.

    `templates/mail/<name>.txt` has the subject as its first line, then the text: blank lines part the
    paragraphs. A paragraph that is only a link becomes a button in the HTML, which `mail/letter.html` lays out;
    a line above the link in the same paragraph is what the button says.
    """
    settings = current().settings
    language = best_language([mail.language], list(INTERFACE_LANGUAGES)) or DEFAULT_LANGUAGE
    environment = _environment(language)
    facts = {**_single_lines(mail.context), "base_url": settings.base_url, "site_name": settings.issuer}
    if mail.template in link_makers:
        facts["link"] = link_makers[mail.template](mail.context)
    subject, _, text = environment.get_template(f"mail/{mail.template}.txt").render(facts).strip().partition("\n")
    parts = [part.strip() for part in text.strip().split("\n\n") if part.strip()]
    html = environment.get_template("mail/letter.html").render(
        subject=subject,
        paragraphs=[_paragraph(part) for part in parts],
        language=language,
        direction=direction(language),
        site_name=settings.issuer,
        base_url=settings.base_url,
        styles=Path(template_folder(), "mail", "letter.css").read_text(encoding="utf-8"),
    )
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = ascii_address(mail.to_address)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(parts) + "\n")
    message.add_alternative(css_inline.inline(html, load_remote_stylesheets=False), subtype="html")
    message["Content-Language"] = language  # last: the lines above take every Content-… header into their part
    return message


def ascii_address(address: str) -> str:
    """The address with its domain as mail servers know it (IDNA): `ann@пример.рф` is `ann@xn--e1afmkfd.xn--p1ai`."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _single_lines(context: dict[str, Any]) -> dict[str, Any]:
    """A value is one line, so that no name can add a paragraph, a link or a header of its own (D07)."""
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in context.items()}


def _paragraph(part: str) -> Paragraph:
    *words, last = part.splitlines()
    if last.startswith(("https://", "http://")) and " " not in last:
        return Paragraph(" ".join(words), last)
    return Paragraph(" ".join(part.split()))
