"""Beginning what a step asks for: an attempt at its quiz, a piece of work for its assignment."""

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment.services import start_attempt
from lms.assessment.services import start_work as start_work_at
from lms.core.clock import utc_now
from lms.enrolment.queries import EnrolmentFacts
from lms.progress import policies
from lms.progress.queries import Place
from lms.progress.views.blueprint import blueprint
from lms.progress.views.places import admits, lead_to, the_item
from lms.web.forms import pressed
from lms.web.guards import guarded, signed_in


def _start(place: Place, kind: str, begin: Callable[[EnrolmentFacts], str], closed: str) -> ResponseReturnValue:
    """Begins what a step of this `kind` asks for, and leads to the address that `begin` gives.

    Who takes no part, like staff who look in, is told so (`closed`).
    """
    if place.the_item.kind != kind:
        abort(404)
    if place.taking is None:
        flash(closed, "error")
        return lead_to(place, place.item)
    address = ""
    with pressed() as done:
        address = begin(place.taking)
    return redirect(address) if done else lead_to(place, place.item)


@blueprint.post("/learn/<slug>/<item>/attempts")
@guarded(signed_in, place=the_item)
@admits(policies.may_open)
def start_quiz(place: Place) -> ResponseReturnValue:
    """Begins an attempt, or goes on with the open one."""
    slug, item = place.course.slug, place.the_item

    def begin(mine: EnrolmentFacts) -> str:
        started = start_attempt(
            enrolment_id=mine.id,
            person_id=place.person_id,
            item_id=item.id,
            item_version_id=item.version_id,
            now=utc_now(),
        )
        return url_for("assessment.attempt", course=slug, item=item.key, attempt=started.public_id)

    return _start(place, "quiz", begin, closed=gettext("Enrol in the course to take its quizzes."))


@blueprint.post("/learn/<slug>/<item>/work")
@guarded(signed_in, place=the_item)
@admits(policies.may_open)
def start_work(place: Place) -> ResponseReturnValue:
    """Begins a piece of work for an assignment, or goes on with the one being written."""
    slug, item = place.course.slug, place.the_item

    def begin(mine: EnrolmentFacts) -> str:
        public_id = start_work_at(
            enrolment_id=mine.id,
            person_id=place.person_id,
            course_id=place.course.id,
            item_id=item.id,
            item_version_id=item.version_id,
            now=utc_now(),
        )
        return url_for("assessment.work", course=slug, item=item.key, work=public_id)

    return _start(place, "assignment", begin, closed=gettext("Enrol in the course to hand in work."))
