"""Anyone may ask whether a certificate is genuine."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries, rules
from lms.certificates.forms import VerifyForm
from lms.certificates.queries import CertificateFacts
from lms.certificates.views.blueprint import blueprint
from lms.core.runtime import current
from lms.web.guards import anyone, guarded
from lms.web.limits import limiter


def _page(typed: str = "", certificate: CertificateFacts | None = None, *, asked: bool = False) -> ResponseReturnValue:
    form = VerifyForm(formdata=None, code="" if certificate else typed)
    official = current().settings.base_url
    body = render_template(
        "certificates/verify.html", form=form, certificate=certificate, asked=asked, typed=typed, official=official
    )
    response = make_response(body, 404 if asked and certificate is None else 200)
    response.headers["Cache-Control"] = "no-store"  # revoked means revoked at once (G05)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/verify/")
@guarded(anyone)
def verify_form() -> ResponseReturnValue:
    """Asks for a code; with `?code=` goes to its answer."""
    typed = request.args.get("code", "").strip()
    code = rules.read_typed(typed)
    if code.is_full or code.is_short:
        return redirect(url_for(".verify", code=code.text), 303)
    return _page(typed[:400], asked=bool(typed))


def _is_full() -> bool:
    return not rules.read_typed((request.view_args or {}).get("code", "")).is_short


# A short code has 60 bits: wrong ones are counted, so that nobody searches for right ones.
@blueprint.get("/verify/<code>")
@limiter.limit(
    "20 per minute; 200 per day", exempt_when=_is_full, deduct_when=lambda response: response.status_code == 404
)
@guarded(anyone)
def verify(code: str) -> ResponseReturnValue:
    """What the record says, or that there is none: the same page, after the same one look into the table (G01)."""
    read = rules.read_typed(code)
    shown = rules.printed_code(read.text) if read.is_short else code[:400]  # in groups, as the paper has it
    return _page(shown, queries.find_certificate(read), asked=True)
