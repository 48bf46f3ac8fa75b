"""Every question about people."""

from lms.accounts.queries.people import (
    PeopleCounts,
    PeopleFilter,
    PersonFacts,
    Profile,
    RoleFacts,
    count_demo_people,
    count_people,
    people,
    person_id_by_email,
    person_names,
    profile,
    profile_by_public_id,
    roles_of,
)
from lms.accounts.queries.session import (
    Credentials,
    SignedIn,
    SignInFacts,
    credentials_by_id,
    credentials_by_key,
    sign_ins_of,
    signed_in_person,
    token_hash,
)
from lms.accounts.queries.tokens import TokenFacts, open_token

__all__ = [
    "Credentials",
    "PeopleCounts",
    "PeopleFilter",
    "PersonFacts",
    "Profile",
    "RoleFacts",
    "SignInFacts",
    "SignedIn",
    "TokenFacts",
    "count_demo_people",
    "count_people",
    "credentials_by_id",
    "credentials_by_key",
    "open_token",
    "people",
    "person_id_by_email",
    "person_names",
    "profile",
    "profile_by_public_id",
    "roles_of",
    "sign_ins_of",
    "signed_in_person",
    "token_hash",
]
