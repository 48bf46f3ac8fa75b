"""The revisions of a course: read, compared, taken back into the draft, carried home."""

from functools import partial

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.authoring import policies
from lms.authoring.queries import history as queries
from lms.authoring.queries import states
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.rules.changes import GROUPS
from lms.authoring.rules.readable import NAMES
from lms.authoring.services import drafts
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.core.clock import utc_now
from lms.courses.queries.identities import course_revisions
from lms.packages.exporting import revision_package, write_archive
from lms.web.flashes import flash_with_undo
from lms.web.forms import pressed
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import number as written
from lms.web.numbers import whole_number
from lms.web.paging import MAX_PAGE, Page, within
from lms.web.sending import send_made

_staff = guarded(policies.may_see_draft, hidden=True, course=the_course)


@blueprint.get("/studio/<slug>/revisions")
@_staff
def revisions(course: StudioCourse) -> ResponseReturnValue:
    """Every publication with what it changed, the newest first."""
    course = opened(course)
    wanted = min(max(request.args.get("page", 1, type=whole_number) or 1, 1), MAX_PAGE)
    lines, total = queries.revision_lines(course, wanted)
    page = within(Page(lines, wanted, queries.REVISIONS_SHOWN, total))
    return render_template(
        "authoring/revisions.html",
        course=course,
        title=title_of(course),
        page=page,
        steps=queries.steps(course.id, most=5)[0],
        differs=states.differs(course),
        known=_choices(course),
        names=NAMES,
        may_author=policies.may_author(current_actor(), course),
    )


def _choices(course: StudioCourse) -> list[tuple[str, str]]:
    """Every revision, the newest first, to choose from."""
    numbers = [revision.number for revision in course_revisions(course.id)]
    return [(str(n), gettext("Revision %(number)s", number=written(n))) for n in numbers]


@blueprint.get("/studio/<slug>/revisions/<int:number>")
@_staff
def revision(course: StudioCourse, number: int) -> ResponseReturnValue:
    """One publication: what it changed, how the draft differs from it, and the way back to it."""
    course = opened(course)
    line = queries.revision_line(course, number)
    if line is None:
        abort(404)
    state = states.State(line.revision.id, number)
    return render_template(
        "authoring/revision.html",
        course=course,
        title=title_of(course),
        line=line,
        since=states.changes(course, states.DRAFT, state),
        groups=GROUPS,
        names=NAMES,
        may_author=policies.may_author(current_actor(), course),
    )


@blueprint.post("/studio/<slug>/revisions/<int:number>/take")
@guarded(policies.may_author, hidden=True, course=the_course)
def take_revision(course: StudioCourse, number: int) -> ResponseReturnValue:
    """The files of this revision become the draft. Trainees see it when it is published."""
    course = opened(course)
    state = states.state_of(course, str(number))
    if state is None or state.revision_id is None:
        abort(404)
    change = None
    with pressed() as done:
        change = drafts.roll_back(
            course.id,
            state.revision_id,
            number,
            by=own_id(),
            now=utc_now(),
            is_current=state.revision_id == course.revision_id,
        )
    if not done:
        return redirect(url_for(".revision", slug=course.slug, number=number))
    text = gettext("The draft is now as revision %(number)s was.", number=written(number))
    if change is None:
        flash(text, "info")
    else:
        flash_with_undo(text, url_for(".take_back_step", slug=course.slug), change=change)
    return redirect(url_for(".publish", slug=course.slug))


@blueprint.get("/studio/<slug>/revisions/<int:number>/package")
@guarded(policies.may_author, hidden=True, course=the_course)
def revision_archive(course: StudioCourse, number: int) -> Response:
    """The package of this revision, as `lms course import` and the studio take it."""
    package = revision_package(course.slug, number)
    if package is None:
        abort(404)
    return send_made(partial(write_archive, package), "application/zip", f"{course.slug}-{number}.zip")


@blueprint.get("/studio/<slug>/revisions/compare")
@_staff
def compare(course: StudioCourse) -> ResponseReturnValue:
    """Any two revisions, or one and the draft: in words, then text by text."""
    course = opened(course)
    known = _choices(course)
    newest = known[0][0] if known else states.DRAFT.token
    before = states.state_of(course, request.args.get("from") or newest)
    after = states.state_of(course, request.args.get("to") or states.DRAFT.token)
    if before is None or after is None:
        abort(404)
    only = request.args.get("path") or None
    return render_template(
        "authoring/compare.html",
        course=course,
        title=title_of(course),
        before=before,
        after=after,
        only=only,
        known=known,
        changes=[] if only else states.changes(course, before, after),
        files=states.file_differences(course, before, after, only),
        groups=GROUPS,
        names=NAMES,
    )
