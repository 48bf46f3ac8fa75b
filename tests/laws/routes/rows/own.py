"""What people who are signed in may ask for about themselves, and with files of their own."""

from tests.laws.routes import things
from tests.laws.routes.table import CONFLICT, OWN_OR_ADMINISTRATOR, OWN_OR_MISSING, SIGNED_IN, Row, answered

ROWS = [
    *(Row(endpoint, SIGNED_IN) for endpoint in (
        "accounts.account", "accounts.own_data", "accounts.download_data", "accounts.change_email",
        "accounts.change_password", "accounts.sign_ins", "progress.dashboard", "certificates.my_certificates",
    )),
    *(Row(f"accounts.{verb}", SIGNED_IN, "POST") for verb in (
        "save_account", "do_change_email", "do_change_password", "erase", "end_other_sign_ins")),
    Row("enrolment.enrol", SIGNED_IN, "POST", things.course),
    Row("enrolment.withdraw", SIGNED_IN, "POST", things.course),
    *(Row(f"certificates.{page}", OWN_OR_ADMINISTRATOR, arguments=things.certificate) for page in (
        "certificate", "pdf")),
    Row("authoring.invitation", OWN_OR_MISSING, arguments=things.invitation),
    *(Row(f"authoring.{verb}_invitation", OWN_OR_MISSING, "POST", things.invitation) for verb in (
        "accept", "decline")),
    # files: whoever is let in sends no piece here, so nothing can be counted or finished
    Row("media.begin", SIGNED_IN, "POST", form=lambda _w: {
        "purpose": "test.files", "scope": "open", "name": "a.png", "size": "9"}),
    Row("media.state", OWN_OR_MISSING, arguments=things.upload),
    *(Row(f"media.{verb}", answered(CONFLICT, OWN_OR_MISSING), "POST", things.upload) for verb in ("add", "finish")),
    Row("media.cancel", OWN_OR_MISSING, "POST", things.upload),
]  # fmt: skip
