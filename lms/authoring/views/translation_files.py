"""A language as a file for translators' tools, and back."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring.forms.translations import ImportForm
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.translation_files import text_pairs
from lms.authoring.queries.translations import Translations, UnitLine, translations_of
from lms.authoring.rules.units import shape_of
from lms.authoring.services.translation_files import TranslationReport, take_translation
from lms.authoring.unit_words import KIND_NAMES, OUTCOME_NAMES, STATE_NAMES, field_in_words
from lms.authoring.views.blueprint import blueprint, opened
from lms.authoring.views.translations import may_translate
from lms.core.clock import utc_now
from lms.packages.exchange.decoding import BIGGEST
from lms.packages.exchange.po import read_po, write_po
from lms.packages.exchange.report import BadFile
from lms.packages.exchange.translations import TranslationFile
from lms.packages.exchange.xliff import read_xliff, write_xliff
from lms.packages.exchange.xml_tree import looks_like_xml
from lms.web.forms import attempt, begin_writing
from lms.web.guards import own_id
from lms.web.language import number, say
from lms.web.sending import send_made
from lms.web.uploads import takes_files

FORMATS = {"xliff": ("application/xliff+xml", "xlf", write_xliff), "po": ("text/x-gettext-translation", "po", write_po)}
NAMED = 10_000  # characters; a limit beyond it is none that a translator meets


def _found(course: StudioCourse, language: str) -> Translations:
    found = translations_of(course)
    if language not in found.languages:
        abort(404)
    return found


def _show(
    course: StudioCourse, language: str, form: ImportForm, report: TranslationReport | None = None, status: int = 200
) -> ResponseReturnValue:
    found = _found(course, language)
    return render_template(
        "authoring/translation_files.html",
        course=course,
        found=found,
        bar=next(bar for bar in found.bars if bar.language == language),
        language=language,
        form=form,
        report=report,
        states=STATE_NAMES,
        outcomes=OUTCOME_NAMES,
        megabytes=BIGGEST >> 20,
    ), status


@blueprint.get("/studio/<slug>/translations/<language>/")
@may_translate
def translation_files(course: StudioCourse, language: str) -> ResponseReturnValue:
    """Takes a language away as a file, and brings it back."""
    return _show(opened(course), language, ImportForm(formdata=None))


@blueprint.get("/studio/<slug>/translations/<language>/export/<format>")
@may_translate
def export_translation(course: StudioCourse, language: str, format: str) -> ResponseReturnValue:
    """Every text with its translation so far, as XLIFF or PO."""
    course = opened(course)
    found = _found(course, language)
    if format not in FORMATS:
        abort(404)
    kind, ending, write = FORMATS[format]
    pairs = text_pairs(course.id, found, language, _notes)
    data = write(course.slug, found.source_language, language, pairs)
    return send_made(lambda made: made.write(data), kind, f"{course.slug}.{language}.{ending}")


def _notes(line: UnitLine, field: str) -> tuple[str, ...]:
    """Where the text stands, how it is written, and how long it may be."""
    shape = shape_of(line.unit, field)
    where = [say(KIND_NAMES[line.kind]), line.group, line.label, say(field_in_words(line.unit, field))]
    ways = {"lines": gettext("One a line, in the order of the source."), "one_line": gettext("One line.")}
    said = [
        ways.get(shape.form, ""),
        gettext("Markdown: keep its marks and the addresses of pictures.") if shape.is_markdown else "",
        gettext("At most %(count)s characters.", count=number(shape.longest)) if shape.longest <= NAMED else "",
    ]
    notes = (" · ".join(filter(None, where)), " ".join(filter(None, said)))
    return tuple(filter(None, notes))


@blueprint.post("/studio/<slug>/translations/<language>/import")
@takes_files(BIGGEST + 65_536)
@may_translate
def import_translation(course: StudioCourse, language: str) -> ResponseReturnValue:
    """Takes what is translated in the file and says of each text what became of it."""
    _found(course, language)
    form, report = ImportForm(), None
    if not form.validate_on_submit():
        return _show(course, language, form, status=422)
    try:
        file = _read(form.file.data.stream.read(BIGGEST + 1))
    except BadFile as bad:
        text = say(bad.sentence)
        form.file.errors = [gettext("Line %(line)s: %(text)s", line=number(bad.line), text=text) if bad.line else text]
        return _show(course, language, form, status=422)
    begin_writing()  # only now: the file may have been on its way for minutes
    with attempt(form) as done:
        report = take_translation(course, language, file, by=own_id(), now=utc_now())
    return _show(course, language, form, report if done else None, status=200 if done else 422)


def _read(data: bytes) -> TranslationFile:
    """XLIFF or PO, told apart by how the file begins. Raises `BadFile`."""
    if looks_like_xml(data) or data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_xliff(data)
    return read_po(data)
