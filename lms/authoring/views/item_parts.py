"""What the pages of one item have in common."""

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.authoring.bringing import course_media
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.items import DraftItem, draft_item
from lms.authoring.services.files import Stale
from lms.authoring.views.parts import told
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.core.messages import Sentence
from lms.media.forms import Brought
from lms.media.services import StoredFile, take_all
from lms.web.forms import Form, attempt, begin_writing
from lms.web.guards import own_id
from lms.web.language import say


def item_or_404(course: StudioCourse, item: str, *kinds: str) -> DraftItem:
    """The item of an address; unknown, gone meanwhile, or of another kind than these: 404."""
    found = draft_item(course, item)
    if found is None or (kinds and found.kind not in kinds):
        abort(404)
    return found


def errors_of(form: Form) -> str:
    """Everything that is wrong with a form, in one line."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def done_with(form: Form, deed: Callable[[], object]) -> bool:
    """Does it in one transaction; a refusal is put on the form, and who was faster is told there by name."""
    begin_writing()
    try:
        with attempt():
            deed()
    except Stale as stale:
        form.refusals.append(told(stale))
        return False
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def with_files(course: StudioCourse, form: Form, brought: Brought, deed: Callable[[list[StoredFile]], None]) -> bool:
    """Looks at the files that a form brought, and does with them what is to be done, in one transaction."""
    try:
        prepared = brought.prepare(course_media)
    except Refused as refusal:
        form.refuse(refusal)
        return False

    def all_at_once() -> None:
        me, scope = own_id(), str(course.id)
        deed(take_all(brought.uploads, prepared, person_id=me, purpose=course_media, scope=scope, now=utc_now()))

    return done_with(form, all_at_once)


def back_to_item(course: StudioCourse, item: str, said: str, anchor: str | None = None) -> ResponseReturnValue:
    """To the editor of the item, with a word on what was done."""
    flash(said, "success")
    return redirect(url_for(".item", slug=course.slug, item=item, _anchor=anchor))


def words_of(refusal: Refused) -> str:
    """What a JSON answer says of it."""
    return told(refusal) if isinstance(refusal, Stale) else say(Sentence(refusal.text, refusal.values))
