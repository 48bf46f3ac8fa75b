"""The library: pieces that are kept once for all courses."""

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.library import AddForm
from lms.authoring.queries.courses import StudioCourse, studio_course
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.library.contents import content_of, medium_in
from lms.authoring.queries.library.entries import (
    Choice,
    EntryFacts,
    count_entries,
    entries_chosen,
    entry_lines,
    languages_in_library,
    uses_of,
    versions_of,
)
from lms.authoring.queries.library.entries import (
    library_entry as entry_at,
)
from lms.authoring.queries.library.pieces import piece_of
from lms.authoring.queries.library.uses import differences_between
from lms.authoring.queries.listing import titled_courses
from lms.authoring.queries.outline import titles_in_draft
from lms.authoring.rules.changes import GROUPS
from lms.authoring.rules.library.pieces import Piece, lacks
from lms.authoring.rules.readable import NAMES
from lms.authoring.services.library import entries
from lms.authoring.views.blueprint import blueprint, opened, title_of
from lms.core.clock import utc_now
from lms.core.messages import phrase
from lms.progress.wording import KINDS as ITEM_KINDS
from lms.web.forms import pressed
from lms.web.guards import current_actor, guarded
from lms.web.language import language_name, wanted_languages
from lms.web.paging import Page, page_number, within
from lms.web.sending import send_stored

_ON_A_PAGE = 30
KINDS = {"module": phrase("Module"), **ITEM_KINDS}
STATES = {"current": phrase("All authors"), "mine": phrase("Mine"), "archived": phrase("Archived")}


@blueprint.get("/studio/library/")
@guarded(policies.may_use_library)
def library() -> ResponseReturnValue:
    """What there is to use, to be searched; `?course=` says for which course one looks."""
    actor, asked = current_actor(), request.args
    choice = Choice(
        words=asked.get("q", "").strip()[:100],
        kind=_one_of(KINDS, asked.get("kind", "")),
        language=asked.get("language", "")[:20],
        state=_one_of(STATES, asked.get("state", "")) or "current",
    )
    found, number = entries_chosen(choice, actor.person_id), page_number()
    course = _course_asked()
    page = within(Page(found[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE], number, _ON_A_PAGE, len(found)))
    return render_template(
        "authoring/library.html",
        lines=entry_lines(list(page.items)),
        page=page,
        choice=choice,
        kinds=KINDS,
        states=STATES,
        translated=_choices,
        languages=[(tag, language_name(tag)) for tag in languages_in_library()],
        has_any=bool(found) or count_entries() > 0,
        course=course,
        course_title=title_of(course) if course else "",
    )


def _choices(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(value, gettext(text)) for value, text in words.items()]


def _one_of(known: dict[str, str], word: str) -> str:
    return word if word in known else ""


def _course_asked() -> StudioCourse | None:
    """The course that `?course=` names, if one may change it."""
    slug = request.args.get("course", "")
    course = studio_course(slug) if slug else None
    return course if course is not None and policies.may_author(current_actor(), course) else None


@dataclass(frozen=True, slots=True)
class Target:
    """The course that something shall go into, its modules, and the language that it lacks for that."""

    course: StudioCourse
    title: str
    modules: list[tuple[str, str]]
    lacking: str | None


def _target(course: StudioCourse, piece: Piece) -> Target:
    course = opened(course)
    titles, source = titles_in_draft(course.id), course_files(course.id).source_language
    modules = [(of.removeprefix("module:"), title) for of, title in titles.items() if of.startswith("module:")]
    return Target(course, title_of(course), modules, source if lacks(piece, source) else None)


@blueprint.get("/studio/library/<public_id>")
@guarded(policies.may_use_library, entry=entry_at)
def library_entry(entry: EntryFacts) -> ResponseReturnValue:
    """What it holds, its versions, who uses it, and the way into a course of one's own."""
    return _show_entry(entry)


def _show_entry(entry: EntryFacts, status: int = 200, **shown: Any) -> ResponseReturnValue:
    actor, wanted = current_actor(), wanted_languages()
    piece, course = piece_of(entry.id, entry.newest), _course_asked()
    if piece is None:
        abort(404)
    mine = titled_courses(actor, wanted) if course is None else []
    return render_template(
        "authoring/library_entry.html",
        entry=entry,
        content=content_of(piece, wanted),
        versions=versions_of(entry.id),
        uses=uses_of(entry.id, actor, wanted),
        kinds=KINDS,
        mine=[(one.course.slug, one.title) for one in mine if policies.may_author(actor, one.course)],
        target=_target(course, piece) if course is not None else None,
        may_change=policies.may_change_entry(actor, entry),
        **{"form": AddForm(formdata=None), **shown},
    ), status


@blueprint.get("/studio/library/<public_id>/<int:number>/")
@guarded(policies.may_use_library, entry=entry_at)
def library_version(entry: EntryFacts, number: int) -> ResponseReturnValue:
    """One version as it reads, and what it changed."""
    piece, before = piece_of(entry.id, number), piece_of(entry.id, number - 1)
    version = next((one for one in versions_of(entry.id) if one.number == number), None)
    if piece is None or version is None:
        abort(404)
    only = request.args.get("path") or None
    return render_template(
        "authoring/library_version.html",
        entry=entry,
        version=version,
        content=content_of(piece, wanted_languages()),
        differences=differences_between(before, piece, only) if before is not None else None,
        only=only,
        kinds=KINDS,
        groups=GROUPS,
        names=NAMES,
    )


@blueprint.get("/studio/library/<public_id>/<int:number>/media/<name>")
@guarded(policies.may_use_library, entry=entry_at)
def library_media(entry: EntryFacts, number: int, name: str) -> ResponseReturnValue:
    """A picture, film or captions of a version."""
    piece = piece_of(entry.id, number)
    file = medium_in(piece, name) if piece is not None else None
    if file is None:
        abort(404)
    return send_stored(file.digest, file.content_type, file.size_bytes)


@blueprint.post("/studio/library/<public_id>/archive")
@guarded(policies.may_change_entry, entry=entry_at)
def archive_entry(entry: EntryFacts) -> ResponseReturnValue:
    """Offered to no further course; those that use it keep it."""
    with pressed(gettext("“%(title)s” is archived. The courses that use it keep it.", title=entry.title)):
        entries.archive_entry(entry.id, now=utc_now())
    return redirect(url_for(".library_entry", public_id=entry.public_id))


@blueprint.post("/studio/library/<public_id>/restore")
@guarded(policies.may_change_entry, entry=entry_at)
def restore_entry(entry: EntryFacts) -> ResponseReturnValue:
    """Offered again."""
    with pressed(gettext("“%(title)s” is offered again.", title=entry.title)):
        entries.restore_entry(entry.id)
    return redirect(url_for(".library_entry", public_id=entry.public_id))
