"""The staff of a course: invitations that only their receiver may answer, and owners who do not run out."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Person, RoleGrant, SignIn
from lms.accounts.queries import invitation_for, invitations_for, invitations_to, roles_of, staff_of
from lms.accounts.services import (
    accept_invitation,
    change_staff_role,
    decline_invitation,
    erase_person,
    grant_role,
    invite_to_staff,
    remove_from_staff,
    revoke_role,
    suspend,
    withdraw_invitation,
)
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.queries import CourseFacts
from tests.factories.accounts import PASSWORD, a_person, an_administrator, an_instructor
from tests.factories.courses import a_course
from tests.together import all_together


@pytest.fixture
def course(app: Flask) -> CourseFacts:
    return a_course(title="Customs")


def _invite(course: CourseFacts, owner: Person, email: str, role: str = "instructor") -> None:
    invite_to_staff(course.id, email, role, course_title="Customs", by=owner.id, now=utc_now())


def _roles(course: CourseFacts) -> dict[int, str]:
    return {member.person_id: member.role for member in staff_of(course.id)}


def test_whoever_is_invited_joins_when_they_say_yes(course: CourseFacts, mailbox: Any) -> None:
    owner, helper = an_instructor(course, "owner"), a_person(email="helper@example.org", language="ru")
    _invite(course, owner, "Helper@Example.org")
    assert _roles(course) == {owner.id: "owner"}
    (letter,) = mailbox()
    (invitation,) = invitations_for(helper.id, utc_now())
    assert f"/studio/join/{invitation.public_id}" in letter.get_body(("plain",)).get_content()
    accept_invitation(invitation, by=helper.id, now=utc_now())
    assert _roles(course) == {owner.id: "owner", helper.id: "instructor"}
    assert invitations_to(course.id, utc_now()) == []
    with pytest.raises(Refused, match="does not hold any more"):
        accept_invitation(invitation, by=helper.id, now=utc_now())


def test_e02_an_address_without_an_account_is_invited_as_silently_and_gets_no_letter(
    course: CourseFacts, mailbox: Any
) -> None:
    owner = an_instructor(course, "owner")
    a_person(email="unconfirmed@example.org", confirmed=False)
    for email in ("nobody@example.org", "unconfirmed@example.org"):
        _invite(course, owner, email)
    assert [one.email for one in invitations_to(course.id, utc_now())] == [
        "nobody@example.org",
        "unconfirmed@example.org",
    ]
    assert mailbox() == []


def test_nobody_else_can_answer_an_invitation(course: CourseFacts) -> None:
    owner, helper, other = an_instructor(course, "owner"), a_person(email="helper@example.org"), a_person()
    unconfirmed = a_person(email="late@example.org", confirmed=False)
    _invite(course, owner, helper.email)
    _invite(course, owner, unconfirmed.email)
    first, second = (one.public_id for one in invitations_to(course.id, utc_now()))
    assert invitation_for(first, helper.id, utc_now()) is not None
    assert invitation_for(first, other.id, utc_now()) is None
    assert invitation_for(second, unconfirmed.id, utc_now()) is None
    assert invitation_for(first, None, utc_now()) is None


def test_an_invitation_is_void_after_two_weeks_when_taken_back_and_when_its_author_is_no_owner(
    course: CourseFacts,
) -> None:
    owner, helper = an_instructor(course, "owner"), a_person(email="helper@example.org")
    _invite(course, owner, helper.email)
    (invitation,) = invitations_to(course.id, utc_now())
    assert invitation_for(invitation.public_id, helper.id, utc_now() + timedelta(days=14, minutes=1)) is None
    revoke_role(owner.id, "owner", course_id=course.id, by=None, now=utc_now())
    with pytest.raises(Refused):
        accept_invitation(invitation, by=helper.id, now=utc_now())
    _invite(course, owner, helper.email)
    (again,) = invitations_to(course.id, utc_now())
    withdraw_invitation(course.id, again.public_id, by=owner.id, now=utc_now())
    with pytest.raises(Refused):
        accept_invitation(again, by=helper.id, now=utc_now())
    assert roles_of(helper.id) == []


def test_a11_an_invitation_of_somebody_who_was_suspended_since_is_void(course: CourseFacts) -> None:
    owner, helper = an_instructor(course, "owner"), a_person(email="helper@example.org")
    _invite(course, owner, helper.email)
    (invitation,) = invitations_to(course.id, utc_now())
    suspend(owner.id, "left the programme", by=None, now=utc_now())
    with pytest.raises(Refused, match="does not hold any more"):
        accept_invitation(invitation, by=helper.id, now=utc_now())
    assert roles_of(helper.id) == []


def test_an_invitation_of_another_course_cannot_be_taken_back(course: CourseFacts) -> None:
    owner, other = an_instructor(course, "owner"), a_course()
    _invite(course, owner, "helper@example.org")
    (invitation,) = invitations_to(course.id, utc_now())
    withdraw_invitation(other.id, invitation.public_id, by=owner.id, now=utc_now())
    assert len(invitations_to(course.id, utc_now())) == 1


def test_a_declined_invitation_is_gone(course: CourseFacts) -> None:
    owner, helper = an_instructor(course, "owner"), a_person(email="helper@example.org")
    _invite(course, owner, helper.email)
    (invitation,) = invitations_for(helper.id, utc_now())
    decline_invitation(invitation, by=helper.id, now=utc_now())
    assert invitations_to(course.id, utc_now()) == [] and roles_of(helper.id) == []


def test_who_joins_stays_signed_in_and_who_is_removed_does_not(client: Any, course: CourseFacts) -> None:
    owner, helper = an_instructor(course, "owner"), a_person(email="helper@example.org")
    client.sign_in(helper)
    still_in = select(func.count()).where(SignIn.person_id == helper.id, SignIn.ended_at.is_(None))
    _invite(course, owner, helper.email)
    accept_invitation(invitations_for(helper.id, utc_now())[0], by=helper.id, now=utc_now())
    assert db.session.scalar(still_in) == 1
    remove_from_staff(course.id, helper.id, by=owner.id, now=utc_now())
    assert db.session.scalar(still_in) == 0
    assert _roles(course) == {owner.id: "owner"}


def test_the_last_owner_stays(course: CourseFacts) -> None:
    owner, helper = an_instructor(course, "owner"), an_instructor(course, "assistant")
    with pytest.raises(Refused, match="at least one owner"):
        remove_from_staff(course.id, owner.id, by=owner.id, now=utc_now())
    with pytest.raises(Refused, match="at least one owner"):
        change_staff_role(course.id, owner.id, "assistant", by=owner.id, now=utc_now())
    change_staff_role(course.id, helper.id, "owner", by=owner.id, now=utc_now())
    change_staff_role(course.id, owner.id, "assistant", by=helper.id, now=utc_now())
    assert _roles(course) == {helper.id: "owner", owner.id: "assistant"}


def test_a_role_is_only_changed_for_staff_of_the_course(course: CourseFacts) -> None:
    owner, stranger = an_instructor(course, "owner"), a_person()
    with pytest.raises(Refused, match="no longer on the staff"):
        change_staff_role(course.id, stranger.id, "owner", by=owner.id, now=utc_now())


def test_somebody_with_two_roles_stands_once_with_the_stronger(course: CourseFacts) -> None:
    helper = an_instructor(course, "assistant")
    grant_role(helper.id, "instructor", course_id=course.id, by=None, now=utc_now())
    assert _roles(course) == {helper.id: "instructor"}


def test_an_erased_person_leaves_no_invitation(course: CourseFacts) -> None:
    owner, helper = an_instructor(course, "owner"), a_person(email="helper@example.org")
    _invite(course, owner, helper.email)
    db.session.commit()  # asking for the password begins a transaction of its own
    erase_person(helper.id, PASSWORD, now=utc_now())
    assert invitations_to(course.id, utc_now()) == []


def test_an_author_is_a_role_of_the_site(app: Flask) -> None:
    person, admin = a_person(), an_administrator()
    grant_role(person.id, "author", by=admin.id, now=utc_now())
    grant = db.session.execute(select(RoleGrant).where(RoleGrant.person_id == person.id)).scalar_one()
    assert (grant.role, grant.course_id, grant.country_code) == ("author", None, None)


def test_two_owners_who_remove_each_other_at_once_leave_one(live_app: Flask) -> None:
    with live_app.app_context():
        course = a_course()
        owners = [an_instructor(course, "owner").id for _number in range(2)]
        db.session.commit()

    def remove(mine: int) -> None:
        remove_from_staff(course.id, owners[1 - mine], by=owners[mine], now=utc_now())

    answers = all_together(live_app, remove, count=2)
    assert [isinstance(answer, Refused) for answer in answers].count(True) == 1
    with live_app.app_context():
        assert len(_roles(course)) == 1


def test_owners_who_invite_the_same_address_at_once_leave_one_invitation(live_app: Flask) -> None:
    with live_app.app_context():
        course = a_course()
        owners = [an_instructor(course, "owner") for _number in range(8)]
        ids = [owner.id for owner in owners]
        db.session.commit()

    def invite(n: int) -> None:
        email = "helper@example.org"
        invite_to_staff(course.id, email, "assistant", course_title="Customs", by=ids[n], now=utc_now())

    assert all_together(live_app, invite, count=8) == [None] * 8
    with live_app.app_context():
        assert len(invitations_to(course.id, utc_now())) == 1


def test_an_administrator_lets_somebody_begin_courses(client: Any, app: Flask) -> None:
    person = a_person()
    client.sign_in(an_administrator())
    page = client.post(f"/admin/people/{person.public_id}/roles", data={"role": "author"}, follow_redirects=True)
    assert "Author: may begin courses" in page.text
    assert [(role.role, role.course_id) for role in roles_of(person.id)] == [("author", None)]
