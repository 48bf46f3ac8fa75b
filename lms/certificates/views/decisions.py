"""An administrator approves, declines and issues."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from lms.accounts.queries import person_id_by_email
from lms.certificates import queries, services
from lms.certificates.forms import ApproveForm, DeclineForm, FindPersonForm
from lms.certificates.policies import may_manage_certificates
from lms.certificates.queries import AwaitingAward
from lms.certificates.views.blueprint import blueprint
from lms.core.clock import utc_now
from lms.web.forms import attempt, pressed
from lms.web.guards import guarded, own_id
from lms.web.language import number, wanted_languages
from lms.web.numbers import whole_number

MOST_AT_ONCE = 200


@blueprint.route("/admin/certificates/approve", methods=["GET", "POST"])
@guarded(may_manage_certificates)
def approve_awards() -> ResponseReturnValue:
    """Shows what would be printed for `?enrolment=…`; POST issues those that stayed ticked."""
    asked = request.values.getlist("enrolment", type=whole_number)[:MOST_AT_ONCE]
    awaiting = queries.awaiting_awards(asked, wanted_languages())
    form = ApproveForm(data={"enrolment": [one.award.enrolment_id for one in awaiting]})
    form.enrolment.choices = [(one.award.enrolment_id, one.person.printed_name) for one in awaiting]
    if form.validate_on_submit():
        count = 0
        with attempt(form) as done:
            count = services.approve(form.enrolment.data or [], by=own_id(), now=utc_now())
        if done:
            said = ngettext(
                "%(count)s certificate issued.", "%(count)s certificates issued.", count, count=number(count)
            )
            flash(said, "success")
            return redirect(url_for(".admin_certificates", show="awaiting"))
    return render_template("certificates/approve_awards.html", form=form, awaiting=awaiting)


def _award(enrolment_id: int) -> AwaitingAward | None:
    return queries.awaiting_award(enrolment_id, wanted_languages())


@blueprint.route("/admin/certificates/awards/<int:enrolment_id>/decline", methods=["GET", "POST"])
@guarded(may_manage_certificates, awaiting=_award)
def decline_award(awaiting: AwaitingAward) -> ResponseReturnValue:
    """Refuses the certificate, with a reason that the trainee reads."""
    form = DeclineForm()
    if form.validate_on_submit():
        with attempt(form) as done:
            services.decline(awaiting.award.enrolment_id, reason=form.reason.data or "", by=own_id(), now=utc_now())
        if done:
            flash(gettext("Declined. The trainee sees the reason under Certificates."), "success")
            return redirect(url_for(".admin_certificates", show="awaiting"))
    return render_template("certificates/decline_award.html", form=form, awaiting=awaiting)


@blueprint.get("/admin/certificates/issue")
@guarded(may_manage_certificates)
def issue_certificate() -> ResponseReturnValue:
    """Finds a person by address and lists the courses they have completed."""
    form = FindPersonForm(request.args)
    person_id = person_id_by_email(form.email.data) if form.email.data and form.validate() else None
    if form.email.data and person_id is None and not form.errors:
        form.email.errors = [gettext("Nobody has this address.")]
    completions = queries.completions_of(person_id, wanted_languages()) if person_id else []
    return render_template(
        "certificates/issue_certificate.html", form=form, person_id=person_id, completions=completions
    )


@blueprint.post("/admin/certificates/issue/<int:enrolment_id>")
@guarded(may_manage_certificates)
def issue_to_enrolment(enrolment_id: int) -> ResponseReturnValue:
    """Issues for one completed enrolment."""
    certificate_id = 0
    with pressed(gettext("The certificate is issued. Its holder gets a letter.")) as done:
        certificate_id = services.issue_singly(enrolment_id, by=own_id(), now=utc_now())
    if not done:
        return redirect(url_for(".issue_certificate"))
    return redirect(url_for(".admin_certificate", code=queries.code_of(certificate_id)))
