"""Uploads, and a purpose for which to bring files."""

from typing import Any

from lms.core.clock import utc_now
from lms.core.db import db
from lms.media import services
from lms.media.facts import UploadFacts
from lms.media.purposes import Purpose, offer
from lms.media.queries import upload_facts
from lms.media.rules.kinds import KINDS

MB = 1024**2


def a_purpose(name: str = "test.files", **changes: Any) -> Purpose:
    """Everybody who is signed in may bring anything to the scope "open", and nothing elsewhere."""
    values: dict[str, Any] = {
        "name": name,
        "kinds": frozenset(KINDS),
        "most_bytes": 200 * MB,
        "may": lambda _actor, scope: scope == "open",
        "person_quota_bytes": 1000 * MB,
        "scope_quota_bytes": None,
    }
    purpose = Purpose(**{**values, **changes})
    offer(purpose)
    return purpose


def an_upload(person: Any, purpose: Purpose | None = None, **changes: Any) -> UploadFacts:
    """An upload that has begun and got nothing yet."""
    values: dict[str, Any] = {"scope": "open", "name": "film.mp4", "size_bytes": 10, "now": utc_now()}
    begun = services.begin_upload(person_id=person.id, purpose=purpose or a_purpose(), **{**values, **changes})
    db.session.commit()
    return begun


def the_upload(public_id: str) -> UploadFacts:
    found = upload_facts(public_id)
    assert found is not None
    return found
