"""What the pages of one item have in common."""

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.authoring.bringing import course_media
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.items import DraftItem, draft_item
from lms.authoring.views.parts import done_with
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.media.forms import Brought
from lms.media.services import StoredFile, take_all
from lms.web.forms import Form
from lms.web.guards import own_id


def item_or_404(course: StudioCourse, item: str, *kinds: str) -> DraftItem:
    """The item of an address; unknown, gone meanwhile, or of another kind than these: 404."""
    found = draft_item(course, item)
    if found is None or (kinds and found.kind not in kinds):
        abort(404)
    return found


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
