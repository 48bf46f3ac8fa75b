"""The outline of a draft: what it holds, and every way to arrange it.

Each button is a form that works by itself. Drag and drop and the keyboard send the whole order to `arrange`.
"""

from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.authoring import policies
from lms.authoring.forms.outline import (
    AddItemForm,
    AddModuleForm,
    LockForm,
    MoveForm,
    OrderForm,
    PlaceForm,
    RenameForm,
    StepForm,
    ThingForm,
)
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.library.uses import library_marks
from lms.authoring.queries.outline import module_sums, outline_page, titles_in_draft
from lms.authoring.queries.states import overtaken
from lms.authoring.services import history
from lms.authoring.services import outline as services
from lms.authoring.views.blueprint import blueprint, opened, the_course
from lms.authoring.views.parts import done_with, errors_of, words_of
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.core.messages import phrase
from lms.progress.wording import step_facts
from lms.web.flashes import flash_with_undo
from lms.web.forms import attempt
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import clock_time, number
from lms.web.menu import pages_to_come

FIRST_TITLES = {
    "reading": phrase("New reading"),
    "video": phrase("New video"),
    "quiz": phrase("New quiz"),
    "assignment": phrase("New assignment"),
}
_may_author = guarded(policies.may_author, hidden=True, course=the_course)


@blueprint.get("/studio/<slug>/")
@guarded(policies.may_see_draft, hidden=True, course=the_course)
def outline(course: StudioCourse) -> ResponseReturnValue:
    """Modules and items, how they stand beside what trainees see, and how the course is completed."""
    course = opened(course)
    page = outline_page(course)
    names = [(module.key, module.title) for module in page.modules]
    library = library_marks(course.id)
    may_author = policies.may_author(current_actor(), course)
    return render_template(
        "authoring/outline.html",
        course=course,
        page=page,
        earlier={key: names[:index] for index, (key, _title) in enumerate(names)},
        others={key: [name for name in names if name[0] != key] for key, _title in names},
        facts=step_facts,
        library=library,
        library_url=lambda of: url_for(".library_use" if of in library else ".share", slug=course.slug, of=of),
        next_number=(course.revision_number or 0) + 1,
        sum_in_words=_sum_in_words,
        may_author=may_author,
        opened=request.args.get("open", ""),
        added=request.args.get("added", ""),
        item_url=_item_address(course, may_author=may_author),
        overtaken=overtaken(course, differs=page.changes > 0),
        pages_to_come=pages_to_come(course),
    )


def _sum_in_words(items: int, minutes: int) -> str:
    count = ngettext("%(count)s item", "%(count)s items", items, count=number(items))
    return str(gettext("%(items)s · %(minutes)s min", items=count, minutes=number(minutes)))


def _item_address(course: StudioCourse, *, may_author: bool) -> str:
    """Where an item is edited, or only looked at, with `ITEM` for its key: made once and not for each of 300."""
    return url_for(".item" if may_author else ".preview_item", slug=course.slug, item="ITEM")


def _back(course: StudioCourse, of: str = "", *, is_open: bool = False) -> ResponseReturnValue:
    """To the outline, where the thing stands."""
    shown = of if is_open else None  # a None is left out of the address
    return redirect(url_for(".outline", slug=course.slug, open=shown, _anchor=of.replace(":", "-") or None))


def _change(
    course: StudioCourse, form: ThingForm, deed: Callable[[str, str], object], *, is_open: bool = False
) -> ResponseReturnValue:
    """Does what a button of the outline asks for: `deed(key, title)`; a refusal is said on the outline."""
    of = text_of(form.of)
    if not form.validate_on_submit():
        flash(errors_of(form), "error")
        return _back(course)
    if not done_with(form, lambda: deed(form.key, titles_in_draft(course.id).get(of, form.key))):
        flash(errors_of(form), "error")
    return _back(course, of, is_open=is_open)


@blueprint.post("/studio/<slug>/outline/modules")
@_may_author
def add_module(course: StudioCourse) -> ResponseReturnValue:
    """A module at the end."""
    form = AddModuleForm()
    keys: list[str] = []

    def deed() -> None:
        keys.append(services.add_module(course.id, text_of(form.title), by=own_id(), now=utc_now()))

    if form.validate_on_submit() and done_with(form, deed):
        return _back(course, f"module:{keys[0]}")
    flash(errors_of(form), "error")
    return _back(course)


