"""The editor of one item: its title and text, saved as they are written, seen as trainees will see them.

Saving never overwrites what somebody else saved meanwhile: whoever comes second reads both versions and decides.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import flash, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.accounts.queries import person_names
from lms.authoring import policies
from lms.authoring.bringing import course_media
from lms.authoring.forms.items import ItemForm, PageForm, PictureForm
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.examining import settings_mistakes
from lms.authoring.queries.items import DraftItem
from lms.authoring.queries.looking import look_at
from lms.authoring.rules.diffs import compare_texts, shortened
from lms.authoring.rules.media import picture_line
from lms.authoring.services.files import Stale
from lms.authoring.services.items import save_page
from lms.authoring.services.media import add_media
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.item_parts import item_or_404
from lms.authoring.views.item_settings import settings_form
from lms.authoring.views.parts import errors_of, words_of
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.core.messages import phrase
from lms.media.rules.kinds import PICTURES, endings_of
from lms.media.rules.pictures import BIGGEST_PICTURE
from lms.media.services import Prepared, take_all
from lms.progress.wording import KINDS
from lms.web.forms import attempt, begin_writing
from lms.web.guards import guarded, own_id
from lms.web.language import clock_time, interface_language
from lms.web.uploads import takes_files

_may_author = guarded(policies.may_author, hidden=True, course=the_course)
_ACCEPT = ",".join(f".{ending}" for ending in endings_of(PICTURES))


@blueprint.get("/studio/<slug>/<item>/")
@_may_author
def item(course: StudioCourse, item: str) -> ResponseReturnValue:
    """The item as it is now."""
    course = opened(course)
    found = item_or_404(course, item)
    form = ItemForm(formdata=None, seen=found.page_digest, title=found.title, text=found.text)
    return _page(course, found, form)


@blueprint.post("/studio/<slug>/<item>/")
@takes_files(BIGGEST_PICTURE)
@_may_author
def save_item(course: StudioCourse, item: str) -> ResponseReturnValue:
    """The whole form: saves it, with a picture if one was chosen, or only shows how it would look."""
    found = item_or_404(course, item)
    form = ItemForm()
    if request.form.get("do") == "look" or not form.validate_on_submit():
        return _page(course, found, form)
    try:
        prepared = form.picture.data.prepare(course_media)
        begin_writing()
        with attempt():
            lines = [_line_of(name, form) for name in _keep_pictures(course, form, prepared)]
            _save(course, found, form, text="\n\n".join([text_of(form.text).rstrip(), *lines]) if lines else None)
    except Stale as stale:
        return _page(course, item_or_404(course, item), form, conflict=stale)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(course, found, form)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".item", slug=course.slug, item=item))


def _save(course: StudioCourse, found: DraftItem, form: PageForm, *, text: str | None = None) -> str:
    """Returns the digest of what was saved. Raises `Stale` or `Refused`."""
    done = save_page(
        course.id,
        found.key,
        found.language,
        title=text_of(form.title),
        text=text_of(form.text) if text is None else text,
        seen=text_of(form.seen),
        by=own_id(),
        now=utc_now(),
    )
    return str(next(iter(done.digests.values())))


@blueprint.post("/studio/<slug>/<item>/autosave")
@_may_author
def autosave_item(course: StudioCourse, item: str) -> ResponseReturnValue:
    """What the editor sends while somebody writes. "Saved 10:42" is said only after the commit.

    409 with both versions when somebody else was faster; 422 with what is wrong.
    """
    found = item_or_404(course, item)
    form = PageForm()
    if not form.validate_on_submit():
        return {"text": errors_of(form)}, 422
    digest = ""
    try:
        with attempt():
            digest = _save(course, found, form)
    except Stale as stale:
        return _told_conflict(item_or_404(course, item), form, stale), 409
    except Refused as refusal:
        return {"text": words_of(refusal)}, 422
    return {"seen": digest, "text": gettext("Saved %(time)s", time=clock_time(utc_now()))}


def _told_conflict(theirs: DraftItem, form: PageForm, stale: Stale) -> dict[str, Any]:
    panel = get_template_attribute("components/conflict.html", "conflict_panel")
    return {
        "text": gettext("Not saved: somebody else changed this."),
        "seen": theirs.page_digest,
        "title": theirs.title,
        "theirs": theirs.text,
        "html": str(panel(_conflict(theirs, form, stale), theirs.language, has_scripts=True)),
    }


def _conflict(theirs: DraftItem, form: PageForm, stale: Stale) -> dict[str, Any]:
    """For the panel: who was faster, and what differs; removed is what only they have, added what only you have."""
    return {
        "who": _who(stale.by),
        "at": stale.at,
        "spoken": interface_language(),
        "blocks": shortened(compare_texts(theirs.text, text_of(form.text))),
        "title": None if theirs.title == text_of(form.title) else theirs.title,
    }


def _who(person_id: int | None) -> str:
    """The name of whoever it was; "You, in another window" where it was oneself; empty where nobody knows."""
    if person_id == own_id():
        return str(gettext("You, in another window"))
    people = person_names([person_id]) if person_id is not None else {}
    return people[person_id].printed_name if person_id in people else ""


@blueprint.get("/studio/<slug>/<item>/state")
@_may_author
def item_state(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Asked when somebody comes back to an open editor: is it still what they have before them?"""
    found = item_or_404(course, item)
    name = _who(found.changed_by)
    if not name or found.changed_at is None:
        return {"seen": found.page_digest, "text": gettext("This was changed meanwhile.")}
    at = clock_time(found.changed_at)
    return {"seen": found.page_digest, "text": gettext("%(name)s changed this at %(time)s.", name=name, time=at)}


