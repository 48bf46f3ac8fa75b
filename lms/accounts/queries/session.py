"""Who is signed in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from lms.accounts.models import Person, RoleGrant, SignIn
from lms.accounts.rules import initials
from lms.core.actor import Actor, Grant
from lms.core.clock import utc_now
from lms.core.db import db, table_of


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind this request, as Flask-Login wants them; facts only, no database object."""

    token: str
    person_id: int
    public_id: str
    printed_name: str
    latin_name: str
    email: str
    country_code: str
    language: str
    time_zone: str
    is_confirmed: bool
    is_demo: bool
    actor: Actor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def initials(self) -> str:
        return initials(self.printed_name)

    def get_id(self) -> str:
        """What the cookie keeps: the token of the sign-in, not the person's id."""
        return self.token


def token_hash(token: str) -> str:
    """What the table keeps of a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


# Made once: every request of a signed-in person asks it, and building a statement costs as much as running it.
_people, _grants, _sign_ins = table_of(Person), table_of(RoleGrant), table_of(SignIn)
_SIGNED_IN = (
    select(
        _people.c.id, _people.c.public_id, _people.c.printed_name, _people.c.latin_name, _people.c.email,
        _people.c.country_code, _people.c.language, _people.c.time_zone, _people.c.email_confirmed_at,
        _people.c.is_demo, _grants.c.role, _grants.c.country_code.label("grant_country"), _grants.c.course_id,
    )
    .select_from(_sign_ins)
    .join(_people, _people.c.id == _sign_ins.c.person_id)
    .outerjoin(_grants, _grants.c.person_id == _people.c.id)
    .where(
        _sign_ins.c.token_hash == bindparam("token_hash"),
        _sign_ins.c.ended_at.is_(None),
        _sign_ins.c.expires_at > bindparam("now"),
        _people.c.suspended_at.is_(None),
    )
)  # fmt: skip


def signed_in_person(token: str) -> SignedIn | None:
    """Whoever signed in with this token, by one statement; None once it has ended or the person is suspended."""
    asked = {"token_hash": token_hash(token), "now": utc_now()}
    rows = db.session.execute(_SIGNED_IN, asked).all()
    if not rows:
        return None
    first = rows[0]
    grants = frozenset(Grant(row.role, row.grant_country, row.course_id) for row in rows if row.role)
    return SignedIn(
        token=token,
        person_id=first.id,
        public_id=first.public_id,
        printed_name=first.printed_name,
        latin_name=first.latin_name,
        email=first.email,
        country_code=first.country_code,
        language=first.language,
        time_zone=first.time_zone,
        is_confirmed=first.email_confirmed_at is not None,
        is_demo=first.is_demo,
        actor=Actor(first.id, grants),
    )


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against."""

    person_id: int
    public_id: str
    password_hash: str
    is_confirmed: bool
    is_suspended: bool


def _credentials(**wanted: object) -> Credentials | None:
    row = db.session.execute(
        select(
            Person.id, Person.public_id, Person.password_hash, Person.email_confirmed_at, Person.suspended_at
        ).filter_by(**wanted)
    ).first()
    if row is None:
        return None
    return Credentials(
        row.id, row.public_id, row.password_hash, row.email_confirmed_at is not None, row.suspended_at is not None
    )


def credentials_by_key(email_key: str) -> Credentials | None:
    """Of the account with this canonical address (`rules.email_key`)."""
    return _credentials(email_key=email_key)


def credentials_by_id(person_id: int) -> Credentials | None:
    """Of somebody who is signed in."""
    return _credentials(id=person_id)


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """One signed-in browser of a person."""

    browser: str
    created_at: datetime
    expires_at: datetime
    is_this_one: bool


def sign_ins_of(person_id: int, token: str, now: datetime) -> list[SignInFacts]:
    """The browsers that are signed in now, newest first; `token` is the one that asks."""
    rows = db.session.execute(
        select(SignIn.token_hash, SignIn.browser, SignIn.created_at, SignIn.expires_at)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.created_at.desc())
    )
    own = token_hash(token)
    return [SignInFacts(row.browser, row.created_at, row.expires_at, row.token_hash == own) for row in rows]
