"""A trainee's own certificates."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from lms.certificates import queries, services
from lms.certificates.pdf import qr_data_uri, words_of
from lms.certificates.policies import may_open_certificate
from lms.certificates.queries import CertificateFacts, certificate_by_code
from lms.certificates.views.blueprint import blueprint
from lms.core.runtime import current
from lms.web.guards import guarded, own_id, signed_in
from lms.web.language import wanted_languages
from lms.web.sending import attachment


def verify_url(certificate: CertificateFacts) -> str:
    """The public address: of the installation, whatever host the request named (G02, D06)."""
    return f"{current().settings.base_url}/verify/{certificate.code}"


@blueprint.get("/certificates/")
@guarded(signed_in)
def my_certificates() -> ResponseReturnValue:
    """What one has earned, and what waits for approval or was declined."""
    me = own_id()
    return render_template(
        "certificates/my_certificates.html",
        certificates=queries.certificates_of(me),
        undecided=queries.undecided_of(me, wanted_languages()),
    )


@blueprint.get("/certificates/<code>")
@guarded(may_open_certificate, hidden=True, certificate=certificate_by_code)
def certificate(certificate: CertificateFacts) -> ResponseReturnValue:
    """A preview, the PDF, and a link to share."""
    address = verify_url(certificate)
    return render_template(
        "certificates/certificate.html",
        certificate=certificate,
        words=words_of(certificate),
        verify_url=address,
        qr=qr_data_uri(address),
        newer=queries.certificate_by_id(certificate.replaced_by_id) if certificate.replaced_by_id else None,
    )


@blueprint.get("/certificates/<code>.pdf")
@guarded(may_open_certificate, hidden=True, certificate=certificate_by_code)
def pdf(certificate: CertificateFacts) -> ResponseReturnValue:
    """The certificate as a file to keep."""
    response = make_response(services.pdf_of(certificate))
    response.mimetype = "application/pdf"
    name = f"{certificate.course_title[:80]} – {certificate.printed_name[:80]} – {certificate.printed_code}.pdf"
    response.headers["Content-Disposition"] = attachment(name, in_ascii=f"{certificate.printed_code}.pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response
