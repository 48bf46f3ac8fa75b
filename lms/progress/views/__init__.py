from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment.services import start_attempt
from lms.assessment.services import start_work as start_work_at
from lms.core.actor import Actor
from lms.core.clock import utc_now
from lms.courses.queries import MediaFacts
from lms.courses.queries import media as media_of
from lms.enrolment.services import set_language as set_course_language
from lms.progress import lessons, maps, policies, queries, services
from lms.progress.dashboard import dashboard as dashboard_of
from lms.progress.forms import LanguageForm, WatchForm
from lms.progress.grades import grades_page
from lms.progress.queries import Place
from lms.progress.queries.begun import media_begun_with
from lms.progress.sending import send_media
from lms.progress.wording import step_facts
from lms.web.forms import Form, attempt, begin_writing, flash_refusals, pressed
from lms.web.guards import anyone, current_actor, guarded, signed_in
from lms.web.headers import allow_frames
from lms.web.language import interface_language, percent, time_zone, wanted_languages

blueprint = Blueprint("progress", __name__)

PlaceView = Callable[..., ResponseReturnValue]


def _course(actor: Actor, slug: str) -> Place | None:
    return queries.place_in_course(int(actor.person_id or 0), slug)


def _item(actor: Actor, slug: str, item: str) -> Place | None:
    return queries.place_in_course(int(actor.person_id or 0), slug, item)


def _if(policy: Callable[[Actor, Place], bool]) -> Callable[[PlaceView], PlaceView]:
    """Lets in whom the policy lets in; anybody else reads why not and what to do (403)."""

    def decorate(view: PlaceView) -> PlaceView:
        @wraps(view)
        def checked(place: Place, **rest: object) -> ResponseReturnValue:
            if policy(current_actor(), place):
                return view(place=place, **rest)
            page = lessons.closed_page(place, interface_language())
            return render_template("progress/closed.html", page=page, slug=place.course.slug), 403

        return checked

    return decorate


def _home(place: Place) -> str:
    """The address of the course; its steps lie below it, as they do in a preview."""
    return url_for("progress.course", slug=place.course.slug)


def _back_to(place: Place) -> ResponseReturnValue:
    return redirect(url_for(".item", slug=place.course.slug, item=place.the_item.key))


@blueprint.get("/learn/")
@guarded(signed_in)
def dashboard() -> ResponseReturnValue:
    """Where to go on, the courses, the requests, the certificates."""
    local_now = utc_now().astimezone(ZoneInfo(time_zone()))
    page = dashboard_of(current_actor(), wanted_languages(), local_now)
    return render_template("progress/dashboard.html", page=page)


@blueprint.get("/learn/<slug>/")
@guarded(signed_in, place=_course)
@_if(policies.may_follow)
def course(place: Place) -> ResponseReturnValue:
    """The course's outline with ticks and locks, how it is completed, and where to go on."""
    page = lessons.course_page(current_actor(), place, interface_language())
    return render_template("progress/course.html", page=page, home=_home(place), step_facts=step_facts)


@blueprint.get("/learn/<slug>/resume")
@guarded(signed_in, place=_course)
@_if(policies.may_follow)
def resume(place: Place) -> ResponseReturnValue:
    """Leads to the exact step to go on with."""
    step = maps.next_step(place)
    if step is None:
        return redirect(url_for(".course", slug=place.course.slug))
    return redirect(url_for(".item", slug=place.course.slug, item=step.key))


@blueprint.get("/learn/<slug>/grades")
@guarded(signed_in, place=_course)
@_if(policies.may_follow)
def grades(place: Place) -> ResponseReturnValue:
    """Every score that counts, and how the total comes about."""
    page = grades_page(place, interface_language())
    return render_template("progress/grades.html", page=page, slug=place.course.slug)


@blueprint.post("/learn/<slug>/language")
@guarded(signed_in, place=_course)
@_if(policies.may_follow)
def set_language(place: Place) -> ResponseReturnValue:
    """Chooses the language of this course, and comes back to the same step."""
    form = LanguageForm()
    chosen = form.language.data or None
    if not form.validate_on_submit() or (chosen and chosen not in place.course.languages):
        abort(400)
    if place.enrolment is not None:
        with attempt():
            set_course_language(place.enrolment.id, chosen)
    step = place.outline.item(form.item.data or "")
    if step is None:
        return redirect(url_for(".course", slug=place.course.slug))
    return redirect(url_for(".item", slug=place.course.slug, item=step.key))


@blueprint.get("/learn/<slug>/<item>/")
@guarded(signed_in, place=_item)
@_if(policies.may_open)
def item(place: Place) -> ResponseReturnValue:
    """One step of the course. That it was opened is written down here, by the server (F13)."""
    now = utc_now()
    is_news = lessons.is_opening_news(place) and not _is_only_looked_up()
    seen = lessons.opened(place, now) if is_news else place
    page = lessons.lesson_page(current_actor(), seen, interface_language(), now)
    if is_news and place.enrolment is not None:
        begin_writing()  # after all reading, so that no lock is held while the page is made
        with attempt():
            services.record_opening(
                enrolment_id=place.enrolment.id, course=place.course, item_id=place.the_item.id, now=now
            )
    answer = make_response(render_template("progress/item.html", page=page, home=_home(place), step_facts=step_facts))
    return allow_frames(answer, page.frame_hosts)


