"""Every change of this room. All of it is written to the audit log in the same transaction."""

from lms.certificates.services.awarding import award_completion
from lms.certificates.services.changing import correct, issue_again, revoke
from lms.certificates.services.deciding import approve, decline, issue_singly
from lms.certificates.services.documents import keep_pdf, pdf_of
from lms.certificates.services.exporting import note_export

__all__ = [
    "approve", "award_completion", "correct", "decline", "issue_again", "issue_singly", "keep_pdf", "note_export",
    "pdf_of", "revoke",
]  # fmt: skip
