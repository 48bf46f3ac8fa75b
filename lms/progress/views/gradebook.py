"""The gradebook of a course, for its staff."""

from collections.abc import Iterator
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.core.clock import utc_now
from lms.courses.queries import CourseFacts, published_course
from lms.progress import gradebook as pages
from lms.progress import services
from lms.progress.forms import OverrideForm
from lms.progress.gradebook import STATUS_NAMES
from lms.progress.policies import is_not_ones_own, may_grade
from lms.progress.queries.gradebook import GradebookFilter, Graded, count_learners, graded
from lms.progress.queries.grades import scheme
from lms.progress.views.blueprint import blueprint
from lms.web.forms import attempt, pressed
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import country_name, interface_language
from lms.web.paging import Page, page_number, within
from lms.web.sheets import KINDS, Cell, Column, download

BASE = "/studio/<slug>/gradebook"
ONE = f"{BASE}/<public_id>"


def _book(slug: str) -> CourseFacts | None:
    return published_course(slug)


def _person(slug: str, public_id: str) -> Graded | None:
    return graded(slug, public_id)


def _score(slug: str, public_id: str, item: str) -> Graded | None:
    return graded(slug, public_id, item)


def _asked(values: dict[str, str], course: CourseFacts) -> GradebookFilter:
    """The filter of an address or of the export's form; a value that does not exist asks for nothing."""
    typed = {name: values.get(name, "")[:100] for name in ("q", "country", "status", "sort")}
    sort = typed["sort"].removeprefix("-")
    known = {"name", "total", *(item.key for item in scheme(course.revision_id).items)}
    return GradebookFilter(
        words=typed["q"].strip(),
        country=typed["country"] if len(typed["country"]) == 2 else "",
        status=typed["status"] if typed["status"] in STATUS_NAMES else "",
        sort=sort if sort in known else "name",
        falling=typed["sort"].startswith("-") and sort in known,
    )


def _states() -> dict[str, str]:
    return {status: gettext(name) for status, name in STATUS_NAMES.items()}


def _query(wanted: GradebookFilter) -> dict[str, str]:
    """The filter as it stands in an address; what asks for nothing is left out."""
    sort = f"-{wanted.sort}" if wanted.falling else wanted.sort
    values = {"q": wanted.words, "country": wanted.country, "status": wanted.status, "sort": sort}
    return {name: value for name, value in values.items() if value and (name, value) != ("sort", "name")}


@blueprint.get(BASE)
@guarded(may_grade, hidden=True, course=_book)
def gradebook(course: CourseFacts) -> ResponseReturnValue:
    """Everyone's scores and totals."""
    wanted, number = _asked(request.args, course), page_number()
    page = pages.gradebook_page(course, wanted, interface_language(), number)

    return render_template(
        "progress/gradebook.html",
        page=page,
        course=course,
        wanted=wanted,
        query=_query(wanted),
        paging=within(Page(page.rows, number, pages.PAGE_SIZE, page.count)),
        countries=sorted(((code, country_name(code)) for code in page.countries), key=lambda pair: pair[1]),
        states=_states(),
        columns=_shown_columns(course, page, wanted),
    )


def _shown_columns(course: CourseFacts, page: pages.GradebookPage, wanted: GradebookFilter) -> list[dict[str, object]]:
    """The head of the table: names rise first, scores fall first, and a second click turns either round."""

    def column(key: str, label: str, note: str = "", *, falls: bool = True) -> dict[str, object]:
        is_now = wanted.sort == key
        falling = not wanted.falling if is_now else falls
        query: dict[str, Any] = {**_query(wanted), "sort": f"-{key}" if falling else key}
        way = "descending" if wanted.falling else "ascending"
        url = url_for(".gradebook", slug=course.slug, **query)
        return {"label": label, "note": note, "numeric": falls, "url": url, "sorted": way if is_now else ""}

    scores = (column(h.key, h.title, h.category if h.counts else gettext("practice")) for h in page.headings)
    return [column("name", gettext("Name"), falls=False), *scores, column("total", gettext("Total"))]


