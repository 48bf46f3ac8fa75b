"""The PDF of a certificate: made once, kept by its digest. No transaction is open while it is made."""

from sqlalchemy import update

from lms.certificates.models import Certificate
from lms.certificates.pdf import render
from lms.certificates.queries import CertificateFacts, certificate_by_id
from lms.core.db import db, reading
from lms.core.errors import Missing
from lms.core.runtime import current


def pdf_of(certificate: CertificateFacts) -> bytes:
    """The kept PDF, or the same bytes made again when the job has not come to it yet or the store has lost it."""
    if certificate.pdf_digest is not None:
        try:
            return current().storage.get(certificate.pdf_digest)
        except Missing:
            pass
    with reading():
        pass  # ends the reading transaction of this request: making a PDF takes longer than a query
    return render(certificate, current().settings.base_url)


def keep_pdf(certificate_id: int) -> None:
    """Makes and keeps the PDF. What is kept stays, even when a later version would draw it otherwise."""
    with reading():
        certificate = certificate_by_id(certificate_id)
    if certificate is None or certificate.pdf_digest is not None:
        return
    digest = current().storage.put(render(certificate, current().settings.base_url))
    db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.pdf_digest.is_(None))
        .values(pdf_digest=digest)
        .execution_options(synchronize_session=False)
    )
