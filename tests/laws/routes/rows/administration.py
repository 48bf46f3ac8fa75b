"""What administrators may ask for."""

from tests.laws.routes import things
from tests.laws.routes.table import ADMINISTRATOR, Row

ROWS = [
    *(Row(endpoint, ADMINISTRATOR) for endpoint in (
        "accounts.admin_home", "accounts.people", "accounts.audit", "certificates.admin_certificates",
        "certificates.approve_awards", "certificates.issue_certificate",
    )),
    Row("accounts.person", ADMINISTRATOR, arguments=things.stranger),
    *(Row(f"accounts.{verb}", ADMINISTRATOR, "POST", things.stranger,
          lambda _w: {"reason": "A test.", "role": "observer"}) for verb in ("suspend", "restore", "grant_role")),
    Row("accounts.revoke_role", ADMINISTRATOR, "POST", things.granted),
    Row("certificates.admin_certificate", ADMINISTRATOR, arguments=things.certificate),
    *(Row(f"certificates.{verb}_certificate", ADMINISTRATOR, method, things.certificate)
      for verb in ("correct", "revoke") for method in ("GET", "POST")),
    *(Row("certificates.issue_again", ADMINISTRATOR, method, lambda w: {"code": w.revoked})
      for method in ("GET", "POST")),
    *(Row("certificates.decline_award", ADMINISTRATOR, method, lambda w: {"enrolment_id": w.awaiting})
      for method in ("GET", "POST")),
    Row("certificates.approve_awards", ADMINISTRATOR, "POST"),
    Row("certificates.export_certificates", ADMINISTRATOR, "POST"),
    Row("certificates.issue_to_enrolment", ADMINISTRATOR, "POST", lambda w: {"enrolment_id": w.completed}),
]  # fmt: skip
