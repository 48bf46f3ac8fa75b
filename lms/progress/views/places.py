"""Where a trainee stands: loading it, letting in whom a policy lets in, and finding the way back."""

from collections.abc import Callable
from functools import wraps

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.core.actor import Actor
from lms.courses.queries import ItemFacts
from lms.progress import lessons, queries
from lms.progress.queries import Place
from lms.web.guards import current_actor
from lms.web.language import interface_language

PlaceView = Callable[..., ResponseReturnValue]


def the_course(actor: Actor, slug: str) -> Place | None:
    """The loader of the pages of a course."""
    return queries.place_in_course(int(actor.person_id or 0), slug)


def the_item(actor: Actor, slug: str, item: str) -> Place | None:
    """The loader of the pages of one step."""
    return queries.place_in_course(int(actor.person_id or 0), slug, item)


def admits(policy: Callable[[Actor, Place], bool]) -> Callable[[PlaceView], PlaceView]:
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


def home_of(place: Place) -> str:
    """The address of the course; its steps lie below it, as they do in a preview."""
    return url_for("progress.course", slug=place.course.slug)


def lead_to(place: Place, step: ItemFacts | None) -> ResponseReturnValue:
    """To a step of the course, or to its own page where there is none."""
    if step is None:
        return redirect(home_of(place))
    return redirect(url_for("progress.item", slug=place.course.slug, item=step.key))
