"""Every screen of the product, by who sees it."""

import sqlite3
from dataclasses import dataclass

from tests.journeys.conftest import Site
from tests.journeys.learning import COURSE

OTHER = "customs-vat-landed-cost"
PROGRAMME = "e-commerce-specialist"
EMPTY_HANDED = "madina.ospanova@example.org"  # has enrolled in nothing
QUIZ = f"/learn/{COURSE}/quiz-business-models/"


@dataclass(frozen=True)
class Codes:
    """Codes of certificates in each status, and of people, as the demo made them."""

    of_trainee: str
    valid: str
    revoked: str
    replaced: str
    person: str


def codes(site: Site) -> Codes:
    with sqlite3.connect(f"file:{site.database}?mode=ro", uri=True) as connection:

        def one(statement: str, *values: str) -> str:
            return str(connection.execute(statement, values).fetchone()[0])

        whose = (
            "SELECT code FROM certificate c JOIN person p ON p.id = c.person_id WHERE status = 'valid' AND email = ?"
        )
        by_status = "SELECT code FROM certificate WHERE status = ? LIMIT 1"
        return Codes(
            of_trainee=one(whose, "trainee@example.org"),
            valid=one(whose, "finished@example.org"),
            revoked=one(by_status, "revoked"),
            replaced=one(by_status, "replaced"),
            person=one("SELECT public_id FROM person WHERE email = ?", "trainee@example.org"),
        )


def screens(site: Site) -> dict[str, list[str]]:
    """Addresses by the mail address of who opens them; the empty address is a visitor."""
    code = codes(site)
    admin = f"/admin/certificates/{code.valid}"
    return {
        "": [
            "/", "/courses/", "/courses/?q=zzzz", "/courses/?level=basic&language=ru", f"/courses/{OTHER}/",
            f"/programmes/{PROGRAMME}/", "/auth/register", "/auth/login", "/auth/forgot-password", "/privacy",
            "/accessibility", "/verify/", f"/verify/{code.valid}", f"/verify/{code.revoked}",
            f"/verify/{code.replaced}", "/verify/?code=ECA-0000-0000-0000", "/nothing-here",
        ],
        "trainee@example.org": [
            "/learn/", f"/learn/{COURSE}/", f"/learn/{OTHER}/", f"/learn/{COURSE}/money-in-one-order/",
            f"/learn/{OTHER}/landed-price-dap-ddp/", QUIZ, f"/learn/{COURSE}/final-quiz/", f"/learn/{OTHER}/grades",
            f"/courses/{OTHER}/", "/certificates/", f"/certificates/{code.of_trainee}", "/account/",
            "/account/password", "/account/email", "/account/sign-ins", "/account/data", "/admin/",
        ],
        "finished@example.org": ["/learn/", f"/courses/{COURSE}/", "/certificates/"],
        EMPTY_HANDED: ["/learn/", "/certificates/", f"/courses/{COURSE}/", f"/learn/{COURSE}/"],
        "instructor@example.org": [
            "/learn/", f"/courses/{COURSE}/", f"/studio/{COURSE}/people", f"/learn/{COURSE}/the-b2b-sale/",
        ],
        "admin@example.org": [
            "/admin/", "/admin/people", "/admin/people?q=zzzz", f"/admin/people/{code.person}", "/admin/audit",
            "/admin/certificates", "/admin/certificates?show=awaiting", "/admin/certificates?q=zzzz", admin,
            f"{admin}/revoke", f"{admin}/correct", "/admin/certificates/issue",
            "/admin/certificates/issue?email=finished@example.org", "/admin/certificates/approve",
        ],
    }  # fmt: skip