@blueprint.post("/studio/<slug>/<item>/look")
@takes_files(512 * 1024)  # none at all; but whoever looks must not keep those waiting who save
@_may_author
def look_at_item(course: StudioCourse, item: str) -> ResponseReturnValue:
    """How the text would look, and what is wrong with it. Records nothing."""
    found = item_or_404(course, item)
    text = (request.form.get("text") or "").replace("\r\n", "\n")
    look = look_at(found, found.language, text)
    draw_text = get_template_attribute("authoring/_look.html", "look_text")
    draw_facts = get_template_attribute("authoring/_look.html", "look_facts")
    return {"text": str(draw_text(look, found.language)), "facts": str(draw_facts(look))}


@blueprint.post("/studio/<slug>/<item>/picture")
@_may_author
def bring_picture(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Keeps a picture that was pasted, dropped or chosen, and answers with the line that shows it."""
    item_or_404(course, item)
    form = PictureForm()
    if not form.validate_on_submit() or not form.picture.data.uploads:
        return {"text": errors_of(form) or gettext("Choose a picture.")}, 422
    names: list[str] = []
    try:
        with attempt():
            names = _keep_pictures(course, form, ())
    except Refused as refusal:
        return {"text": words_of(refusal)}, 422
    return {"line": _line_of(names[0], form), "name": names[0]}


def _keep_pictures(course: StudioCourse, form: PictureForm, prepared: Sequence[Prepared]) -> list[str]:
    """The names in media/ of the pictures that were uploaded or came with the form. Raises `Refused`."""
    me, now, uploads = own_id(), utc_now(), form.picture.data.uploads
    files = take_all(uploads, prepared, person_id=me, purpose=course_media, scope=str(course.id), now=now)
    return add_media(course.id, files, words=text_of(form.alternative), by=me, now=now)


def _line_of(name: str, form: PictureForm) -> str:
    return picture_line(name, form.words, text_of(form.caption))


def _page(
    course: StudioCourse, found: DraftItem, form: ItemForm, *, conflict: Stale | None = None
) -> ResponseReturnValue:
    """The page around the form. After a conflict the next save is made from their version, knowingly."""
    told = _conflict(found, form, conflict) if conflict else None
    if conflict:
        form.seen.data = found.page_digest
    look = look_at(found, found.language, text_of(form.text))
    answer = render_template(
        "authoring/item.html",
        course=course,
        course_title=title_of(course),
        item=found,
        kind_name=gettext(KINDS[found.kind]),
        form=form,
        settings=settings_form(found, look.minutes),
        look=look,
        mistakes=settings_mistakes(course, found),
        conflict=told,
        who=_still_writing(found),
        text_label=gettext(_LABELS[found.kind]),
        saving=_saving(course, found),
        accept=_ACCEPT,
    )
    return (answer, 409) if conflict else answer


_LABELS = {
    "reading": phrase("Text"),
    "video": phrase("What is said in the film"),
    "quiz": phrase("What trainees read before they begin"),
    "assignment": phrase("What is to be done"),
}
_RECENTLY = timedelta(minutes=15)


def _still_writing(found: DraftItem) -> str:
    """Who else changed this item a moment ago; empty when nobody did."""
    is_recent = found.changed_at is not None and utc_now() - found.changed_at < _RECENTLY
    return _who(found.changed_by) if is_recent and found.changed_by not in (None, own_id()) else ""


def _saving(course: StudioCourse, found: DraftItem) -> dict[str, str]:
    """Addresses and words for lms/static/js/autosave.js and editor.js. What was not saved is kept for this person."""
    here: dict[str, Any] = {"slug": course.slug, "item": found.key}
    return {
        "data-editor": "",
        "autocomplete": "off",  # what stands in the fields is what the server sent, or what was typed since
        "data-autosave": url_for(".autosave_item", **here),
        "data-look": url_for(".look_at_item", **here),
        "data-state": url_for(".item_state", **here),
        "data-picture": url_for(".bring_picture", **here),
        "data-shelf": f"item-{own_id()}-{course.id}-{found.key}",
        "data-text-saving": gettext("Saving…"),
        "data-text-offline": gettext("Not saved: no connection. It is kept here, and we go on trying."),
        "data-text-signed-out": gettext("Not saved: sign in again in another window, then go on writing."),
        "data-text-restored": gettext("What you wrote and could not save is back."),
        "data-text-refused": gettext("Not saved."),
        "data-text-stale": gettext("Load the page again before you go on."),
        "data-text-too-long": gettext("Not saved: the text is too long for one item. Split it into several."),
    }
