"""Every change to people."""

from lms.accounts.services.countries import load_countries
from lms.accounts.services.people import create_person
from lms.accounts.services.roles import grant_role, revoke_role
from lms.accounts.services.sign_in import begin_sign_in, end_all_sign_ins, end_sign_in

__all__ = [
    "begin_sign_in",
    "create_person",
    "end_all_sign_ins",
    "end_sign_in",
    "grant_role",
    "load_countries",
    "revoke_role",
]
