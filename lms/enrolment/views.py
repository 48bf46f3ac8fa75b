from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.core.clock import utc_now
from lms.courses.queries import CourseFacts, published_course
from lms.enrolment import pages, policies, queries, services
from lms.enrolment.forms import OfferingForm, PersonForm, PlaceForm
from lms.enrolment.queries import EnrolmentFacts
from lms.web.forms import attempt, pressed
from lms.web.guards import anyone, current_actor, guarded, own_id, signed_in
from lms.web.language import wanted_languages
from lms.web.limits import by_person, limiter
from lms.web.paging import Page, page_number, within

blueprint = Blueprint("enrolment", __name__)


def _course(slug: str) -> CourseFacts | None:
    return published_course(slug)


def _show_course(course: CourseFacts, form: PlaceForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    page = pages.course_page(actor, course, wanted_languages(), utc_now())
    may_see_people = policies.may_see_people(actor, course)
    return render_template("enrolment/course.html", page=page, form=form, may_see_people=may_see_people), status


@blueprint.get("/courses/<slug>/")
@guarded(anyone, course=_course)
def course(course: CourseFacts) -> ResponseReturnValue:
    """What a course is, and the one button that fits how one stands to it."""
    return _show_course(course, PlaceForm())


# Codes are short: whoever guesses gets ten tries an hour, right ones not counted.
@blueprint.post("/courses/<slug>/enrol")
@limiter.limit("10 per hour", key_func=by_person, deduct_when=lambda response: response.status_code == 422)
@guarded(signed_in, course=_course)
def enrol(course: CourseFacts) -> ResponseReturnValue:
    """A seat, a place on the waiting list, or a request."""
    form = PlaceForm()
    if not form.validate_on_submit():
        return _show_course(course, form, 422)
    status = ""
    with attempt(form) as done:
        status = services.enrol(
            person_id=own_id(),
            course_id=course.id,
            prerequisites_met=pages.are_prerequisites_met(own_id(), course),
            access_code=form.code.data,
            is_archived=course.is_archived,
            now=utc_now(),
        )
    if not done:
        return _show_course(course, form, 422)
    if status == "active":
        flash(gettext("You are enrolled. Start whenever you like: your place is kept."), "success")
        return redirect(url_for("progress.course", slug=course.slug))
    return redirect(url_for(".course", slug=course.slug))


@blueprint.post("/courses/<slug>/withdraw")
@guarded(signed_in, course=_course)
def withdraw(course: CourseFacts) -> ResponseReturnValue:
    """Leaves the course, the waiting list or the request."""
    with pressed(gettext("You have left the course. Your progress is kept: come back whenever you like.")):
        services.withdraw(person_id=own_id(), course_id=course.id, now=utc_now())
    return redirect(url_for(".course", slug=course.slug))


def _show_people(course: CourseFacts, form: OfferingForm, status: int = 200) -> ResponseReturnValue:
    page = pages.people_page(course, wanted_languages(), page_number())
    learners = within(Page(page.learners, page_number(), pages.PAGE_SIZE, page.counts.learners))
    may_admit = policies.may_admit(current_actor(), course)
    return render_template(
        "enrolment/people.html", course=course, page=page, learners=learners, form=form, may_admit=may_admit
    ), status


@blueprint.get("/studio/<slug>/people")
@guarded(policies.may_see_people, hidden=True, course=_course)
def people(course: CourseFacts) -> ResponseReturnValue:
    """Requests, who learns, who waits, and how people join; assistants read it, the others decide."""
    return _show_people(course, OfferingForm(obj=queries.offering(course.id)))


@blueprint.post("/studio/<slug>/people/settings")
@guarded(policies.may_admit, hidden=True, course=_course)
def change_offering(course: CourseFacts) -> ResponseReturnValue:
    """How people join, how many, by which code and until when."""
    form = OfferingForm()
    if not form.validate_on_submit():
        return _show_people(course, form, 422)
    with attempt(form) as done:
        services.change_offering(
            course.id,
            mode=form.mode.data,
            capacity=form.capacity.data,
            access_code=form.access_code.data,
            opens_on=form.opens_on.data,
            closes_on=form.closes_on.data,
            by=own_id(),
            now=utc_now(),
        )
    if not done:
        return _show_people(course, form, 422)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".people", slug=course.slug))


def _enrolment_in(course: CourseFacts) -> EnrolmentFacts:
    """The enrolment that the form names, if it is of this course: no other is within reach."""
    form = PersonForm()
    found = queries.enrolment_by_id(form.enrolment.data or 0) if form.validate_on_submit() else None
    if found is None or found.course_id != course.id:
        abort(404)
    return found


def _decide(course: CourseFacts, deed: Callable[..., object], told: str) -> ResponseReturnValue:
    enrolment = _enrolment_in(course)
    with pressed(told):
        deed(enrolment.id, by=own_id(), now=utc_now())
    return redirect(url_for(".people", slug=course.slug))


@blueprint.post("/studio/<slug>/people/approve")
@guarded(policies.may_admit, hidden=True, course=_course)
def approve(course: CourseFacts) -> ResponseReturnValue:
    """Grants a request."""
    return _decide(course, services.approve, gettext("Approved. We have written to this person."))


@blueprint.post("/studio/<slug>/people/refuse")
@guarded(policies.may_admit, hidden=True, course=_course)
def refuse(course: CourseFacts) -> ResponseReturnValue:
    """Turns a request down."""
    return _decide(course, services.refuse, gettext("Refused. We have written to this person."))


@blueprint.post("/studio/<slug>/people/remove")
@guarded(policies.may_admit, hidden=True, course=_course)
def remove(course: CourseFacts) -> ResponseReturnValue:
    """Takes somebody out of the course or off the waiting list."""
    return _decide(course, services.remove, gettext("Removed. A free seat goes to the first on the waiting list."))
