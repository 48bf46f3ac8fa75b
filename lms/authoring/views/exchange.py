"""Questions from other systems and for them: GIFT, Moodle XML, CSV. Nothing comes in before its report was read."""

import io
from typing import Any

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.authoring import policies
from lms.authoring.bringing import course_media
from lms.authoring.forms.exchange import ExportForm, QuestionFileForm, TakeQuestionsForm
from lms.authoring.forms.parts import one_line, text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.exchange import pictures_to_write, questions_to_write
from lms.authoring.queries.questions import banks_of
from lms.authoring.rules.exchange import known_keys
from lms.authoring.services.exchange import drop_file, held_file, hold_file, take_questions
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.questions import back_to_questions
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.media.services import Prepared, StoredFile, prepare_file, take_file
from lms.packages.exchange import BadFile, Exchange, csv_template, read_questions, write_questions
from lms.packages.exchange.decoding import BIGGEST
from lms.web.forms import attempt, begin_writing
from lms.web.guards import guarded, own_id
from lms.web.limits import by_person, limiter
from lms.web.sending import send_made
from lms.web.uploads import takes_files

_may_author = guarded(policies.may_author, hidden=True, course=the_course)
_FORM_BYTES = 64 * 1024
_ENDINGS = {
    "gift": ("gift.txt", "text/plain; charset=utf-8"),
    "moodle-xml": ("xml", "application/xml"),
    "csv": ("csv", "text/csv; charset=utf-8"),
}


def _page(course: StudioCourse, status: int = 200, **shown: Any) -> ResponseReturnValue:
    banks = banks_of(course.id)
    page: dict[str, Any] = {
        "file_form": QuestionFileForm(formdata=None),
        "export_form": ExportForm(banks=sorted(banks), formdata=None),
        "bad": None,
        "export_rows": (),
        "chosen": [],
    }
    return render_template(
        "authoring/exchange.html",
        course=course,
        title=title_of(course),
        has_questions=any(bank.entries for bank in banks.values()),
        **{**page, **shown},
    ), status


@blueprint.get("/studio/<slug>/questions/exchange")
@_may_author
def exchange(course: StudioCourse) -> ResponseReturnValue:
    """Choose a file to bring in, or a bank to take out."""
    return _page(opened(course))


@blueprint.get("/studio/<slug>/questions/template.csv")
@_may_author
def question_template(course: StudioCourse) -> ResponseReturnValue:
    """A table with one question of each kind, to write over."""
    return _sent(csv_template(course_files(opened(course).id).source_language), "csv", "questions")


def _sent(data: bytes, file_format: str, stem: str) -> Response:
    ending, content_type = _ENDINGS[file_format]
    return send_made(lambda file: file.write(data), content_type, f"{stem}.{ending}")


@blueprint.post("/studio/<slug>/questions/import")
@limiter.limit("60 per hour", key_func=by_person)  # the largest file costs seconds to read
@takes_files(BIGGEST + _FORM_BYTES)
@_may_author
def import_questions(course: StudioCourse) -> ResponseReturnValue:
    """The dry run: what would come in, row by row. The file waits to the side; the draft stays as it is."""
    course = opened(course)
    form = QuestionFileForm()
    if not form.validate_on_submit():
        return _page(course, 422, file_form=form)
    data, filename = form.file.data.stream.read(BIGGEST + 1), one_line(form.file.data.filename)[:200]
    found = _read(course, data, filename)
    if isinstance(found, BadFile):
        return _page(course, 422, file_form=form, bad=found)
    held = hold_file(course.id, own_id(), data) if found.questions else ""
    banks = sorted(banks_of(course.id))
    shown = {"held": held, "filename": filename}
    return _report(course, found, TakeQuestionsForm(banks=banks, formdata=None, data=shown))


def _read(course: StudioCourse, data: bytes, filename: str) -> Exchange | BadFile:
    try:
        return read_questions(data, filename=filename, language=course_files(course.id).source_language)
    except BadFile as bad:
        return bad


def _report(course: StudioCourse, found: Exchange, form: TakeQuestionsForm, status: int = 200) -> ResponseReturnValue:
    by_outcome = {name: [row for row in found.rows if row.outcome == name] for name in ("refused", "changed", "taken")}
    return render_template(
        "authoring/exchange_report.html",
        course=course,
        title=title_of(course),
        form=form,
        found=found,
        rows=by_outcome,
        known=known_keys(banks_of(course.id), found.questions),
    ), status


@blueprint.post("/studio/<slug>/questions/take")
@takes_files(_FORM_BYTES)
@_may_author
def take_imported(course: StudioCourse) -> ResponseReturnValue:
    """After the report: the file is read again, and its questions and pictures come in together."""
    course = opened(course)
    form = TakeQuestionsForm(banks=sorted(banks_of(course.id)))
    if not form.validate_on_submit():
        flash(gettext("Choose the file again."), "error")
        return _page(course, 422)
    me, held, filename = own_id(), text_of(form.held), text_of(form.filename)
    try:
        found = _read(course, held_file(course.id, me, held), filename)
    except Refused as refusal:
        file_form = QuestionFileForm(formdata=None)
        file_form.refuse(refusal)
        return _page(course, 409, file_form=file_form)
    if isinstance(found, BadFile):
        return _page(course, 422, bad=found)
    if not _take(course, found, form):
        return _report(course, found, form, 409)
    drop_file(course.id, me, held)
    return back_to_questions(course, bank=text_of(form.into) or None)


def _take(course: StudioCourse, found: Exchange, form: TakeQuestionsForm) -> bool:
    me, now = own_id(), utc_now()
    try:
        prepared = {name: prepare_file(io.BytesIO(data), name, course_media) for name, data in found.media.items()}
    except Refused as refusal:
        form.refuse(refusal)
        return False
    begin_writing()
    with attempt(form) as done:
        merged = take_questions(
            course.id,
            found,
            {name: _kept(course, file) for name, file in prepared.items()},
            course_files(course.id).source_language,
            into=text_of(form.into),
            how=form.how.data,
            subject=text_of(form.filename),
            by=me,
            now=now,
        )
    if done:
        words = ngettext("%(num)s question came in.", "%(num)s questions came in.", merged.added + merged.replaced)
        flash(words, "success")
    return bool(done)


def _kept(course: StudioCourse, file: Prepared) -> StoredFile:
    return take_file(file, person_id=own_id(), purpose=course_media, scope=str(course.id), now=utc_now())


@blueprint.post("/studio/<slug>/questions/export")
@_may_author
def export_questions(course: StudioCourse) -> ResponseReturnValue:
    """The file; first, where the format can't say everything, a page with what will be missing."""
    course = opened(course)
    banks, language = banks_of(course.id), course_files(course.id).source_language
    form = ExportForm(banks=sorted(banks))
    if not form.validate_on_submit():
        return _page(course, 422, export_form=form)
    questions = questions_to_write(banks, language, bank=text_of(form.bank), chosen=form.chosen())
    pictures = pictures_to_write(course.id, questions, language) if form.format.data == "moodle-xml" else {}
    written = write_questions(questions, form.format.data, language, media=pictures)
    if written.rows and not request.form.get("sure"):
        return _page(course, export_form=form, export_rows=written.rows, chosen=form.chosen())
    return _sent(written.data, form.format.data, f"{course.slug}-{text_of(form.bank) or 'questions'}")
