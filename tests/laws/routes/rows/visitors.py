"""What anybody may ask for."""

from tests.laws.routes import things
from tests.laws.routes.table import GONE, MISSING, SIGN_IN, Row, everyone

ROWS = [
    *(Row(endpoint, everyone()) for endpoint in (
        "web.healthz", "web.readyz", "web.privacy", "web.accessibility", "web.robots", "courses.home",
        "courses.catalogue", "accounts.register", "accounts.login", "accounts.forgot_password",
        "certificates.verify_form",
    )),
    Row("enrolment.course", everyone(), arguments=things.course),
    Row("certificates.verify", everyone(), arguments=things.certificate),
    Row("courses.programme", everyone(MISSING), arguments=lambda _w: {"slug": "no-such-programme"}),
    Row("web.set_language", everyone(), "POST", lambda _w: {"tag": "ru"}),
    Row("web.set_theme", everyone(), "POST", form=lambda _w: {"theme": "dark"}),
    *(Row(f"accounts.{verb}", everyone(), "POST") for verb in (
        "do_register", "do_login", "do_forgot_password", "logout")),
    # Without an address that has just registered there is nothing to wait for, so these lead to sign in.
    Row("accounts.check_mail", everyone(SIGN_IN)),
    Row("accounts.send_again", everyone(SIGN_IN), "POST"),
    *(Row(endpoint, everyone(GONE), method, lambda _w: {"token": "forged"}) for endpoint, method in (
        ("accounts.confirm", "GET"), ("accounts.do_confirm", "POST"),
        ("accounts.reset_password", "GET"), ("accounts.do_reset_password", "POST"),
    )),
]  # fmt: skip