@blueprint.post("/studio/<slug>/outline/items")
@_may_author
def add_item(course: StudioCourse) -> ResponseReturnValue:
    """An item at the end of a module. Its row then says so, where whoever added it looks."""
    form = AddItemForm()
    keys: list[str] = []

    def deed() -> None:
        kind = form.kind.data
        title = text_of(form.title) or gettext(FIRST_TITLES[kind])
        keys.append(services.add_item(course.id, text_of(form.module), kind, title, by=own_id(), now=utc_now()))

    if form.validate_on_submit() and done_with(form, deed):
        return redirect(url_for(".outline", slug=course.slug, added=f"item:{keys[0]}", _anchor=f"item-{keys[0]}"))
    flash(errors_of(form), "error")
    return _back(course)


@blueprint.post("/studio/<slug>/outline/rename")
@_may_author
def rename(course: StudioCourse) -> ResponseReturnValue:
    """Another title in the source language."""
    form = RenameForm()

    def deed(key: str, _title: str) -> None:
        if form.is_module:
            services.rename_module(course.id, key, text_of(form.title), by=own_id(), now=utc_now())
        else:
            services.rename_item(course.id, key, text_of(form.title), by=own_id(), now=utc_now())

    return _change(course, form, deed)


@blueprint.post("/studio/<slug>/outline/move")
@_may_author
def move(course: StudioCourse) -> ResponseReturnValue:
    """One place up or down; an item at the edge of its module goes over into the next."""
    form = MoveForm()

    def deed(key: str, title: str) -> None:
        services.move(
            course.id,
            key,
            steps=form.steps.data or 0,
            is_module=form.is_module,
            subject=title,
            by=own_id(),
            now=utc_now(),
        )

    return _change(course, form, deed, is_open=True)


@blueprint.post("/studio/<slug>/outline/place")
@_may_author
def place(course: StudioCourse) -> ResponseReturnValue:
    """An item goes to the end of another module."""
    form = PlaceForm()
    return _change(
        course,
        form,
        lambda key, title: services.put_item(
            course.id, key, text_of(form.to), subject=title, by=own_id(), now=utc_now()
        ),
    )


@blueprint.post("/studio/<slug>/outline/copy")
@_may_author
def copy(course: StudioCourse) -> ResponseReturnValue:
    """A copy below the original, with its texts in every language."""
    form = ThingForm()

    def deed(key: str, title: str) -> None:
        deed_of = services.copy_module if form.is_module else services.copy_item
        deed_of(course.id, key, gettext("%(title)s (copy)", title=title)[:160], by=own_id(), now=utc_now())

    return _change(course, form, deed)


@blueprint.post("/studio/<slug>/outline/delete")
@_may_author
def delete(course: StudioCourse) -> ResponseReturnValue:
    """Without the module or item; the next page has a button that brings it back."""
    form = ThingForm()

    def deed(key: str, title: str) -> None:
        deed_of = services.delete_module if form.is_module else services.delete_item
        change = deed_of(course.id, key, subject=title, by=own_id(), now=utc_now())
        undo = url_for(".take_back_step", slug=course.slug)
        flash_with_undo(gettext("“%(title)s” is deleted.", title=title), undo, change=change)

    return _change(course, form, deed)


@blueprint.post("/studio/<slug>/outline/lock")
@_may_author
def lock(course: StudioCourse) -> ResponseReturnValue:
    """A module waits for another one, or no longer."""
    form = LockForm()
    return _change(
        course,
        form,
        lambda key, title: services.lock_module(
            course.id, key, text_of(form.after) or None, subject=title, by=own_id(), now=utc_now()
        ),
    )


@blueprint.post("/studio/<slug>/outline/take-back")
@_may_author
def take_back_step(course: StudioCourse) -> ResponseReturnValue:
    """The way back from a deletion."""
    form = StepForm()
    if form.validate_on_submit() and done_with(
        form, lambda: history.take_back(course.id, form.change.data or 0, by=own_id(), now=utc_now())
    ):
        flash(gettext("It is back."), "success")
    else:
        flash(errors_of(form), "error")
    return _back(course)


@blueprint.post("/studio/<slug>/outline/arrange")
@_may_author
def arrange(course: StudioCourse) -> ResponseReturnValue:
    """The order as somebody has dragged it. 409, with words, when the outline is not as they saw it."""
    form = OrderForm()
    if not form.validate_on_submit():
        return jsonify(text=errors_of(form)), 400
    now = utc_now()
    try:
        with attempt():
            changed = services.arrange(
                course.id, form.wanted(), seen=text_of(form.seen), subject=text_of(form.moved), by=own_id(), now=now
            )
    except Refused as refusal:
        return jsonify(text=words_of(refusal)), 409
    sums = {key: _sum_in_words(*sums) for key, sums in module_sums(course.id).items()}
    return jsonify(seen=changed.digests["course.yaml"], text=gettext("Saved %(time)s", time=clock_time(now)), sums=sums)
