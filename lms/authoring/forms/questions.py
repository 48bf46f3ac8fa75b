"""Editing a question, body and words of the source language together: what every kind has."""

import re
from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, ValidationError

from lms.assessment.rules.numbers import read_number
from lms.authoring.forms.parts import filled, many_lines, one_line, text_of
from lms.authoring.forms.rows import Rows
from lms.authoring.rules.keys import key_from
from lms.authoring.rules.questions import Entry, Words, free_letters, keys_in
from lms.core.messages import Sentence
from lms.packages.exchange.numbers_text import plain_decimal
from lms.web.forms import Form
from lms.web.language import say
from lms.web.numbers import WholeNumberField

MOST_TAGS = 20


def number_text(value: object) -> str:
    """A number of a package as people read it in a field: without an exponent."""
    try:
        return plain_decimal(Decimal(str(value)))
    except ArithmeticError:
        return str(value)


def number_typed(text: str) -> int | float:
    """What was typed, where `a_number` let it pass."""
    value = read_number(text)[0]
    return int(value) if value == value.to_integral_value() else float(value)


def why_no_number(text: str) -> str:
    """Why this can't be taken for one number; empty when it can."""
    values = read_number(text)
    if not values:
        return say(Sentence("Write a number: digits, with a point before the decimals."))
    if len(values) > 1:
        told: dict[str, object] = {"one": number_text(values[0]), "other": number_text(values[1])}
        return say(Sentence("This can be read in two ways. Write %(one)s or %(other)s.", told))
    return ""


def a_number(_form: Form, field: Any) -> None:
    if field.data and (told := why_no_number(text_of(field))):
        raise ValidationError(told)


def tags_in(text: str) -> list[str]:
    """Words with commas between them, as keys."""
    return list(dict.fromkeys(key_from(tag, (), "tag") for tag in re.split("[,;،，、]", text) if tag.strip()))


def line_field(label: Any, longest: int, description: Any = "", *, validators: Any = ()) -> StringField:
    return StringField(
        label, filters=[one_line], validators=[*validators, Length(max=longest)], description=description
    )


def _text(label: Any, rows: int, description: Any = "", *, validators: Any = ()) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[many_lines],
        validators=[*validators, Length(max=4000)],
        description=description,
        render_kw={"rows": rows},
    )


class QuestionForm(Form):
    """What every kind has. `seen` is the digest of the question that the page was made from, `seed` draws a preview."""

    kind: ClassVar[str]

    seen = HiddenField(validators=[Regexp(r"(?:[0-9a-f]{64})?\Z")])
    seed = HiddenField(validators=[Regexp(r"[0-9]{0,9}\Z")])
    bank = SelectField(_("Bank"))
    new_bank = line_field(_("New bank"), 60, _("Its name, when none of the banks fits."))
    prompt = _text(
        _("Question"), 4, _("Markdown: **bold**, lists, ![words](../media/picture.png)."), validators=[filled]
    )
    explanation = _text(_("Explanation"), 3, _("Shown with the result: say why."))
    points = WholeNumberField(_("Points"), default=1, validators=[InputRequired(), NumberRange(min=1, max=100)])
    tags = line_field(_("Tags"), 1000, _("With commas between them. A quiz can draw the questions of one tag."))

    def __init__(self, *, banks: list[str] | None = None, entry: Entry | None = None, words: Words | None = None,
                 **kwargs: Any) -> None:  # fmt: skip
        """For a new question `banks` are the choices; for one that is there, `entry` and `words` are shown."""
        self.rows = {rows.name: rows for rows in self.new_rows()}
        self.before = entry
        super().__init__(data={**self.shown(entry or {}, words or {}), **kwargs.pop("data", {})}, **kwargs)
        if banks is None:
            del self.bank, self.new_bank
        else:
            self.bank.choices = [*((name, name) for name in banks), ("", gettext("A new bank"))]
        if self.is_submitted():
            for rows in self.rows.values():
                rows.read(request.form)
            self.read_more(request.form)
        else:
            self.show_rows(entry or {}, words or {})

    def new_rows(self) -> list[Rows]:
        return []

    def shown(self, entry: Entry, words: Words) -> dict[str, Any]:
        """What the fields show of a question."""
        return {
            "prompt": words.get("prompt", ""),
            "explanation": words.get("explanation", ""),
            "points": entry.get("points", 1),
            "tags": ", ".join(map(str, entry.get("tags") or ())),
        }

    def show_rows(self, entry: Entry, words: Words) -> None:
        """Fills the rows."""

    def read_more(self, sent: Any) -> None:
        """Reads what stands in no field."""

    def change_rows(self, button: str) -> None:
        """What a button of the rows says."""
        deed, _colon, rest = button.partition(":")
        name, _colon, key = rest.partition(":")
        if name in self.rows:
            self.rows[name].do(deed, key)

    def validate_tags(self, field: StringField) -> None:
        if len(tags_in(text_of(field))) > MOST_TAGS:
            raise ValidationError(gettext("At most %(count)s tags.", count=MOST_TAGS))

    def validate_new_bank(self, field: StringField) -> None:
        if not self.bank.data and not field.data:
            raise ValidationError(gettext("Name the new bank, or choose one."))

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, then the rows."""
        is_good = bool(super().validate(extra_validators))
        self.check_rows()
        checked = [rows.check() for rows in self.rows.values()]  # each of them, so that all mistakes show at once
        if not all(checked):
            self.refusals.append(gettext("Look at the rows that are marked."))
        return is_good and not self.refusals

    def check_rows(self) -> None:
        """Says on the form what is wrong with the rows."""

    def question(self) -> tuple[Entry, Words]:
        """The entry, its key still empty when it is new, and the words of a form that is good."""
        body, words = self.body()
        entry: Entry = {"key": self.before["key"] if self.before else "new-question", "kind": self.kind, **body}
        if self.points.data != 1:
            entry["points"] = self.points.data
        if tags := tags_in(text_of(self.tags)):
            entry["tags"] = tags
        said = {"prompt": text_of(self.prompt), **words}
        return entry, {**said, "explanation": text_of(self.explanation)} if self.explanation.data else said

    @abstractmethod
    def body(self) -> tuple[dict[str, Any], Words]:
        """What is particular to the kind: for the entry, and for its words."""

    def known_keys(self, *names: str) -> list[str]:
        """Keys that the question has already, so that a new row gets none of them."""
        return [key for name in names for key in keys_in(self.before, name)] if self.before else []

    def named(self, name: str, *fields: str) -> list[tuple[str, Any]]:
        """The filled rows with the keys that they shall have: those that are new get the next letters."""
        letters: Iterator[str] = iter(free_letters([*self.known_keys(*fields), *(r.key for r in self.rows[name])]))
        return [(next(letters) if row.is_new else row.key, row) for row in self.rows[name].filled]
