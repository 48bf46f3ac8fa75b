"""A course and the library: what it shares, what it takes, what it keeps."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.library import AddForm, ShareForm, StayForm, TakeForm, UpdateForm
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.library.contents import content_of
from lms.authoring.queries.library.entries import EntryFacts, library_entry, versions_of
from lms.authoring.queries.library.pieces import source_of
from lms.authoring.queries.library.uses import UseFacts, copy_in, use_of, use_page
from lms.authoring.queries.outline import titles_in_draft
from lms.authoring.rules.changes import GROUPS
from lms.authoring.rules.library.names import no_names
from lms.authoring.rules.readable import NAMES
from lms.authoring.services.library import entries, taking
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.library import KINDS
from lms.authoring.views.links import mending
from lms.authoring.views.parts import errors_of
from lms.core.clock import utc_now
from lms.web.flashes import flash_with_undo
from lms.web.forms import attempt, pressed
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import number as written
from lms.web.language import wanted_languages


def the_use(slug: str, of: str) -> UseFacts | None:
    """The loader of views about a piece of a course (`module:KEY`, `item:KEY`) that is in the library."""
    course = the_course(slug)
    return use_of(course.id, of) if course is not None else None


_may_author = guarded(policies.may_author, hidden=True, course=the_course, use=the_use)


def _to_outline(course: StudioCourse, of: str) -> ResponseReturnValue:
    return redirect(url_for(".outline", slug=course.slug, _anchor=of.replace(":", "-")))


# into the library


@blueprint.get("/studio/<slug>/library/<of>/share")
@guarded(policies.may_author, hidden=True, course=the_course)
def share(course: StudioCourse, of: str) -> ResponseReturnValue:
    """What would come along, who would see it, and what has to be mended first."""
    return _show_share(opened(course), of)


def _show_share(course: StudioCourse, of: str, status: int = 200, form: ShareForm | None = None) -> ResponseReturnValue:
    title = titles_in_draft(course.id).get(of)
    if title is None:
        abort(404)
    if use_of(course.id, of) is not None:
        return redirect(url_for(".library_use", slug=course.slug, of=of))
    source = source_of(course.id, of)
    content = content_of(copy_in(source, of, no_names()).piece, wanted_languages())
    return render_template(
        "authoring/share.html",
        course=course,
        title=title,
        course_title=title_of(course),
        of=of,
        content=content,
        mistakes=mending(course.slug, content.mistakes, source.languages[0]),
        kinds=KINDS,
        form=form or ShareForm(formdata=None),
    ), status


@blueprint.post("/studio/<slug>/library/<of>/share")
@guarded(policies.may_author, hidden=True, course=the_course)
def do_share(course: StudioCourse, of: str) -> ResponseReturnValue:
    """Keeps it as the first version of an entry; the course is the first to use it."""
    course, form, public_id = opened(course), ShareForm(), ""
    if form.validate_on_submit():
        with attempt(form) as done:
            public_id = entries.put_into_library(course.id, of, note=text_of(form.note), by=own_id(), now=utc_now())
        if done:
            flash(gettext("It is in the library now. Every author can use it."), "success")
            return redirect(url_for(".library_entry", public_id=public_id))
    return _show_share(course, of, 422, form)


# out of the library


@blueprint.post("/studio/<slug>/library/add/<public_id>")
@guarded(policies.may_author, hidden=True, course=the_course, entry=library_entry)
def add_from_library(course: StudioCourse, entry: EntryFacts) -> ResponseReturnValue:
    """Puts the newest version into the course."""
    course, form, used = opened(course), AddForm(), None
    if form.validate_on_submit():
        with attempt(form) as done:
            used = taking.use_entry(course.id, entry.id, text_of(form.module), by=own_id(), now=utc_now())
        if done and used is not None:
            undo = url_for(".take_back_step", slug=course.slug)
            flash_with_undo(gettext("“%(title)s” is added.", title=entry.title), undo, change=used.change_id)
            return _to_outline(course, used.of)
    flash(errors_of(form), "error")
    return redirect(url_for(".library_entry", public_id=entry.public_id, course=course.slug, _anchor="use"))


# deciding about versions


@blueprint.get("/studio/<slug>/library/<of>")
@_may_author
def library_use(course: StudioCourse, use: UseFacts) -> ResponseReturnValue:
    """What the newest version brings, what the course changed by itself, and what can be done about it."""
    return _show_use(course, use)


def _show_use(course: StudioCourse, use: UseFacts, status: int = 200, **shown: Any) -> ResponseReturnValue:
    only = request.args.get("path") or None
    page = use_page(use, only)
    if page is None:
        abort(404)
    forms = {
        "take_form": TakeForm(formdata=None, number=use.entry.newest, seen=page.seen),
        "update_form": UpdateForm(formdata=None, newest=use.entry.newest),
    }
    return render_template(
        "authoring/library_use.html",
        course=course,
        course_title=title_of(course),
        use=use,
        page=page,
        only=only,
        is_own=request.args.get("side") == "own",
        next_number=use.entry.newest + 1,
        versions=[version for version in versions_of(use.entry.id) if version.number > use.number],
        groups=GROUPS,
        names=NAMES,
        may_update=policies.may_update_library(current_actor(), course, use),
        **{**forms, **shown},
    ), status


@blueprint.post("/studio/<slug>/library/<of>/take")
@_may_author
def take_version(course: StudioCourse, use: UseFacts) -> ResponseReturnValue:
    """The course takes the version that the page showed."""
    form, change = TakeForm(), None
    if form.validate_on_submit():
        with attempt(form) as done:
            change = taking.take_version(
                course.id,
                use.of,
                number=int(text_of(form.number)),
                seen=text_of(form.seen),
                replaces_own=bool(form.replaces_own.data),
                by=own_id(),
                now=utc_now(),
            )
        if done:
            text = gettext("This course has version %(number)s now.", number=written(int(text_of(form.number))))
            if change is None:
                flash(text, "success")
            else:
                flash_with_undo(text, url_for(".take_back_step", slug=course.slug), change=change)
            return _to_outline(course, use.of)
    flash(errors_of(form), "error")
    return redirect(url_for(".library_use", slug=course.slug, of=use.of))


@blueprint.post("/studio/<slug>/library/<of>/stay")
@_may_author
def stay_on_version(course: StudioCourse, use: UseFacts) -> ResponseReturnValue:
    """The version is offered no more; the next one will be."""
    form = StayForm()
    if form.validate_on_submit():
        with attempt(form) as done:
            taking.stay_on_version(course.id, use.of, number=int(text_of(form.number)))
        if done:
            flash(gettext("This course stays on version %(number)s.", number=written(use.number)), "success")
            return _to_outline(course, use.of)
    flash(errors_of(form), "error")
    return redirect(url_for(".library_use", slug=course.slug, of=use.of))


@blueprint.post("/studio/<slug>/library/<of>/detach")
@guarded(policies.may_author, hidden=True, course=the_course)
def detach(course: StudioCourse, of: str) -> ResponseReturnValue:
    """What the course has becomes its own."""
    with pressed(gettext("It belongs to this course alone now.")):
        taking.detach(course.id, of)
    return _to_outline(course, of)


@blueprint.post("/studio/<slug>/library/<of>/update")
@guarded(policies.may_update_library, hidden=True, course=the_course, use=the_use)
def update_library(course: StudioCourse, use: UseFacts) -> ResponseReturnValue:
    """The course's copy becomes the next version, which is offered to every course that uses it."""
    form, number = UpdateForm(), 0
    if form.validate_on_submit():
        with attempt(form) as done:
            number = entries.update_library(
                course.id, use.of, seen=int(text_of(form.newest)), note=text_of(form.note), by=own_id(), now=utc_now()
            )
        if done:
            text = gettext("Version %(number)s is in the library and offered to each course.", number=written(number))
            flash(text, "success")
            return redirect(url_for(".library_entry", public_id=use.entry.public_id))
    return _show_use(course, use, 422, update_form=form)
