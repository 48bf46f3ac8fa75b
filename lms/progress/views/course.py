"""What one learns: the first page of whoever is signed in, and a course as a whole."""

from zoneinfo import ZoneInfo

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms.core.clock import utc_now
from lms.enrolment.services import set_language as set_course_language
from lms.progress import lessons, maps, policies
from lms.progress.dashboard import dashboard as dashboard_of
from lms.progress.forms import LanguageForm
from lms.progress.grades import grades_page
from lms.progress.queries import Place
from lms.progress.views.blueprint import blueprint
from lms.progress.views.places import admits, home_of, lead_to, the_course
from lms.progress.wording import step_facts
from lms.web.forms import attempt
from lms.web.guards import current_actor, guarded, signed_in
from lms.web.language import interface_language, time_zone, wanted_languages


@blueprint.get("/learn/")
@guarded(signed_in)
def dashboard() -> ResponseReturnValue:
    """Where to go on, the courses, the requests, the certificates."""
    local_now = utc_now().astimezone(ZoneInfo(time_zone()))
    page = dashboard_of(current_actor(), wanted_languages(), local_now)
    return render_template("progress/dashboard.html", page=page)


@blueprint.get("/learn/<slug>/")
@guarded(signed_in, place=the_course)
@admits(policies.may_follow)
def course(place: Place) -> ResponseReturnValue:
    """The course's outline with ticks and locks, how it is completed, and where to go on."""
    page = lessons.course_page(current_actor(), place, interface_language())
    return render_template("progress/course.html", page=page, home=home_of(place), step_facts=step_facts)


@blueprint.get("/learn/<slug>/resume")
@guarded(signed_in, place=the_course)
@admits(policies.may_follow)
def resume(place: Place) -> ResponseReturnValue:
    """Leads to the exact step to go on with."""
    return lead_to(place, maps.next_step(place))


@blueprint.get("/learn/<slug>/grades")
@guarded(signed_in, place=the_course)
@admits(policies.may_follow)
def grades(place: Place) -> ResponseReturnValue:
    """Every score that counts, and how the total comes about."""
    page = grades_page(place, interface_language())
    return render_template("progress/grades.html", page=page, slug=place.course.slug)


@blueprint.post("/learn/<slug>/language")
@guarded(signed_in, place=the_course)
@admits(policies.may_follow)
def set_language(place: Place) -> ResponseReturnValue:
    """Chooses the language of this course, and comes back to the same step."""
    form = LanguageForm()
    chosen = form.language.data or None
    if not form.validate_on_submit() or (chosen and chosen not in place.course.languages):
        abort(400)
    if place.enrolment is not None:
        with attempt():
            set_course_language(place.enrolment.id, chosen)
    return lead_to(place, place.outline.item(form.item.data or ""))
