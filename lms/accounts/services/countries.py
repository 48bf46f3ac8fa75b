"""Which countries there are and how they take part."""

import json
from pathlib import Path

from babel import Locale

from lms.accounts.models import Country
from lms.core.db import db

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def load_countries() -> None:
    """Adds every country that CLDR knows and is not there yet, with its status in the programme."""
    facts = json.loads((Path(__file__).parents[1] / "countries.json").read_text())
    known = {code for (code,) in db.session.query(Country.code)}
    for code in Locale.parse("en").territories:
        if len(code) != 2 or not code.isalpha() or code in known or code in _NOT_COUNTRIES:
            continue
        status = next((s for s in ("member", "partner") if code in facts[s]), "guest")
        db.session.add(Country(code=code, status=status, since_year=facts.get(status, {}).get(code)))
    db.session.flush()