def _is_only_looked_up() -> bool:
    """A browser that fetches ahead, or asks for the headers only, has shown nobody anything."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "HEAD" or "prefetch" in purpose


@blueprint.post("/learn/<slug>/<item>/complete")
@guarded(signed_in, place=_item)
@_if(policies.may_open)
def complete_item(place: Place) -> ResponseReturnValue:
    """Marks the step as complete and goes on to the next."""
    if place.enrolment is None or not place.takes_part:
        return _back_to(place)
    is_over = False
    with pressed() as done:
        is_over = services.mark_complete(enrolment_id=place.enrolment.id, item=place.the_item, now=utc_now())
    return _go_on(place, is_over) if done else _back_to(place)


def _go_on(place: Place, is_over: bool) -> ResponseReturnValue:
    """To the step after this one if it is open, else to whatever is left, else to the course's own page."""
    after = queries.place_in_course(place.person_id, place.course.slug, place.the_item.key)
    following = maps.neighbours(place).following
    if is_over or after is None or following is None:
        return redirect(url_for(".course", slug=place.course.slug))
    step = following if following.id not in after.locks else maps.next_step(after)
    return redirect(url_for(".item", slug=place.course.slug, item=(step or following).key))


@blueprint.post("/learn/<slug>/<item>/watch")
@guarded(signed_in, place=_item)
@_if(policies.may_open)
def watch(place: Place) -> ResponseReturnValue:
    """Takes the stretches of a film that a browser says were watched, as far as time allows."""
    form = WatchForm()
    if not form.validate_on_submit() or place.the_item.rule["kind"] != "watch" or place.enrolment is None:
        abort(400)
    share, is_over = 0.0, False
    with attempt(form) as done:
        share, is_over = services.record_watching(
            enrolment_id=place.enrolment.id,
            item=place.the_item,
            segments=form.stretches,
            position_seconds=form.position.data or 0.0,
            now=utc_now(),
        )
    if not done:
        return {"text": " ".join(form.refusals)}, 409
    return {"percent": int(share), "text": _watched(place, share), "course_complete": is_over}


def _watched(place: Place, share: float) -> str:
    said = gettext("Watched: %(percent)s", percent=percent(int(share)))
    return f"{said} · {gettext('Complete')}" if share >= place.the_item.rule["percent"] else said


def _file(actor: Actor, slug: str, item: str, name: str) -> MediaFacts | None:
    """The file, for whoever may open its item; to anyone else it does not exist, signed in or not (A05, A06)."""
    if actor.person_id is None:
        return None
    place = _item(actor, slug, item)
    if place is not None and name in place.the_item.media_names and policies.may_open(actor, place):
        return media_of(place.the_item.version_id, name)
    return media_begun_with(actor.person_id, slug, item, name)


@blueprint.get("/learn/<slug>/<item>/media/<name>")
@guarded(anyone, file=_file)
def media(file: MediaFacts) -> ResponseReturnValue:
    """A picture, film or captions of a step."""
    return send_media(file)


@blueprint.post("/learn/<slug>/<item>/attempts")
@guarded(signed_in, place=_item)
@_if(policies.may_open)
def start_quiz(place: Place) -> ResponseReturnValue:
    """Begins an attempt, or goes on with the open one."""
    if place.the_item.kind != "quiz":
        abort(404)
    form, public_id = Form(), ""
    if place.enrolment is None or not place.takes_part:
        flash(gettext("Enrol in the course to take its quizzes."), "error")
        return _back_to(place)
    with attempt(form) as done:
        public_id = start_attempt(
            enrolment_id=place.enrolment.id,
            person_id=place.person_id,
            item_id=place.the_item.id,
            item_version_id=place.the_item.version_id,
            now=utc_now(),
        ).public_id
    if not done:
        flash_refusals(form)
        return _back_to(place)
    return redirect(url_for("assessment.attempt", course=place.course.slug, item=place.the_item.key, attempt=public_id))


@blueprint.post("/learn/<slug>/<item>/work")
@guarded(signed_in, place=_item)
@_if(policies.may_open)
def start_work(place: Place) -> ResponseReturnValue:
    """Begins a piece of work for an assignment, or goes on with the one being written."""
    if place.the_item.kind != "assignment":
        abort(404)
    form, public_id = Form(), ""
    if place.enrolment is None or not place.takes_part:
        flash(gettext("Enrol in the course to hand in work."), "error")
        return _back_to(place)
    with attempt(form) as done:
        public_id = start_work_at(
            enrolment_id=place.enrolment.id,
            person_id=place.person_id,
            course_id=place.course.id,
            item_id=place.the_item.id,
            item_version_id=place.the_item.version_id,
            now=utc_now(),
        )
    if not done:
        flash_refusals(form)
        return _back_to(place)
    return redirect(url_for("assessment.work", course=place.course.slug, item=place.the_item.key, work=public_id))


# Joins its pages to the blueprint, which has to be there first.
from lms.progress.views import gradebook as _gradebook  # noqa: E402, F401
