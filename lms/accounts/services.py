"""Changes to people."""

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path

from babel import Locale

from lms.accounts.models import Country, SignIn
from lms.core.db import db
from lms.core.ids import new_token

SIGN_IN_LASTS = timedelta(days=14)


def load_countries() -> None:
    """Adds every country that CLDR knows and is not there yet, with its status in the programme."""
    facts = json.loads((Path(__file__).parent / "countries.json").read_text())
    known = {code for (code,) in db.session.query(Country.code)}
    for code in Locale.parse("en").territories:
        if len(code) != 2 or not code.isalpha() or code in known or code in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"):
            continue
        status = next((s for s in ("member", "partner") if code in facts[s]), "guest")
        db.session.add(Country(code=code, status=status, since_year=facts.get(status, {}).get(code)))
    db.session.flush()


def begin_sign_in(person_id: int, *, now: datetime) -> str:
    """Opens a signed-in session and returns the token for the cookie; only its hash is stored."""
    token = new_token()
    db.session.add(
        SignIn(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            person_id=person_id,
            created_at=now,
            expires_at=now + SIGN_IN_LASTS,
        )
    )
    db.session.flush()
    return token
