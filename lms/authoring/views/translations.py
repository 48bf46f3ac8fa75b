"""Translating a course: how far each language is, and each unit beside its source."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.parts import text_of
from lms.authoring.forms.translations import KeepForm, TranslationForm, translation_form
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.preview import draft_media
from lms.authoring.queries.translations import Translations, UnitLine, UnitTexts, translations_of, unit_texts
from lms.authoring.rules.diffs import Block, compare_texts, shortened
from lms.authoring.rules.media import meant_in
from lms.authoring.rules.units import STATES, Fields, shape_of
from lms.authoring.services import translations as services
from lms.authoring.services.files import Stale
from lms.authoring.unit_words import KIND_NAMES, PART_NAMES, STATE_NAMES, field_in_words
from lms.authoring.views.blueprint import blueprint, opened, the_course
from lms.authoring.views.parts import errors_of, told, words_of
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.core.markdown import Picture, render, render_inline
from lms.core.messages import Said
from lms.web.forms import attempt, pressed
from lms.web.guards import guarded, own_id
from lms.web.language import clock_time, language_name
from lms.web.paging import Page, page_number, within
from lms.web.sending import send_stored

PAGE_SIZE = 50
may_translate = guarded(policies.may_author, hidden=True, course=the_course)


def _asked(name: str, offered: Container[str]) -> str:
    """A filter of the address, where it is one that the page offers."""
    text = request.args.get(name, "")
    return text if text in offered else ""


@blueprint.get("/studio/<slug>/translations")
@may_translate
def translations(course: StudioCourse) -> ResponseReturnValue:
    """The matrix of units by language, and how far each language is."""
    course = opened(course)
    found = translations_of(course)
    language = _asked("language", found.languages)
    state, part = _asked("state", STATES), _asked("part", PART_NAMES)
    lines = found.chosen(language=language, state=state, part=part)
    number = page_number()
    shown = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return render_template(
        "authoring/translations.html",
        course=course,
        found=found,
        page=within(Page(shown, number, PAGE_SIZE, len(lines))),
        columns=[language] if language else list(found.languages),
        language=language,
        state=state,
        part=part,
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        parts=PART_NAMES,
    )


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One text of a unit beside its translation; `changes` is how the source differs from what was translated.

    `html` is sanitised; `theirs` is what somebody else has translated meanwhile, compared with what was sent.
    """

    field: str
    name: Said
    text: str
    html: str | None
    changes: list[Block]
    theirs: list[Block]


def the_unit(course: StudioCourse, language: str, unit: str) -> tuple[Translations, UnitLine]:
    """The matrix with one of its units, or 404."""
    found = translations_of(course)
    line = found.line(unit)
    if line is None or language not in found.languages:
        abort(404)
    return found, line


def _picture(language: str, names: frozenset[str], source: str) -> Picture | None:
    """A picture of the draft, in the variant of this language: it lies beside the page (`translation_media`)."""
    known = meant_in(language, source.removeprefix("../media/"), names)
    return Picture(f"media/{known}") if known else None


def _rendered(language: str, texts: UnitTexts, field: str, text: str) -> str | None:
    """Markdown as trainees read it, sanitised; None for a text without any."""
    shape = shape_of(texts.line.unit, field)
    if not shape.is_markdown or not text:
        return None
    picture = partial(_picture, language, texts.media)
    write = render if shape.form == "block" and "." not in field else render_inline
    parts = text.splitlines() if shape.form == "lines" else [text]
    return "<br>".join(write(part, language=language, picture=picture).html for part in parts)


def _rows(source_language: str, texts: UnitTexts, sent: Fields | None) -> list[FieldRow]:
    fields = {**texts.source, **texts.target}
    before = texts.before
    return [
        FieldRow(
            field=field,
            name=field_in_words(texts.line.unit, field),
            text=texts.source.get(field, ""),
            html=_rendered(source_language, texts, field, texts.source.get(field, "")),
            changes=_differences(before.get(field, ""), texts.source.get(field, "")) if before is not None else [],
            theirs=_differences(sent.get(field, ""), texts.target.get(field, "")) if sent is not None else [],
        )
        for field in fields
    ]


def _differences(before: str, after: str) -> list[Block]:
    return shortened(compare_texts(before, after)) if before != after else []


