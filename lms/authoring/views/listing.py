"""The studio's first page, and how a course begins."""

import unicodedata
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.accounts.queries import invitations_for
from lms.authoring import policies
from lms.authoring.forms.courses import NewCourseForm, PackageForm
from lms.authoring.forms.parts import text_of
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.listing import TitledCourse, course_lines, free_address, next_number, titled_courses
from lms.authoring.queries.publication import examined_draft
from lms.authoring.services import courses, drafts
from lms.authoring.services.packages import examine_for_draft, unpacked
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.links import mending
from lms.core.clock import utc_now
from lms.packages.problems import BadPackage
from lms.packages.reading import BIGGEST_ARCHIVE, Package
from lms.web.forms import attempt, begin_writing
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import wanted_languages
from lms.web.paging import Page, page_number, within
from lms.web.uploads import takes_files

_ON_A_PAGE = 30


@blueprint.get("/studio/")
@guarded(policies.may_open_studio)
def studio() -> ResponseReturnValue:
    """The courses one looks after: their state, who changed them last, and who waits there."""
    actor, words = current_actor(), request.args.get("q", "").strip()[:100]
    mine = titled_courses(actor, wanted_languages())
    found = [one for one in mine if _has(one, words)]
    number = page_number()
    page = within(Page(found[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE], number, _ON_A_PAGE, len(found)))
    return render_template(
        "authoring/studio.html",
        lines=course_lines(actor, list(page.items)),
        page=page,
        words=words,
        has_courses=bool(mine),
        has_many=len(mine) > _ON_A_PAGE // 3,
        may_make=policies.may_make_courses(actor),
        invitations=invitations_for(own_id(), utc_now()),
    )


def _has(one: TitledCourse, words: str) -> bool:
    text = _folded(f"{one.title} {one.course.slug}")
    return all(word in text for word in _folded(words).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _show_new(status: int = 200, **shown: Any) -> ResponseReturnValue:
    page = {"form": NewCourseForm(formdata=None), "package_form": PackageForm(formdata=None), "problems": []}
    return render_template("authoring/new_course.html", **{**page, **shown}), status


@blueprint.get("/studio/new")
@guarded(policies.may_make_courses)
def new_course() -> ResponseReturnValue:
    """From nothing, or from a package."""
    return _show_new()


@blueprint.post("/studio/new")
@guarded(policies.may_make_courses)
def begin_course() -> ResponseReturnValue:
    """An empty draft, owned by whoever begins it."""
    form = NewCourseForm()
    if form.validate_on_submit():
        new = courses.NewCourse(
            slug=text_of(form.slug) or free_address(text_of(form.title)),
            title=text_of(form.title),
            source_language=text_of(form.source_language),
            level=text_of(form.level),
            hours=form.hours.data or 1,
            number=next_number(),
        )
        with attempt(form) as done:
            courses.begin_course(new, by=own_id(), now=utc_now())
        if done:
            flash(gettext("The course has begun. Only its staff see it until you publish it."), "success")
            return redirect(url_for(".outline", slug=new.slug))
    return _show_new(422, form=form)


@blueprint.get("/studio/new/address")
@guarded(policies.may_make_courses)
def propose_address() -> ResponseReturnValue:
    """An address that says what the title says and is free: for the form, while one types."""
    return jsonify(address=free_address(request.args.get("title", "")[:200]))


@blueprint.post("/studio/new/package")
@takes_files(BIGGEST_ARCHIVE)
@guarded(policies.may_make_courses)
def begin_with_package() -> ResponseReturnValue:
    """A draft out of a package. What can't be used at all is refused with every mistake, and nothing is kept."""
    form = PackageForm()
    if not form.validate_on_submit():
        return _show_new(422, package_form=form)
    try:
        with unpacked(form.package.data.stream, form.package.data.filename or "") as package:
            return _begin_with(package, form)
    except BadPackage as bad:
        return _show_new(422, package_form=form, problems=bad.problems)


def _begin_with(package: Package, form: PackageForm) -> ResponseReturnValue:
    found = examine_for_draft(package).content
    slug = text_of(form.package_slug) or str(found.course.value["course"])
    begin_writing()
    with attempt(form) as done:
        drafts.begin_with_package(slug, package, by=own_id(), now=utc_now())
    if not done:
        return _show_new(422, package_form=form)
    flash(gettext("The package is now a draft. Only the staff of the course see it until you publish it."), "success")
    if found.mistakes:
        count = len(found.mistakes)
        flash(
            ngettext("%(num)s mistake is to be mended first.", "%(num)s mistakes are to be mended first.", count),
            "warning",
        )
        return redirect(url_for(".problems", slug=slug))
    return redirect(url_for(".outline", slug=slug))


@blueprint.get("/studio/<slug>/problems")
@guarded(policies.may_see_draft, hidden=True, course=the_course)
def problems(course: StudioCourse) -> ResponseReturnValue:
    """Everything that is wrong with the draft, and what its readers would miss."""
    course = opened(course)
    found = examined_draft(course)
    return render_template(
        "authoring/problems.html",
        course=course,
        title=title_of(course),
        found=found,
        mistakes=mending(course.slug, found.mistakes, found.source_language, found.outline),
        remarks=mending(course.slug, found.remarks, found.source_language, found.outline),
        may_author=policies.may_author(current_actor(), course),
    )
