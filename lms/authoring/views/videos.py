"""The film of a video step: brought from one's computer or linked, and its captions by language."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.items import CaptionLanguageForm, CaptionsForm, FilmForm, LinkForm, SeenForm
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.items import DraftItem, captions_text
from lms.authoring.rules.media import clock
from lms.authoring.services import videos
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.item_parts import back_to_item, item_or_404, with_files
from lms.authoring.views.parts import done_with, errors_of
from lms.core.clock import utc_now
from lms.media.rules.captions import BIGGEST_CAPTIONS
from lms.media.services import StoredFile
from lms.packages.reading import BIGGEST_FILE
from lms.web.guards import guarded, own_id
from lms.web.uploads import takes_files

_may_author = guarded(policies.may_author, hidden=True, course=the_course)


@blueprint.get("/studio/<slug>/<item>/film")
@_may_author
def film(course: StudioCourse, item: str) -> ResponseReturnValue:
    """The film as it is, and every way to change it."""
    course = opened(course)
    return _page(course, item_or_404(course, item, "video"))


@blueprint.post("/studio/<slug>/<item>/film")
@takes_files(BIGGEST_FILE)
@_may_author
def bring_film(course: StudioCourse, item: str) -> ResponseReturnValue:
    """A film of one's own. Its length is read from it; where it says none, its author does."""
    found = item_or_404(course, item, "video")
    form = FilmForm(prefix="film")

    def deed(files: list[StoredFile]) -> None:
        videos.set_film(course.id, found, files[0], _saving(form), seconds=form.seconds)

    if form.validate_on_submit() and with_files(course, form, form.film.data, deed):
        said = gettext("The film is saved.")
        if found.language in (found.values.get("captions") or {}):
            return back_to_item(course, item, said)
        return _back_to_film(course, item, said, "film-captions")  # what a film lacks to be published
    return _page(course, found, film_form=form)


@blueprint.post("/studio/<slug>/<item>/link")
@_may_author
def link_film(course: StudioCourse, item: str) -> ResponseReturnValue:
    """A film that lies with others."""
    found = item_or_404(course, item, "video")
    form = LinkForm(prefix="link")
    if form.validate_on_submit() and done_with(
        form,
        lambda: videos.set_link(course.id, found, text_of(form.link), _saving(form), seconds=form.seconds),
    ):
        return back_to_item(course, item, gettext("The link is saved."))
    return _page(course, found, link_form=form)


@blueprint.post("/studio/<slug>/<item>/captions")
@takes_files(2 * BIGGEST_CAPTIONS)
@_may_author
def save_captions(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Captions in one language, written or brought."""
    found = item_or_404(course, item, "video")
    form = CaptionsForm(languages=found.course.languages)
    tag = text_of(form.language)

    def from_file(files: list[StoredFile]) -> None:
        videos.take_captions(course.id, found, tag, files[0], _saving(form))

    def from_text() -> None:
        videos.set_captions(course.id, found, tag, text_of(form.captions), _saving(form))

    if form.validate_on_submit():
        is_done = with_files(course, form, form.file.data, from_file) if form.file.data else done_with(form, from_text)
        if is_done:
            return _back_to_film(course, item, gettext("The captions are saved."))
    return _page(course, found, captions_form=form)


@blueprint.post("/studio/<slug>/<item>/captions/delete")
@_may_author
def delete_captions(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Without captions in this language."""
    found = item_or_404(course, item, "video")
    form = CaptionLanguageForm()
    if form.validate_on_submit() and done_with(
        form,
        lambda: videos.remove_captions(course.id, found, text_of(form.language), _saving(form)),
    ):
        return _back_to_film(course, item, gettext("The captions are removed."))
    flash(errors_of(form), "error")
    return _page(course, found)


def _saving(form: SeenForm) -> videos.Saving:
    return videos.Saving(text_of(form.seen), own_id(), utc_now())


def _back_to_film(course: StudioCourse, item: str, said: str, anchor: str | None = None) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".film", slug=course.slug, item=item, _anchor=anchor))


def _page(
    course: StudioCourse,
    found: DraftItem,
    *,
    film_form: FilmForm | None = None,
    link_form: LinkForm | None = None,
    captions_form: CaptionsForm | None = None,
) -> ResponseReturnValue:
    values, seen = found.values, found.settings.digest or ""
    seconds = values.get("duration_seconds")
    length = clock(seconds) if isinstance(seconds, int) else ""
    asked = request.args.get("language", found.language)
    tag = asked if asked in found.course.languages else found.language
    fresh = {"formdata": None, "seen": seen}
    return render_template(
        "authoring/film.html",
        course=course,
        course_title=title_of(course),
        item=found,
        length=length,
        captions=values.get("captions") or {},
        film_form=film_form or FilmForm(prefix="film", **fresh),
        link_form=link_form
        or LinkForm(prefix="link", link=values.get("link", ""), length=length if "link" in values else "", **fresh),
        captions_form=captions_form
        or CaptionsForm(languages=found.course.languages, language=tag, captions=captions_text(found, tag), **fresh),
    )
