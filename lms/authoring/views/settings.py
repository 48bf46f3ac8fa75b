"""The settings of a course: words, rules, grading, languages."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.forms.courses import CopyForm, DeleteForm
from lms.authoring.forms.parts import text_of
from lms.authoring.forms.settings import (
    MOST_CATEGORIES,
    SPARE_ROWS,
    GradingForm,
    LanguageForm,
    SettingsForm,
    TagForm,
    settings_in_form,
)
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.settings import SettingsPage, settings_page
from lms.authoring.rules.settings import Category
from lms.authoring.services import settings as services
from lms.authoring.views.blueprint import blueprint, opened, the_course
from lms.core.clock import utc_now
from lms.core.languages import OWN_NAMES
from lms.web.flashes import flash_with_undo
from lms.web.forms import attempt, flash_refusals
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import language_name, wanted_languages

_may_author = guarded(policies.may_author, hidden=True, course=the_course)


def _page_of(course: StudioCourse) -> SettingsPage:
    files = course_files(course.id)
    return settings_page(course, files, services.settings_digest(files), wanted_languages())


def _form(course: StudioCourse, page: SettingsPage, *, shown: bool = False) -> SettingsForm:
    """What was sent, or the course as it is."""
    own: dict[str, Any] = {"formdata": None} if shown else {}
    return SettingsForm(
        courses=page.courses,
        quizzes=page.quizzes,
        is_new=course.revision_id is None,
        required_count=page.required_count,
        data=settings_in_form(page.course, page.words, page.seen),
        **own,
    )


def show_settings(course: StudioCourse, status: int = 200, **forms: Any) -> ResponseReturnValue:
    """The page, with these forms as they were sent in place of the course as it is."""
    actor, page = current_actor(), _page_of(course)
    rows = forms.pop("rows", None)
    shown: dict[str, Any] = {
        "form": _form(course, page, shown=True),
        "grading_form": GradingForm(formdata=None, seen=page.seen, ungraded=_ungraded(page)),
        "language_form": LanguageForm(formdata=None),
        "copy_form": CopyForm(formdata=None),
        "delete_form": DeleteForm(course.slug, shown=True),
    } | forms
    shown["language_form"].language.choices = [
        choice for choice in OWN_NAMES.items() if choice[0] not in page.languages
    ]
    blank = [Category("", "", 0, 0)] * SPARE_ROWS
    return render_template(
        "authoring/settings.html",
        course=course,
        page=page,
        rows=[*(page.categories if rows is None else rows), *blank][: MOST_CATEGORIES + SPARE_ROWS],
        may_own=policies.may_own(actor, course),
        may_copy=policies.may_copy(actor, course),
        **shown,
    ), status


def _ungraded(page: SettingsPage) -> str:
    return str(page.course.get("grading", {}).get("ungraded", "skip"))


@blueprint.get("/studio/<slug>/settings")
@_may_author
def settings(course: StudioCourse) -> ResponseReturnValue:
    """Words, rules, grading, languages, and what may be done with the course as a whole."""
    return show_settings(opened(course))


@blueprint.post("/studio/<slug>/settings")
@_may_author
def save_settings(course: StudioCourse) -> ResponseReturnValue:
    """Words and rules. What somebody else has changed meanwhile is shown beside what was typed."""
    page = _page_of(course)
    form = _form(course, page)
    if not form.validate_on_submit():
        return show_settings(course, 422, form=form)
    with attempt(form) as done:
        services.change_settings(
            course.id, form.values(), form.words(), seen=text_of(form.seen), by=own_id(), now=utc_now()
        )
    if not done:
        return _show_conflict(course, form)
    flash(gettext("Saved. Trainees see it when you publish the course."), "success")
    return redirect(url_for(".settings", slug=course.slug))


def _show_conflict(course: StudioCourse, form: SettingsForm) -> ResponseReturnValue:
    """What was typed stays in the form; beside it stands what the course says now. Saving again keeps what is typed."""
    page = _page_of(course)
    theirs = _form(course, page, shown=True)
    other = [
        (
            field.label.text,
            "\n".join(theirs[field.name].data)
            if field.type == "SelectMultipleField"
            else str(theirs[field.name].data or "—"),
        )
        for field in form
        if field.name in theirs
        and field.type not in ("HiddenField", "CSRFTokenField")
        and (field.data or None) != (theirs[field.name].data or None)
    ]
    form.seen.data = page.seen
    return show_settings(course, 409, form=form, theirs=other)


@blueprint.post("/studio/<slug>/settings/grading")
@_may_author
def save_grading(course: StudioCourse) -> ResponseReturnValue:
    """The categories of the gradebook and their weights."""
    form, page = GradingForm(), _page_of(course)
    rows = form.categories(request.form)
    is_good = form.validate_on_submit()
    if is_good and form.validate_categories(rows, {category.key for category in page.categories}):
        with attempt(form) as done:
            services.change_grading(
                course.id, text_of(form.ungraded), rows, seen=text_of(form.seen), by=own_id(), now=utc_now()
            )
        if done:
            flash(gettext("Saved. Trainees see it when you publish the course."), "success")
            return redirect(url_for(".settings", slug=course.slug, _anchor="grading"))
        form.seen.data = page.seen
    return show_settings(course, 422, grading_form=form, rows=rows)


@blueprint.post("/studio/<slug>/settings/add-language")
@_may_author
def add_language(course: StudioCourse) -> ResponseReturnValue:
    """One more language to translate into."""
    form = LanguageForm()
    if form.validate_on_submit():
        with attempt(form) as done:
            services.add_language(course.id, text_of(form.language), by=own_id(), now=utc_now())
        if done:
            flash(gettext("Added. What is not translated yet is read in the language of the course."), "success")
    flash_refusals(form)
    return redirect(url_for(".settings", slug=course.slug, _anchor="languages"))


@blueprint.post("/studio/<slug>/settings/remove-language")
@_may_author
def remove_language(course: StudioCourse) -> ResponseReturnValue:
    """The language goes with everything written in it; the next page has a button that brings it back."""
    form = TagForm()
    if form.validate_on_submit():
        tag = text_of(form.language)
        change: int | None = None
        with attempt(form) as done:
            change = services.remove_language(course.id, tag, by=own_id(), now=utc_now())
        if done:
            undo = url_for(".take_back_step", slug=course.slug)
            flash_with_undo(gettext("%(language)s is removed.", language=language_name(tag)), undo, change=change)
    flash_refusals(form)
    return redirect(url_for(".settings", slug=course.slug, _anchor="languages"))
