"""Roles and standing of people, changed by administrators."""

from collections.abc import Callable

import pytest
from flask import Flask

from lms.accounts import hooks, services
from lms.accounts.models import Person, RoleGrant
from lms.accounts.queries import roles_of
from lms.audit.models import AuditEntry
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from tests.client import Browser
from tests.factories import accounts

NewClient = Callable[[], Browser]


def test_a08_an_instructor_cannot_make_themselves_administrator(client: Browser, course: Course) -> None:
    person = accounts.an_instructor(course)
    client.sign_in(person)
    assert client.post(f"/admin/people/{person.public_id}/roles", data={"role": "administrator"}).status_code == 403
    assert [role.role for role in roles_of(person.id)] == ["instructor"]


def test_a08_administrators_do_not_change_their_own_standing(client: Browser, administrator: Person) -> None:
    base = f"/admin/people/{administrator.public_id}"
    (own,) = roles_of(administrator.id)
    assert client.post(f"{base}/roles", data={"role": "observer"}).status_code == 403
    assert client.post(f"{base}/roles/{own.id}/revoke").status_code == 403
    assert client.post(f"{base}/suspend", data={"reason": "holiday"}).status_code == 403
    assert [role.role for role in roles_of(administrator.id)] == ["administrator"]
    assert "your own account" in client.get(base).text


def test_roles_are_granted_with_the_scope_they_need(
    client: Browser,
    administrator: Person,
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hooks, "course_choices", lambda: [(course.id, "Customs")])
    person = accounts.a_person()
    url = f"/admin/people/{person.public_id}/roles"
    assert 'id="role-error"' in client.post(url, data={"role": "coordinator"}).text, "no country"
    assert 'id="role-error"' in client.post(url, data={"role": "instructor"}).text, "no course"
    assert 'id="role-error"' in client.post(url, data={"role": "emperor"}).text
    for form in (
        {"role": "coordinator", "country": "UZ", "course": str(course.id)},
        {"role": "instructor", "country": "UZ", "course": str(course.id)},
        {"role": "observer", "country": "UZ"},
    ):
        assert client.post(url, data=form).status_code == 302
        assert client.post(url, data=form).status_code == 302, "twice is once"
    scopes = {(role.role, role.country_code, role.course_id) for role in roles_of(person.id)}
    assert scopes == {("coordinator", "UZ", None), ("instructor", None, course.id), ("observer", None, None)}
    granted = db.session.query(AuditEntry).filter_by(action="role.granted", actor_id=administrator.id).count()
    assert granted == 3


def test_a_role_is_revoked_by_its_own_row_only(client: Browser, administrator: Person) -> None:
    person, other = accounts.a_coordinator("UZ"), accounts.a_coordinator("KZ")
    (of_other,) = roles_of(other.id)
    assert client.post(f"/admin/people/{person.public_id}/roles/{of_other.id}/revoke").status_code == 404
    (own,) = roles_of(person.id)
    assert client.post(f"/admin/people/{person.public_id}/roles/{own.id}/revoke").status_code == 302
    assert roles_of(person.id) == [] and len(roles_of(other.id)) == 1


def test_a11_e03_whose_role_changes_signs_in_anew(
    client: Browser, new_client: NewClient, administrator: Person
) -> None:
    other = accounts.an_administrator()
    theirs = new_client().sign_in(other)
    assert theirs.get("/admin/").status_code == 200
    (grant,) = roles_of(other.id)
    client.post(f"/admin/people/{other.public_id}/roles/{grant.id}/revoke")
    assert theirs.get("/admin/").status_code == 302, "signed out"
    assert theirs.sign_in(db.session.get_one(Person, other.id)).get("/admin/").status_code == 403


def test_suspending_needs_a_reason_and_is_in_the_log(client: Browser, administrator: Person) -> None:
    person = accounts.a_person()
    url = f"/admin/people/{person.public_id}"
    assert 'id="reason-error"' in client.post(f"{url}/suspend", data={"reason": "  "}).text
    assert client.post(f"{url}/suspend", data={"reason": "shared the password"}).status_code == 302
    assert db.session.get_one(Person, person.id).suspended_at is not None
    assert "suspended already" in client.post(f"{url}/suspend", data={"reason": "again"}).text
    text = client.get(url).text
    assert "shared the password" in text and "Restore" in text
    assert client.post(f"{url}/restore", data={"reason": "sorry"}).status_code == 302
    assert db.session.get_one(Person, person.id).suspended_at is None


def test_granting_in_a_wrong_scope_is_stopped_by_the_database(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    person = accounts.a_person()
    with pytest.raises(IntegrityError):
        services.grant_role(person.id, "coordinator", by=None, now=utc_now())
    db.session.rollback()
    assert db.session.query(RoleGrant).count() == 0
