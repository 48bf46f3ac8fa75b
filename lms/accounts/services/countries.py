"""Which countries there are and how they take part."""

import json
from pathlib import Path

from sqlalchemy import select

from lms.accounts.models import Country
from lms.accounts.places import country_codes
from lms.core.db import db


def load_countries() -> None:
    """Adds every country that CLDR knows and is not there yet, with its status in the programme."""
    facts = json.loads((Path(__file__).parents[1] / "countries.json").read_text())
    known = set(db.session.scalars(select(Country.code)))
    for code in country_codes():
        if code in known:
            continue
        status = next((s for s in ("member", "partner") if code in facts[s]), "guest")
        db.session.add(Country(code=code, status=status, since_year=facts.get(status, {}).get(code)))
    db.session.flush()
