"""An administrator's lists."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.certificates import queries, services
from lms.certificates.policies import may_manage_certificates
from lms.certificates.queries import CertificateFacts, certificate_by_code
from lms.certificates.views.blueprint import blueprint
from lms.certificates.views.own import verify_url
from lms.core.clock import utc_now
from lms.web.forms import attempt
from lms.web.guards import guarded, own_id
from lms.web.language import wanted_languages
from lms.web.paging import Page, page_number, within
from lms.web.sheets import Cell, Column, download

PAGE_SIZE = 30
EXPORT_LIMIT = 20_000
SHOWS = ("awaiting", "all", "revoked")


def _asked(values: dict[str, str]) -> tuple[str, str]:
    """Which list and which words, from the address or from the export's form."""
    show = values.get("show", "")
    return show if show in SHOWS else "all", values.get("q", "").strip()[:200]


def _tabs(show: str) -> list[dict[str, object]]:
    labels = {
        "awaiting": gettext("Awaiting approval"),
        "all": gettext("All certificates"),
        "revoked": gettext("Revoked certificates"),
    }
    return [
        {"label": label, "url": url_for(".admin_certificates", show=key), "current": key == show}
        for key, label in labels.items()
    ]


@blueprint.get("/admin/certificates")
@guarded(may_manage_certificates)
def admin_certificates() -> ResponseReturnValue:
    """Awards that wait, or certificates."""
    show, q = _asked(request.args)
    number = page_number()
    if show == "awaiting":
        awaiting, total = queries.search_awaiting(q, wanted_languages(), number=number, size=PAGE_SIZE)
        page: Page[object] = Page(awaiting, number, PAGE_SIZE, total)
    else:
        status = "revoked" if show == "revoked" else None
        found, total = queries.search_certificates(status, q, number=number, size=PAGE_SIZE)
        page = Page(found, number, PAGE_SIZE, total)
    return render_template("certificates/admin_certificates.html", show=show, q=q, page=within(page), tabs=_tabs(show))


@blueprint.post("/admin/certificates/export")
@guarded(may_manage_certificates)
def export_certificates() -> ResponseReturnValue:
    """The list on screen, all its pages, as CSV. A POST because it is written to the audit log."""
    show, q = _asked(request.form)
    columns, rows = _awaiting(q) if show == "awaiting" else _certificates("revoked" if show == "revoked" else None, q)
    with attempt():
        services.note_export(show, q, count=len(rows), by=own_id(), now=utc_now())
    return download("csv", f"certificates-{show}", columns, rows)


def _certificates(status: str | None, q: str) -> tuple[list[Column], list[list[Cell]]]:
    labels = (
        gettext("Code"), gettext("Name"), gettext("Name in Latin letters"), gettext("Course"), gettext("Hours"),
        gettext("Result"), gettext("Language"), gettext("Issued on"), gettext("Status"), gettext("Verify"),
    )  # fmt: skip
    found, _total = queries.search_certificates(status, q, number=1, size=EXPORT_LIMIT)
    return [Column(label) for label in labels], [
        [
            c.printed_code, c.printed_name, c.latin_name, c.course_title, c.hours, c.result_percent, c.language,
            c.issued_on.isoformat(), gettext(c.status_words), verify_url(c),
        ]
        for c in found
    ]  # fmt: skip


def _awaiting(q: str) -> tuple[list[Column], list[list[Cell]]]:
    labels = (
        gettext("Name"), gettext("Name in Latin letters"), gettext("Course"), gettext("Completed on"), gettext("Result")
    )  # fmt: skip
    found, _total = queries.search_awaiting(q, wanted_languages(), number=1, size=EXPORT_LIMIT)
    return [Column(label) for label in labels], [
        [
            a.person.printed_name, a.person.latin_name, a.course.title, a.award.completed_at.date().isoformat(),
            a.award.result_percent,
        ]
        for a in found
    ]  # fmt: skip


@blueprint.get("/admin/certificates/<code>")
@guarded(may_manage_certificates, certificate=certificate_by_code)
def admin_certificate(certificate: CertificateFacts) -> ResponseReturnValue:
    """One certificate with its history and what may be done about it."""
    return render_template(
        "certificates/admin_certificate.html",
        certificate=certificate,
        history=queries.history_of(certificate),
        verify_url=verify_url(certificate),
        newer=queries.certificate_by_id(certificate.replaced_by_id) if certificate.replaced_by_id else None,
        valid=queries.valid_certificate_of(certificate.enrolment_id) if certificate.status == "revoked" else None,
    )