def _show(
    course: StudioCourse,
    language: str,
    unit: str,
    form: TranslationForm | None = None,
    *,
    conflict: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    found, line = the_unit(course, language, unit)
    texts = unit_texts(course.id, line, language)
    sent = form.texts if form is not None and conflict else None
    if form is None:
        form = _form(texts, formdata=None)
    elif conflict:  # what was sent stays; whoever saves again has seen the other version
        form = _form(texts)
        form.seen.data, form.source_seen.data = texts.seen, texts.source_seen
    return render_template(
        "authoring/translation.html",
        course=course,
        found=found,
        line=line,
        texts=texts,
        rows=[row for row in _rows(found.source_language, texts, sent) if form.has(row.field)],
        form=form,
        keep_form=KeepForm(formdata=None, source_seen=texts.source_seen),
        language=language,
        following=found.after(unit, language),
        bar=next(bar for bar in found.bars if bar.language == language),
        conflict=conflict,
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        item_url=_item_url(course, line),
    ), status


def _item_url(course: StudioCourse, line: UnitLine) -> str | None:
    """The editor of the item that lacks captions."""
    key = line.unit.partition(":")[2]
    return url_for(".item", slug=course.slug, item=key) if line.hints else None


def _form(texts: UnitTexts, **kwargs: object) -> TranslationForm:
    fields = {**texts.source, **texts.target}
    data = {"seen": texts.seen, "source_seen": texts.source_seen, "review": texts.wants_review}
    return translation_form(texts.line.unit, fields, texts.source, texts=texts.target, data=data, **kwargs)


@blueprint.get("/studio/<slug>/translations/<language>/<unit>")
@may_translate
def translation(course: StudioCourse, language: str, unit: str) -> ResponseReturnValue:
    """One unit, source and translation side by side."""
    return _show(opened(course), language, unit)


@blueprint.get("/studio/<slug>/translations/<language>/media/<name>")
@may_translate
def translation_media(course: StudioCourse, language: str, name: str) -> ResponseReturnValue:
    """A picture that stands in a text beside which one translates."""
    file = draft_media(course.id, name)
    if file is None:
        abort(404)
    return send_stored(file.digest, file.content_type, file.size_bytes)


@blueprint.post("/studio/<slug>/translations/<language>/<unit>")
@may_translate
def save_translation(course: StudioCourse, language: str, unit: str) -> ResponseReturnValue:
    """Keeps it and stays, or goes on to the next one that is not done."""
    found, line = the_unit(course, language, unit)
    form = _form(unit_texts(course.id, line, language))
    if not form.validate_on_submit():
        return _show(course, language, unit, form, status=422)
    try:
        _keep(course, language, unit, form, utc_now())
    except Stale as stale:
        return _show(course, language, unit, form, conflict=told(stale), status=409)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(course, language, unit, form, status=422)
    flash(gettext("Saved. Trainees see it when you publish the course."), "success")
    following = found.after(unit, language) if request.form.get("go") == "next" else line
    return _to(course, language, following)


def _keep(
    course: StudioCourse, language: str, unit: str, form: TranslationForm, now: datetime, *, is_finished: bool = True
) -> str:
    """Keeps what a good form says; the digest of it. Raises `Stale` or `Refused`."""
    with attempt():
        return services.save_translation(
            course.id, language, unit, form.texts, seen=text_of(form.seen), source_seen=text_of(form.source_seen),
            wants_review=bool(form.review.data), is_finished=is_finished, by=own_id(), now=now,
        )  # fmt: skip


@blueprint.post("/studio/<slug>/translations/<language>/<unit>/autosave")
@may_translate
def autosave_translation(course: StudioCourse, language: str, unit: str) -> ResponseReturnValue:
    """What is being written; "Saved 10:42" is said only after the commit. An outdated translation stays so."""
    _found, line = the_unit(course, language, unit)
    form = _form(unit_texts(course.id, line, language))
    if not form.validate_on_submit():
        return {"text": gettext("Not saved: %(error)s", error=errors_of(form))}, 422
    now = utc_now()
    try:
        seen = _keep(course, language, unit, form, now, is_finished=False)
    except Stale as stale:
        return {"text": f"{told(stale)} {gettext('Press Save to see both versions.')}"}, 409
    except Refused as refusal:
        return {"text": words_of(refusal)}, 422
    return {"seen": seen, "text": gettext("Saved %(time)s", time=clock_time(now))}


def _to(course: StudioCourse, language: str, line: UnitLine | None) -> ResponseReturnValue:
    """The page of a unit; the matrix when everything is done."""
    if line is None:
        flash(gettext("Everything is translated into: %(language)s", language=language_name(language)), "success")
        return redirect(url_for(".translations", slug=course.slug))
    return redirect(url_for(".translation", slug=course.slug, language=language, unit=line.unit))


@blueprint.post("/studio/<slug>/translations/<language>/<unit>/keep")
@may_translate
def keep_translation(course: StudioCourse, language: str, unit: str) -> ResponseReturnValue:
    """Says that the translation is right although its source has changed, and goes on to the next."""
    found, line = the_unit(course, language, unit)
    form = KeepForm()
    if not form.validate_on_submit():
        abort(400)
    with pressed(gettext("Marked as right.")) as done:
        services.keep_translation(course.id, language, unit, source_seen=text_of(form.source_seen))
    if not done:
        return _to(course, language, line)
    return _to(course, language, found.after(unit, language))