@blueprint.post(f"{BASE}/export")
@guarded(may_grade, hidden=True, course=_book)
def export_gradebook(course: CourseFacts) -> ResponseReturnValue:
    """The gradebook on screen, all its pages, as a sheet. A POST because it is written to the audit log."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(400)
    wanted, by = _asked(request.form, course), own_id()
    count = min(count_learners(course.id, wanted), pages.MOST_EXPORTED)
    with attempt():
        services.note_export(course.id, q=wanted.words, count=count, by=by, now=utc_now())
    return download(kind, f"gradebook-{course.slug}", _columns(course), _rows(course, wanted))


def _columns(course: CourseFacts) -> list[Column]:
    headings = pages.headings(course, scheme(course.revision_id), interface_language())
    return [
        Column(gettext("Name"), width=30),
        Column(gettext("Country"), width=16),
        Column(gettext("State")),
        *(Column(heading.title, "percent") for heading in headings),
        Column(gettext("Total"), "percent"),
    ]


def _rows(course: CourseFacts, wanted: GradebookFilter) -> Iterator[list[Cell]]:
    states = _states()
    for learner, values in pages.exported_rows(course, wanted):
        yield [learner.printed_name, country_name(learner.country_code), states[learner.status], *values]


def _show_person(graded: Graded, form: OverrideForm, status: int = 200) -> ResponseReturnValue:
    page = pages.person_page(graded, interface_language())
    may_set = is_not_ones_own(current_actor(), graded)
    template = "progress/gradebook_person.html"
    return render_template(template, page=page, course=graded.course, form=form, may_set=may_set), status


def _show_score(graded: Graded, form: OverrideForm, status: int = 200) -> ResponseReturnValue:
    page = pages.score_page(graded, interface_language())
    may_set = is_not_ones_own(current_actor(), graded)
    template = "progress/gradebook_score.html"
    return render_template(template, page=page, course=graded.course, form=form, may_set=may_set), status


def _show(graded: Graded, form: OverrideForm, status: int = 200) -> ResponseReturnValue:
    return (_show_score if graded.item else _show_person)(graded, form, status)


def _back_to(graded: Graded) -> ResponseReturnValue:
    slug, public_id = graded.course.slug, graded.person.public_id
    if graded.item is None:
        return redirect(url_for(".gradebook_person", slug=slug, public_id=public_id))
    return redirect(url_for(".gradebook_score", slug=slug, public_id=public_id, item=graded.item.key))


@blueprint.get(f"{ONE}/")
@guarded(may_grade, hidden=True, graded=_person)
def gradebook_person(graded: Graded) -> ResponseReturnValue:
    """One person's scores, and how their total came about."""
    return _show_person(graded, OverrideForm())


@blueprint.get(f"{ONE}/<item>/")
@guarded(may_grade, hidden=True, graded=_score)
def gradebook_score(graded: Graded) -> ResponseReturnValue:
    """One score: its attempts, and setting it."""
    return _show_score(graded, OverrideForm())


@blueprint.post(f"{ONE}/")
@guarded(may_grade, hidden=True, graded=_person)
def override_total(graded: Graded) -> ResponseReturnValue:
    """Sets the total of one person."""
    return _override(graded)


@blueprint.post(f"{ONE}/<item>/")
@guarded(may_grade, hidden=True, graded=_score)
def override_score(graded: Graded) -> ResponseReturnValue:
    """Sets one score of one person."""
    return _override(graded)


def _override(graded: Graded) -> ResponseReturnValue:
    form = OverrideForm()
    if not is_not_ones_own(current_actor(), graded):
        abort(403)
    if not form.validate_on_submit():
        return _show(graded, form, 422)
    with attempt(form) as done:
        services.override_grade(
            enrolment_id=graded.enrolment.id,
            item=graded.item,
            percent=form.percent.percent,
            reason=str(form.reason.data),
            by=own_id(),
            now=utc_now(),
        )
    if not done:
        return _show(graded, form, 422)
    flash(gettext("Set. It counts from now on."), "success")
    return _back_to(graded)


@blueprint.post(f"{ONE}/remove")
@guarded(may_grade, hidden=True, graded=_person)
def remove_total(graded: Graded) -> ResponseReturnValue:
    """Lets the total that the scores make count again."""
    return _remove(graded)


@blueprint.post(f"{ONE}/<item>/remove")
@guarded(may_grade, hidden=True, graded=_score)
def remove_score(graded: Graded) -> ResponseReturnValue:
    """Lets the score that was earned count again."""
    return _remove(graded)


def _remove(graded: Graded) -> ResponseReturnValue:
    if not is_not_ones_own(current_actor(), graded):
        abort(403)
    with pressed(gettext("Removed. What was earned counts again.")):
        services.remove_override(
            enrolment_id=graded.enrolment.id,
            item=graded.item,
            by=own_id(),
            now=utc_now(),
        )
    return _back_to(graded)
