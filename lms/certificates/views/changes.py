"""An administrator revokes a certificate, issues it again, or corrects the name on it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.accounts.queries import person_names
from lms.certificates import queries, services
from lms.certificates.forms import CorrectForm, IssueAgainForm, RevokeForm
from lms.certificates.policies import may_manage_certificates
from lms.certificates.queries import CertificateFacts, certificate_by_code, revoked_certificate
from lms.certificates.views.blueprint import blueprint
from lms.core.clock import utc_now
from lms.web.forms import attempt
from lms.web.guards import guarded, own_id


@blueprint.route("/admin/certificates/<code>/revoke", methods=["GET", "POST"])
@guarded(may_manage_certificates, certificate=certificate_by_code)
def revoke_certificate(certificate: CertificateFacts) -> ResponseReturnValue:
    """Ends it, with a reason that whoever verifies it reads."""
    form = RevokeForm()
    if form.validate_on_submit():
        with attempt(form) as done:
            services.revoke(
                certificate.id,
                reason=form.reason.data,
                explanation=form.explanation.data or "",
                by=own_id(),
                now=utc_now(),
            )
        if done:
            flash(gettext("Revoked. Whoever verifies it is told at once."), "success")
            return redirect(url_for(".admin_certificate", code=certificate.code))
    return render_template("certificates/revoke_certificate.html", form=form, certificate=certificate)


@blueprint.route("/admin/certificates/<code>/again", methods=["GET", "POST"])
@guarded(may_manage_certificates, certificate=revoked_certificate)
def issue_again(certificate: CertificateFacts) -> ResponseReturnValue:
    """A new certificate in the place of a revoked one, which stays revoked."""
    form = IssueAgainForm()
    new_id = 0
    if form.validate_on_submit():
        with attempt(form) as done:
            new_id = services.issue_again(
                certificate.id, explanation=form.explanation.data or "", by=own_id(), now=utc_now()
            )
        if done:
            flash(gettext("The certificate is issued. Its holder gets a letter."), "success")
            return redirect(url_for(".admin_certificate", code=queries.code_of(new_id)))
    holder = person_names([certificate.person_id])[certificate.person_id]
    return render_template("certificates/issue_again.html", form=form, certificate=certificate, holder=holder)


@blueprint.route("/admin/certificates/<code>/correct", methods=["GET", "POST"])
@guarded(may_manage_certificates, certificate=certificate_by_code)
def correct_certificate(certificate: CertificateFacts) -> ResponseReturnValue:
    """A new edition with another name; the old one then says that it was replaced."""
    form = CorrectForm(printed_name=certificate.printed_name, latin_name=certificate.latin_name)
    new_id = 0
    if form.validate_on_submit():
        with attempt(form) as done:
            new_id = services.correct(
                certificate.id,
                printed_name=form.printed_name.data or "",
                latin_name=form.latin_name.data or "",
                explanation=form.explanation.data or "",
                by=own_id(),
                now=utc_now(),
            )
        if done:
            flash(gettext("A corrected edition is issued. The old one now says that it was replaced."), "success")
            return redirect(url_for(".admin_certificate", code=queries.code_of(new_id)))
    return render_template("certificates/correct_certificate.html", form=form, certificate=certificate)
