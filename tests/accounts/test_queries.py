from datetime import timedelta

from flask import Flask

from lms.accounts import services
from lms.accounts.queries import person_names, signed_in_person
from lms.core.actor import Grant
from lms.core.clock import utc_now
from tests.factories import accounts
from tests.statements import Statements


def test_a_signed_in_person_is_read_with_all_roles_by_one_statement(app: Flask, statements: Statements) -> None:
    person = accounts.a_coordinator("UZ", printed_name="李 明")
    services.grant_role(person.id, "observer", by=None, now=utc_now())
    token = services.begin_sign_in(person.id, now=utc_now())
    with statements as seen:
        user = signed_in_person(token)
    assert seen.count == 1
    assert user is not None
    assert user.actor.person_id == person.id
    assert user.actor.grants == {Grant("coordinator", "UZ"), Grant("observer")}
    assert user.initials == "李明"
    assert user.get_id() == token


def test_a_sign_in_that_has_expired_is_nobody(app: Flask) -> None:
    person = accounts.a_person()
    token = services.begin_sign_in(person.id, now=utc_now() - timedelta(days=15))
    assert signed_in_person(token) is None


def test_a_token_that_was_never_given_is_nobody(app: Flask) -> None:
    assert signed_in_person("made-up") is None


def test_names_of_several_people_cost_one_statement(app: Flask, statements: Statements) -> None:
    people = [accounts.a_person() for _ in range(3)]
    ids = [person.id for person in people]
    with statements as seen:
        facts = person_names(ids)
    assert seen.count == 1
    assert sorted(facts) == sorted(ids)
