"""The files of a course: what they weigh, where they are used, and what they are replaced by."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.authoring import policies
from lms.authoring.bringing import course_media
from lms.authoring.forms.items import BringForm, ReplaceForm
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.media import media_page
from lms.authoring.queries.preview import draft_media
from lms.authoring.services import media as services
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.item_parts import with_files
from lms.authoring.views.parts import done_with, errors_of
from lms.core.clock import utc_now
from lms.courses.queries import MediaFacts
from lms.media.rules.kinds import endings_of, kind_by_ending
from lms.media.services import StoredFile
from lms.packages.reading import BIGGEST_FILE
from lms.web.flashes import flash_with_undo
from lms.web.forms import Form
from lms.web.guards import guarded, own_id
from lms.web.language import number
from lms.web.sending import send_stored
from lms.web.uploads import takes_files

_may_author = guarded(policies.may_author, hidden=True, course=the_course)
_ACCEPT = ",".join(f".{ending}" for ending in endings_of(course_media.kinds))


@blueprint.get("/studio/<slug>/media")
@_may_author
def media(course: StudioCourse) -> ResponseReturnValue:
    """Every file, what it weighs, and where it is used."""
    return _page(opened(course))


@blueprint.post("/studio/<slug>/media")
@takes_files(BIGGEST_FILE)
@_may_author
def bring_media(course: StudioCourse) -> ResponseReturnValue:
    """Files for later use."""
    form = BringForm()
    names: list[str] = []
    if form.validate_on_submit() and with_files(
        course, form, form.files.data, lambda files: names.extend(_added(course, files))
    ):
        flash(
            ngettext("%(count)s file is added.", "%(count)s files are added.", len(names), count=number(len(names))),
            "success",
        )
        return redirect(url_for(".media", slug=course.slug))
    return _page(course, form)


def _added(course: StudioCourse, files: list[StoredFile]) -> list[str]:
    return services.add_media(course.id, files, by=own_id(), now=utc_now())


@blueprint.get("/studio/<slug>/media/<name>/replace")
@_may_author
def replace_media(course: StudioCourse, name: str) -> ResponseReturnValue:
    """Where another file is chosen for this one."""
    _file(course, name)
    return _replacing(course, name, ReplaceForm(formdata=None))


@blueprint.post("/studio/<slug>/media/<name>/replace")
@takes_files(BIGGEST_FILE)
@_may_author
def put_media(course: StudioCourse, name: str) -> ResponseReturnValue:
    """Another file under the same name."""
    form = ReplaceForm()

    def deed(files: list[StoredFile]) -> None:
        services.replace_media(course.id, name, files[0], by=own_id(), now=utc_now())

    if form.validate_on_submit() and with_files(course, form, form.file.data, deed):
        flash(gettext("The file is replaced. Trainees see it when you publish."), "success")
        return redirect(url_for(".media", slug=course.slug))
    return _replacing(course, name, form)


@blueprint.post("/studio/<slug>/media/<name>/delete")
@_may_author
def remove_media(course: StudioCourse, name: str) -> ResponseReturnValue:
    """Removes a file that nothing uses; the next page has a button that brings it back."""
    form, steps = Form(), list[int | None]()
    if done_with(form, lambda: steps.append(services.delete_media(course.id, name, by=own_id(), now=utc_now()))):
        undo = url_for(".take_back_step", slug=course.slug)
        flash_with_undo(gettext("“%(title)s” is deleted.", title=name), undo, change=steps[0])
    else:
        flash(errors_of(form), "error")
    return redirect(url_for(".media", slug=course.slug))


def _file(course: StudioCourse, name: str) -> MediaFacts:
    found = draft_media(course.id, name)
    return found if found is not None else abort(404)


@blueprint.get("/studio/<slug>/media/<name>")
@guarded(policies.may_see_draft, hidden=True, course=the_course)
def media_file(course: StudioCourse, name: str) -> ResponseReturnValue:
    """A file of the draft, for the staff of the course; to anyone else it does not exist (A05, A06)."""
    file = _file(course, name)
    return send_stored(file.digest, file.content_type, file.size_bytes)


@blueprint.get("/studio/<slug>/<item>/media/<name>")
@guarded(policies.may_see_draft, hidden=True, course=the_course)
def item_media(course: StudioCourse, item: str, name: str) -> ResponseReturnValue:
    """The same beside the editor of an item, where a rendered text looks for it."""
    file = _file(course, name)
    return send_stored(file.digest, file.content_type, file.size_bytes)


def _replacing(course: StudioCourse, name: str, form: ReplaceForm) -> ResponseReturnValue:
    kind = kind_by_ending(name)
    accept = ",".join(f".{ending}" for ending in kind.endings) if kind else ""
    return render_template(
        "authoring/replace_media.html",
        course=course,
        course_title=title_of(course),
        name=name,
        form=form,
        accept=accept,
    )


def _page(course: StudioCourse, form: BringForm | None = None) -> ResponseReturnValue:
    return render_template(
        "authoring/media.html",
        course=course,
        course_title=title_of(course),
        page=media_page(course.id),
        form=form or BringForm(formdata=None),
        accept=_ACCEPT,
    )
