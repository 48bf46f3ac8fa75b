"""Editing a question: what is particular to each kind."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from lms.authoring.forms.parts import filled, many_lines, one_line, text_of
from lms.authoring.forms.questions import (
    QuestionForm,
    a_number,
    line_field,
    number_text,
    number_typed,
    why_no_number,
)
from lms.authoring.forms.rows import Rows
from lms.authoring.rules.questions import Entry, Words, free_letters, keys_in
from lms.web.numbers import WholeNumberField

MOST_OPTIONS = 20
ABSOLUTE, PERCENT = "absolute", "percent"


class ChoiceForm(QuestionForm):
    """Options with what is said to each; `right` are the keys of the rows that are marked."""

    several: ClassVar[bool] = False

    def new_rows(self) -> list[Rows]:
        return [Rows("option", {"text": 1000, "feedback": 2000}, 4, MOST_OPTIONS)]

    def show_rows(self, entry: Entry, words: Words) -> None:
        texts, feedback = words.get("options") or {}, words.get("feedback") or {}
        keys = keys_in(entry, "options") if entry else []
        self.rows["option"].show(
            (key, {"text": one_line(texts.get(key)), "feedback": one_line(feedback.get(key))}) for key in keys
        )
        answer = entry.get("answer", [])
        self.right = set(map(str, answer if isinstance(answer, list) else [answer]))

    def read_more(self, sent: Any) -> None:
        self.right = set(sent.getlist("right"))

    def check_rows(self) -> None:
        rows = self.rows["option"].filled
        for row in rows:
            if not row["text"]:
                row.error = gettext("Write the option, or remove it.")
        if len(rows) < 2:
            self.refusals.append(gettext("Write at least two options."))
        elif not any(row.key in self.right for row in rows):
            self.refusals.append(gettext("Mark what is right."))

    def body(self) -> tuple[dict[str, Any], Words]:
        named = self.named("option", "options")
        right = [key for key, row in named if row.key in self.right]
        words: Words = {"options": {key: row["text"] for key, row in named}}
        if feedback := {key: row["feedback"] for key, row in named if row["feedback"]}:
            words["feedback"] = feedback
        return {
            "options": [key for key, _row in named],
            "answer": right if self.several else next(iter(right), ""),
        }, words


class SingleForm(ChoiceForm):
    kind = "single"


class MultipleForm(ChoiceForm):
    kind, several = "multiple", True


class TrueFalseForm(QuestionForm):
    kind = "true_false"
    answer = RadioField(_("It is"), choices=[("true", _("true")), ("false", _("false"))], validators=[InputRequired()])
    feedback_true = line_field(_("To whoever says true"), 2000)
    feedback_false = line_field(_("To whoever says false"), 2000)

    def shown(self, entry: Entry, words: Words) -> dict[str, Any]:
        said = words.get("feedback") or {}
        answer = {"answer": str(entry["answer"]).lower()} if "answer" in entry else {}
        feedback = {f"feedback_{name}": one_line(said.get(name)) for name in ("true", "false")}
        return {**super().shown(entry, words), **answer, **feedback}

    def body(self) -> tuple[dict[str, Any], Words]:
        said = {name: text_of(self[f"feedback_{name}"]) for name in ("true", "false")}
        feedback = {name: text for name, text in said.items() if text}
        return {"answer": self.answer.data == "true"}, {"feedback": feedback} if feedback else {}


class _WithMargin(QuestionForm):
    """How far from the right number an answer may lie, and what the number counts."""

    tolerance = line_field(_("Tolerance"), 40, _("Empty: only the exact number is right."), validators=[a_number])
    tolerance_kind = SelectField(
        _("The tolerance is"),
        choices=[(ABSOLUTE, _("in the unit of the answer")), (PERCENT, _("in percent of the answer"))],
    )
    unit = line_field(_("Unit"), 20, _("Stands beside the field: EUR, kg, %."))

    def shown(self, entry: Entry, words: Words) -> dict[str, Any]:
        is_percent = "tolerance_percent" in entry
        margin = entry.get("tolerance_percent" if is_percent else "tolerance")
        return {
            **super().shown(entry, words),
            "tolerance": "" if margin is None else number_text(margin),
            "tolerance_kind": PERCENT if is_percent else ABSOLUTE,
            "unit": entry.get("unit", ""),
        }

    def margin(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.tolerance.data:
            name = "tolerance_percent" if self.tolerance_kind.data == PERCENT else "tolerance"
            found[name] = number_typed(text_of(self.tolerance))
        return {**found, "unit": text_of(self.unit)} if self.unit.data else found

    def validate_tolerance(self, field: StringField) -> None:
        if field.data and not why_no_number(text_of(field)) and number_typed(text_of(field)) < 0:
            raise ValidationError(gettext("Give 0 or more."))


class NumericForm(_WithMargin):
    kind = "numeric"
    answer = line_field(_("Right number"), 40, validators=[filled, a_number])

    def shown(self, entry: Entry, words: Words) -> dict[str, Any]:
        shown = super().shown(entry, words)
        return {**shown, "answer": number_text(entry["answer"])} if "answer" in entry else shown

    def body(self) -> tuple[dict[str, Any], Words]:
        return {"answer": number_typed(text_of(self.answer)), **self.margin()}, {}


class ShortTextForm(QuestionForm):
    kind = "short_text"
    accepted = TextAreaField(
        _("Accepted answers"),
        filters=[many_lines],
        validators=[filled, Length(max=10_000)],
        description=_("One a line. Capital letters, spaces and punctuation don't count."),
        render_kw={"rows": 4},
    )

    def shown(self, entry: Entry, words: Words) -> dict[str, Any]:
        return {**super().shown(entry, words), "accepted": "\n".join(map(str, words.get("accepted") or ()))}

    def _lines(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in text_of(self.accepted).splitlines() if line.strip()))

    def validate_accepted(self, _field: TextAreaField) -> None:
        if len(self._lines()) > 50 or any(len(line) > 200 for line in self._lines()):
            raise ValidationError(gettext("At most 50 lines of 200 characters."))

    def body(self) -> tuple[dict[str, Any], Words]:
        return {}, {"accepted": self._lines()}


class MatchingForm(QuestionForm):
    """Pairs, and right sides that belong to nothing. Two pairs with the same right side share it."""

    kind = "matching"

    def new_rows(self) -> list[Rows]:
        return [
            Rows("pair", {"left": 400, "right": 400, "key": 64}, 3, MOST_OPTIONS),
            Rows("extra", {"text": 400}, 0, MOST_OPTIONS),
        ]

    def show_rows(self, entry: Entry, words: Words) -> None:
        left, right = words.get("left") or {}, words.get("right") or {}
        pairs = dict(entry.get("answer") or {})
        self.rows["pair"].show(
            (
                key,
                {
                    "left": one_line(left.get(key)),
                    "right": one_line(right.get(pairs.get(key))),
                    "key": pairs.get(key, ""),
                },
            )
            for key in (keys_in(entry, "left") if entry else ())
        )
        free = [key for key in (keys_in(entry, "right") if entry else ()) if key not in pairs.values()]
        self.rows["extra"].show((key, {"text": one_line(right.get(key))}) for key in free)

    def check_rows(self) -> None:
        rows = [row for row in self.rows["pair"] if row["left"] or row["right"]]
        for row in rows:
            if not (row["left"] and row["right"]):
                row.error = gettext("Write both sides, or remove the pair.")
        if len(rows) < 2:
            self.refusals.append(gettext("Write at least two pairs."))
        elif len({row["right"] for row in [*rows]} | {row["text"] for row in self.rows["extra"].filled}) < 2:
            self.refusals.append(gettext("There is only one right side to choose: add another."))

    def body(self) -> tuple[dict[str, Any], Words]:
        rows = [(key, row) for key, row in self.named("pair", "left") if row["left"]]
        letters = iter(free_letters([*self.known_keys("right"), *(row.key for row in self.rows["extra"])]))
        right: dict[str, str] = {}  # text -> key
        for _key, row in rows:
            if row["right"] not in right:
                known = row["key"] if row["key"] in self.known_keys("right") else ""
                right[row["right"]] = known if known and known not in right.values() else next(letters)
        for row in self.rows["extra"].filled:
            if row["text"] not in right:
                is_free = not row.is_new and row.key not in right.values()
                right[row["text"]] = row.key if is_free else next(letters)
        body = {
            "left": [key for key, _row in rows],
            "right": list(right.values()),
            "answer": {key: right[row["right"]] for key, row in rows},
        }
        texts = {key: text for text, key in right.items()}
        return body, {"left": {key: row["left"] for key, row in rows}, "right": texts}


class OrderingForm(QuestionForm):
    """Steps in their right order; whoever answers sees them shuffled."""

    kind = "ordering"

    def new_rows(self) -> list[Rows]:
        return [Rows("step", {"text": 400}, 3, MOST_OPTIONS)]

    def show_rows(self, entry: Entry, words: Words) -> None:
        texts = words.get("items") or {}
        keys = keys_in(entry, "items") if entry else []
        self.rows["step"].show((key, {"text": one_line(texts.get(key))}) for key in keys)

    def check_rows(self) -> None:
        if len(self.rows["step"].filled) < 2:
            self.refusals.append(gettext("Write at least two steps."))

    def body(self) -> tuple[dict[str, Any], Words]:
        named = self.named("step", "items")
        return {"order": [key for key, _row in named]}, {"items": {key: row["text"] for key, row in named}}


class CalculatedForm(_WithMargin):
    """Variables that are drawn, and the formula of the answer."""

    kind = "calculated"
    formula = line_field(
        _("Formula"), 500, _("With + - * / ** %, parentheses, min, max, round, abs, floor, ceil."), validators=[filled]
    )
    decimals = WholeNumberField(
        _("Decimals of the answer"), default=2, validators=[Optional(), NumberRange(min=0, max=6)]
    )

    def new_rows(self) -> list[Rows]:
        return [Rows("variable", {"name": 32, "min": 40, "max": 40, "step": 40}, 2, 10)]

    def shown(self, entry: Entry, words: Words) -> dict[str, Any]:
        shown = super().shown(entry, words)
        return {**shown, "formula": entry.get("formula", ""), "decimals": entry.get("decimals", 2)}

    def show_rows(self, entry: Entry, words: Words) -> None:
        self.rows["variable"].show(
            (
                f"v{number}",
                {"name": name, **{part: number_text(limits.get(part, "")) for part in ("min", "max", "step")}},
            )
            for number, (name, limits) in enumerate(dict(entry.get("variables") or {}).items(), 1)
        )

    def check_rows(self) -> None:
        rows = self.rows["variable"].filled
        if not rows:
            self.refusals.append(gettext("Write at least one variable."))
        for row in rows:
            if not all(row[part] for part in ("name", "min", "max", "step")):
                row.error = gettext("Give its name, the smallest, the largest, and the steps.")
            elif told := next((why for part in ("min", "max", "step") if (why := why_no_number(row[part]))), ""):
                row.error = told
            elif [other["name"] for other in rows].count(row["name"]) > 1:
                row.error = gettext("Two variables have this name.")

    def body(self) -> tuple[dict[str, Any], Words]:
        variables = {
            row["name"]: {part: number_typed(row[part]) for part in ("min", "max", "step")}
            for row in self.rows["variable"].filled
        }
        decimals = {} if self.decimals.data is None else {"decimals": self.decimals.data}
        return {"variables": variables, "formula": text_of(self.formula), **decimals, **self.margin()}, {}


FORMS: dict[str, type[QuestionForm]] = {
    form.kind: form
    for form in (
        SingleForm, MultipleForm, TrueFalseForm, NumericForm, ShortTextForm, MatchingForm, OrderingForm, CalculatedForm,
    )
}  # fmt: skip
