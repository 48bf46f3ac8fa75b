"""What each role in a course may do: the policies of every room agree with the words on the page of its staff."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from lms.accounts.duties import STAFF_DUTIES, Duty, roles_with
from lms.assessment.policies import may_have_file, may_see_work
from lms.authoring import policies as authoring
from lms.core.actor import STAFF_ROLES, VISITOR, Actor, Grant
from lms.enrolment.policies import may_admit, may_see_people
from lms.progress import policies as progress

COURSE, OTHER_COURSE = 7, 8
# Everything that a policy may ask of a thing of the course; nothing of it belongs to who asks.
THING = SimpleNamespace(
    id=COURSE, course_id=COURSE, person_id=99, takes_part=False, is_locked=True, is_handed_in=True, reviewer_ids=()
)

POLICIES: dict[str, tuple[Duty, Callable[[Actor], bool]]] = {
    "look at the draft": (Duty.SEE, lambda actor: authoring.may_see_draft(actor, THING)),
    "see the people": (Duty.SEE, lambda actor: may_see_people(actor, THING)),
    "see the lessons": (Duty.SEE, lambda actor: progress.may_look_in(actor, THING)),
    "see handed-in work": (Duty.GRADE, lambda actor: may_see_work(actor, THING)),
    "open a handed-in file": (Duty.GRADE, lambda actor: may_have_file(actor, THING)),
    "see and set scores": (Duty.GRADE, lambda actor: progress.may_grade(actor, THING)),
    "write and publish": (Duty.AUTHOR, lambda actor: authoring.may_author(actor, THING)),
    "bring files": (Duty.AUTHOR, lambda actor: authoring.may_bring_media(actor, str(COURSE))),
    "decide who gets a place": (Duty.ADMIT, lambda actor: may_admit(actor, THING)),
    "choose the staff": (Duty.OWN, lambda actor: authoring.may_own(actor, THING)),
}
EXPECTED: dict[str, set[Duty]] = {
    "assistant": {Duty.SEE, Duty.GRADE},
    "instructor": {Duty.SEE, Duty.GRADE, Duty.AUTHOR, Duty.ADMIT},
    "owner": set(Duty),
}


def acting(role: str, course_id: int | None = COURSE) -> Actor:
    return Actor(1, frozenset({Grant(role, course_id=course_id)}))


@pytest.mark.parametrize("what", POLICIES)
@pytest.mark.parametrize("role", EXPECTED)
def test_each_role_may_do_in_its_course_what_its_duties_say_and_nothing_in_another(role: str, what: str) -> None:
    duty, may = POLICIES[what]
    assert may(acting(role)) is (duty in EXPECTED[role])
    assert not may(acting(role, OTHER_COURSE))


@pytest.mark.parametrize("what", POLICIES)
def test_administrators_may_everything_and_who_has_no_role_in_a_course_nothing(what: str) -> None:
    _duty, may = POLICIES[what]
    assert may(acting("administrator", None))
    for other in (VISITOR, Actor(1), acting("observer", None), acting("author", None),
                  Actor(1, frozenset({Grant("coordinator", country_code="KZ")}))):  # fmt: skip
        assert not may(other)


def test_every_role_of_a_course_has_duties_and_words_for_them() -> None:
    assert set(EXPECTED) == set(STAFF_DUTIES) == STAFF_ROLES == roles_with(Duty.SEE)
