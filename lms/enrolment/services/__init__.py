"""Every change of this room."""

from lms.enrolment.services.deciding import approve, refuse, remove
from lms.enrolment.services.offering import change_offering, open_offering
from lms.enrolment.services.places import complete, enrol, set_language, withdraw

__all__ = [
    "approve", "change_offering", "complete", "enrol", "open_offering", "refuse", "remove", "set_language", "withdraw",
]  # fmt: skip
