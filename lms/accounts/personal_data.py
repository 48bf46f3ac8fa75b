"""A person's data out of every room, for the person."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from lms.accounts import hooks, queries


def gather(person_id: int, token: str, now: datetime) -> dict[str, Any]:
    """Part -> what is known: this room's own parts, then those that the rooms above have registered."""
    profile = queries.profile(person_id)
    own: dict[str, Any] = {
        "made_at": now,
        "profile": asdict(profile) if profile else None,
        "roles": [asdict(role) for role in queries.roles_of(person_id)],
        "signed_in_devices": [asdict(one) for one in queries.sign_ins_of(person_id, token, now)],
    }
    return own | {part: tell(person_id) for part, tell in hooks.personal_data.items()}
