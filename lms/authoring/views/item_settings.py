"""What course.yaml says of one item: minutes, whether it is required, what it waits for, its category."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.items import ItemSettingsForm
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.items import DraftItem
from lms.authoring.queries.looking import look_at
from lms.authoring.rules.media import digest_of_item
from lms.authoring.services.items import change_settings
from lms.authoring.views.blueprint import blueprint, the_course, title_of
from lms.authoring.views.item_parts import back_to_item, item_or_404
from lms.authoring.views.parts import done_with
from lms.core.clock import utc_now
from lms.packages.building import WATCH_PERCENT
from lms.packages.grading import SCORED_KINDS
from lms.web.guards import guarded, own_id
from lms.web.language import number as written

_may_author = guarded(policies.may_author, hidden=True, course=the_course)


def settings_form(item: DraftItem, reading_minutes: int, *, is_sent: bool = False) -> ItemSettingsForm:
    """The form with the item as it is or, once it `is_sent`, with what was filled in."""
    grading = item.course.course.get("grading") or {}
    titles = item.course.words.get(item.language, {}).get("categories") or {}
    keys = [category["key"] for category in grading.get("categories", ())] if item.kind in SCORED_KINDS else []
    form = ItemSettingsForm(
        earlier=[(step.key, step.title) for step in item.earlier],
        categories=[(key, titles.get(key, key)) for key in keys],
        has_film=item.kind == "video" and "link" not in item.values,
        seen=digest_of_item(item.data),
        minutes=item.data["minutes"],
        required=item.data.get("required", True),
        after=item.data.get("after", ""),
        watch_percent=item.data.get("watch_percent", WATCH_PERCENT),
        category=item.data.get("category", ""),
        **({} if is_sent else {"formdata": None}),
    )
    form.minutes.description = _proposal(item, reading_minutes)
    return form


def _proposal(item: DraftItem, reading_minutes: int) -> str:
    """How long it takes, as far as its content tells."""
    seconds = item.values.get("duration_seconds") if item.kind == "video" else None
    if isinstance(seconds, int):
        return str(gettext("The film takes %(minutes)s min.", minutes=written(-(-seconds // 60))))
    if item.kind == "reading":
        return str(gettext("Reading the text takes about %(minutes)s min.", minutes=written(reading_minutes)))
    return ""


@blueprint.post("/studio/<slug>/<item>/settings")
@_may_author
def change_item_settings(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Keeps them; a form with mistakes comes back by itself."""
    found = item_or_404(course, item)
    minutes = look_at(found, found.language, found.text).minutes
    form = settings_form(found, minutes, is_sent=True)
    me, now = own_id(), utc_now()

    def deed() -> None:
        seen = text_of(form.seen)
        change_settings(course.id, found.key, form.values(), subject=found.title, seen=seen, by=me, now=now)

    if form.validate_on_submit() and done_with(form, deed):
        return back_to_item(course, item, gettext("Saved."), "settings")
    return render_template(
        "authoring/item_settings.html", course=course, course_title=title_of(course), item=found, form=form
    )
