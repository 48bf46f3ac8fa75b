"""One step of a course: reading it, marking it, and what its pages show."""

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.core.actor import Actor
from lms.core.clock import utc_now
from lms.courses.queries import MediaFacts
from lms.courses.queries import media as media_of
from lms.progress import lessons, maps, policies, queries, services
from lms.progress.forms import WatchForm
from lms.progress.queries import Place
from lms.progress.queries.begun import media_begun_with
from lms.progress.sending import send_media
from lms.progress.views.blueprint import blueprint
from lms.progress.views.places import admits, home_of, lead_to, the_item
from lms.progress.wording import step_facts
from lms.web.forms import attempt, begin_writing, pressed
from lms.web.guards import anyone, current_actor, guarded, signed_in
from lms.web.headers import allow_frames
from lms.web.language import interface_language, percent


@blueprint.get("/learn/<slug>/<item>/")
@guarded(signed_in, place=the_item)
@admits(policies.may_open)
def item(place: Place) -> ResponseReturnValue:
    """One step of the course. That it was opened is written down here, by the server (F13)."""
    now = utc_now()
    is_news = lessons.is_opening_news(place) and not _is_only_looked_up()
    seen = lessons.opened(place, now) if is_news else place
    page = lessons.lesson_page(current_actor(), seen, interface_language(), now)
    if is_news and place.taking:
        begin_writing()  # after all reading, so that no lock is held while the page is made
        with attempt():
            services.record_opening(
                enrolment_id=place.taking.id, course=place.course, item_id=place.the_item.id, now=now
            )
    answer = make_response(render_template("progress/item.html", page=page, home=home_of(place), step_facts=step_facts))
    return allow_frames(answer, page.frame_hosts)


def _is_only_looked_up() -> bool:
    """A browser that fetches ahead, or asks for the headers only, has shown nobody anything."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "HEAD" or "prefetch" in purpose


@blueprint.post("/learn/<slug>/<item>/complete")
@guarded(signed_in, place=the_item)
@admits(policies.may_open)
def complete_item(place: Place) -> ResponseReturnValue:
    """Marks the step as complete and goes on to the next."""
    if place.taking is None:
        return lead_to(place, place.item)
    is_over = False
    with pressed() as done:
        is_over = services.mark_complete(enrolment_id=place.taking.id, item=place.the_item, now=utc_now())
    return _go_on(place, is_over) if done else lead_to(place, place.item)


def _go_on(place: Place, is_over: bool) -> ResponseReturnValue:
    """To the step after this one if it is open, else to whatever is left, else to the course's own page."""
    after = queries.place_in_course(place.person_id, place.course.slug, place.the_item.key)
    following = maps.neighbours(place).following
    if is_over or after is None or following is None:
        return lead_to(place, None)
    return lead_to(place, following if following.id not in after.locks else maps.next_step(after))


@blueprint.post("/learn/<slug>/<item>/watch")
@guarded(signed_in, place=the_item)
@admits(policies.may_open)
def watch(place: Place) -> ResponseReturnValue:
    """Takes the stretches of a film that a browser says were watched, as far as time allows."""
    form = WatchForm()
    if not form.validate_on_submit() or place.the_item.rule["kind"] != "watch" or place.taking is None:
        abort(400)
    share, is_over = 0.0, False
    with attempt(form) as done:
        share, is_over = services.record_watching(
            enrolment_id=place.taking.id,
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
    place = the_item(actor, slug, item)
    if place is not None and name in place.the_item.media_names and policies.may_open(actor, place):
        return media_of(place.the_item.version_id, name)
    return media_begun_with(actor.person_id, slug, item, name)


@blueprint.get("/learn/<slug>/<item>/media/<name>")
@guarded(anyone, file=_file)
def media(file: MediaFacts) -> ResponseReturnValue:
    """A picture, film or captions of a step."""
    return send_media(file)
