"""The form base, and the one way a submitted form changes anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from flask import flash
from flask_wtf import FlaskForm
from wtforms.fields import Field

from lms.core.db import begin_writing, db
from lms.core.errors import Refused
from lms.core.messages import Sentence
from lms.web.form_words import FormWords
from lms.web.language import say

log = structlog.get_logger()


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Every form of the site: CSRF, this site's words for WTForms' own messages, room for a refusal.

    `refusals` are the messages that belong to no field; the form component prints them on top.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        def get_translations(self, _form: object) -> FormWords:
            return FormWords()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals = self.form_errors  # WTForms' own place for errors of the whole form

    def refuse(self, refusal: Refused) -> None:
        """Puts a service's refusal where the person will read it."""
        text = say(Sentence(refusal.text, refusal.values))
        field: Field | None = self._fields.get(refusal.field) if refusal.field else None
        if field is None:
            self.refusals.append(text)
        else:
            field.errors = [*field.errors, text]


@dataclass
class Outcome:
    """Truthy when the change was committed."""

    done: bool = False

    def __bool__(self) -> bool:
        return self.done


@contextmanager
def attempt(form: Form | None = None) -> Iterator[Outcome]:
    """Commits once when the block ends well; a `Refused` rolls back and is shown on the form.

    Without a form the refusal goes on to the caller, after the rollback.
    """
    outcome = Outcome()
    try:
        yield outcome
        db.session.commit()
        outcome.done = True
    except Refused as refusal:
        db.session.rollback()
        log.info("refused", reason=refusal.text)
        if form is None:
            raise
        form.refuse(refusal)
    except BaseException:
        db.session.rollback()
        raise


def flash_refusals(form: Form) -> None:
    """Says on the next page why nothing changed: for a form that has no page of its own."""
    for text in form.refusals:
        flash(text, "error")


@contextmanager
def pressed(told: str = "") -> Iterator[Outcome]:
    """`attempt` for a form that is only a button: the next page says `told`, or why nothing changed."""
    form = Form()
    with attempt(form) as outcome:
        yield outcome
    if outcome and told:
        flash(told, "success")
    flash_refusals(form)


# `begin_writing` is here too, because views know no database.
__all__ = ["Form", "Outcome", "attempt", "begin_writing", "flash_refusals", "pressed"]
