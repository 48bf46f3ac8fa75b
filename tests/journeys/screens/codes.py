"""What the screens are asked for by: fixed addresses, and what chance named when the demo was made."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from tests.journeys.conftest import Site
from tests.journeys.learning import COURSE

OTHER = "customs-vat-landed-cost"
PROGRAMME = "e-commerce-specialist"
EMPTY_HANDED = "madina.ospanova@example.org"  # has enrolled in nothing
QUIZ = f"/learn/{COURSE}/quiz-business-models/"
NOBODY = "ECA-0000-0000-0000"


@dataclass(frozen=True)
class Codes:
    """What the demo and the furniture named by chance: certificates by status, people, attempts, letters' links."""

    of_trainee: str
    valid: str
    revoked: str
    replaced: str
    holder_of_revoked: str
    person: str


def ask(site: Site, statement: str, *values: object) -> list[str]:
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as connection:
        return [str(row[0]) for row in connection.execute(statement, values)]


def codes(site: Site) -> Codes:
    whose = "SELECT code FROM certificate c JOIN person p ON p.id = c.person_id WHERE status = 'valid' AND email = ?"
    by_status = "SELECT code FROM certificate WHERE status = ? ORDER BY id LIMIT 1"
    revoked = ask(site, by_status, "revoked")[0]
    holder = "SELECT email FROM certificate c JOIN person p ON p.id = c.person_id WHERE code = ?"
    return Codes(
        of_trainee=ask(site, whose, "trainee@example.org")[0],
        valid=ask(site, whose, "finished@example.org")[0],
        revoked=revoked,
        replaced=ask(site, by_status, "replaced")[0],
        holder_of_revoked=ask(site, holder, revoked)[0],
        person=public_id_of(site, "trainee@example.org"),
    )


def public_id_of(site: Site, email: str) -> str:
    return ask(site, "SELECT public_id FROM person WHERE email = ?", email)[0]
