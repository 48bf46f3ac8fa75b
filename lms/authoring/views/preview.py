"""A draft as its trainees would see it. Nothing is recorded: neither openings nor answers."""

import secrets

from flask import abort, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.assessment.forms import GivenAnswers, read_page
from lms.assessment.rules.answers import BadAnswer
from lms.assessment.rules.drawing import Slot
from lms.authoring import policies
from lms.authoring.forms.preview import PreviewLanguageForm
from lms.authoring.preview_pages import slots_of, trial_questions, trial_result
from lms.authoring.queries import preview as queries
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.authoring.views.links import mending
from lms.core.clock import utc_now
from lms.packages.problems import BadPackage
from lms.progress.wording import step_facts
from lms.web.guards import current_actor, guarded
from lms.web.headers import allow_frames
from lms.web.language import interface_language, wanted_languages
from lms.web.sending import send_stored

_LANGUAGE = "preview_language"
MOST_SEED = 2**31
_staff = guarded(policies.may_see_draft, hidden=True, course=the_course)


def _language() -> str:
    """What was chosen in a preview last, else the reader's own."""
    return str(session.get(_LANGUAGE) or interface_language())


def _home(course: StudioCourse) -> str:
    return url_for(".preview", slug=course.slug)


def _unreadable(course: StudioCourse, bad: BadPackage) -> ResponseReturnValue:
    """course.yaml can't be read, so there is no course to show."""
    problems = mending(course.slug, bad.problems, "")
    return render_template(
        "authoring/preview_unreadable.html", course=course, title=title_of(course), problems=problems
    )


@blueprint.get("/studio/<slug>/preview/")
@_staff
def preview(course: StudioCourse) -> ResponseReturnValue:
    """The overview of the course, as whoever has just begun sees it."""
    course = opened(course)
    try:
        found = queries.preview_course(course, _language())
    except BadPackage as bad:
        return _unreadable(course, bad)
    return render_template(
        "authoring/preview.html",
        course=course,
        page=found.page,
        home=_home(course),
        step_facts=step_facts,
        problems=mending(
            course.slug, found.problems, found.page.place.course.source_language, found.page.place.outline
        ),
        may_author=policies.may_author(current_actor(), course),
    )


@blueprint.post("/studio/<slug>/preview/language")
@_staff
def preview_language(course: StudioCourse) -> ResponseReturnValue:
    """Goes on in another language of the course, for this session only."""
    form = PreviewLanguageForm()
    if not form.validate_on_submit():
        abort(400)
    session[_LANGUAGE] = form.language.data or ""
    step = form.item.data
    return redirect(url_for(".preview_item", slug=course.slug, item=step) if step else _home(course))


@blueprint.get("/studio/<slug>/preview/<item>/")
@_staff
def preview_item(course: StudioCourse, item: str) -> ResponseReturnValue:
    """One step."""
    course = opened(course)
    try:
        found = queries.preview_item(course, item, _language(), utc_now())
    except BadPackage as bad:
        return _unreadable(course, bad)
    if found is None:
        abort(404)
    answer = render_template(
        "authoring/preview_item.html",
        course=course,
        page=found.page,
        preview=found,
        home=_home(course),
        step_facts=step_facts,
        problems=mending(
            course.slug, found.problems, found.page.place.course.source_language, found.page.place.outline
        ),
        may_author=policies.may_author(current_actor(), course),
    )
    return allow_frames(make_response(answer), found.page.frame_hosts)


@blueprint.get("/studio/<slug>/preview/<item>/media/<name>")
@_staff
def preview_media(course: StudioCourse, item: str, name: str) -> ResponseReturnValue:
    """A picture, film or captions, from the draft's store."""
    file = queries.draft_media(course.id, name)
    if file is None:
        abort(404)
    return send_stored(file.digest, file.content_type, file.size_bytes)


@blueprint.post("/studio/<slug>/preview/<item>/attempts")
@_staff
def preview_quiz(course: StudioCourse, item: str) -> ResponseReturnValue:
    """Draws questions: what was drawn follows from the number in the address it leads to."""
    return redirect(url_for(".preview_attempt", slug=course.slug, item=item, seed=secrets.randbelow(MOST_SEED)))


def _quiz(course: StudioCourse, item: str) -> queries.ItemPreview:
    try:
        found = queries.preview_item(course, item, _language(), utc_now())
    except BadPackage:
        abort(404)
    if found is None or found.quiz is None:
        abort(404)
    return found


def _languages(found: queries.ItemPreview) -> list[str]:
    return [found.page.reading.language, *wanted_languages(), found.page.place.course.source_language]


@blueprint.get("/studio/<slug>/preview/<item>/attempts/<int:seed>/")
@_staff
def preview_attempt(course: StudioCourse, item: str, seed: int) -> ResponseReturnValue:
    """The questions that this number draws."""
    found = _quiz(course, item)
    assert found.quiz is not None
    slots = slots_of(found.quiz, seed % MOST_SEED)
    return render_template(
        "authoring/preview_attempt.html",
        course=course,
        page=found.page,
        home=_home(course),
        questions=trial_questions(found.quiz, slots, _languages(found)),
    )


@blueprint.post("/studio/<slug>/preview/<item>/attempts/<int:seed>/")
@_staff
def preview_result(course: StudioCourse, item: str, seed: int) -> ResponseReturnValue:
    """What the answers would have earned, with the feedback. They are kept nowhere."""
    found = _quiz(course, item)
    assert found.quiz is not None
    slots = slots_of(found.quiz, seed % MOST_SEED)
    result = trial_result(found.quiz, slots, _answers(slots), _languages(found), utc_now())
    return render_template(
        "authoring/preview_result.html", course=course, page=found.page, home=_home(course), seed=seed, result=result
    )


def _answers(slots: list[Slot]) -> GivenAnswers:
    try:
        return read_page(slots, request.form.to_dict(flat=False))
    except BadAnswer:
        abort(400)
