"""Scores and totals that staff set, take back, and what follows from them."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.audit.queries import entries
from lms.core.clock import utc_now
from lms.courses.drafts import GradingDraft
from lms.courses.queries import CourseFacts
from lms.enrolment.queries import enrolment_by_id
from lms.progress.queries.grades import overrides_at
from lms.progress.services import override_grade, remove_override, take_grade
from lms.progress.signals import course_completed
from tests.client import Browser
from tests.factories import accounts, enrolment
from tests.factories.progress import the_item
from tests.progress.gradebooks import GRADING, a_graded_course, a_graded_learner, book_url, rows_of, words_of


def test_staff_set_a_score_with_a_reason_and_everybody_sees_it(
    staff: Browser, course: CourseFacts, new_client: Callable[[], Browser]
) -> None:
    person = a_graded_learner(course, "Ann Ade", first=40, second=60)
    here = book_url(course, person.public_id, "first", "")
    answer = staff.post(here, data={"percent": " ۷۸٫۵٪ ", "reason": "The power  went out."}, follow_redirects=True)
    shown = words_of(answer)
    assert "Score: 78.5%" in shown and "Earned: 40%" in shown and "The power went out." in shown
    assert rows_of(staff.get(book_url(course)))[0][1:] == ["78.5% set by the staff", "60%", "–", "–", "69.2%"]
    told, _count = entries(action="grade.set")
    assert told[0].details == {"item": "first", "percent": 78.5, "reason": "The power went out."}
    browser = new_client()
    browser.sign_in(person.person)
    mine = words_of(browser.get(f"/learn/{course.slug}/grades"))
    assert "78.5% Set by the course staff: The power went out." in mine
    assert "Quizzes, 40%: 78.5%, 60% → mean 69.25%" in mine
    assert "The final, 60%: no score yet, so its weight goes to the others" in mine


@pytest.mark.parametrize("percent", ["", "101", "-1", "nan", "1e1", "78.555", "100.01", "½", "0x10", "9" * 5000, "[]"])
def test_f08_what_is_no_percentage_is_refused_and_the_form_says_so(
    staff: Browser, course: CourseFacts, percent: str
) -> None:
    person = a_graded_learner(course, first=40)
    answer = staff.post(book_url(course, person.public_id, "first", ""), data={"percent": percent, "reason": "x"})
    assert answer.status_code == 422 and "Write a number from 0 to 100" in answer.text
    assert overrides_at(person.enrolment_id, the_item(course, "first").id) == ()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_score_is_not_set_without_a_reason(staff: Browser, course: CourseFacts, reason: str) -> None:
    person = a_graded_learner(course, first=40)
    answer = staff.post(book_url(course, person.public_id, "first", ""), data={"percent": "50", "reason": reason})
    assert answer.status_code == 422 and overrides_at(person.enrolment_id, the_item(course, "first").id) == ()


def test_what_was_set_is_replaced_and_removed_and_stays_in_the_history(staff: Browser, course: CourseFacts) -> None:
    person = a_graded_learner(course, "Ann Ade", first=40)
    here = book_url(course, person.public_id, "first", "")
    for percent in ("50", "55"):
        staff.post(here, data={"percent": percent, "reason": f"Because {percent}."})
    staff.post(here + "remove")
    item = the_item(course, "first")
    history = overrides_at(person.enrolment_id, item.id)
    assert [(one.percent, one.is_in_force) for one in history] == [(55, False), (50, False)]
    shown = words_of(staff.get(here))
    assert "Because 50." in shown and "Because 55." in shown and "Score: 40%" in shown
    again = staff.post(here + "remove", follow_redirects=True)
    assert "Nothing is set here any more" in again.text
    assert [deed.action for deed in entries(action="grade")[0]] == ["grade.unset", "grade.set", "grade.set"]


def test_a_total_is_set_and_taken_back_and_both_are_explained(staff: Browser, course: CourseFacts) -> None:
    person = a_graded_learner(course, "Ann Ade", first=82, second=75, final=90)
    here = book_url(course, person.public_id, "")
    before = words_of(staff.get(here))
    assert "Quizzes, 40%: 82%, 75% → mean 78.5%" in before and "(40 × 78.5% + 60 × 90%) ÷ 100 = 85.4%" in before
    after = words_of(staff.post(here, data={"percent": "88", "reason": "A talk."}, follow_redirects=True))
    assert "Total: 88%" in after and "The scores would make 85.4%" in after
    assert rows_of(staff.get(book_url(course)))[0][-1] == "88% set by the staff"
    assert "Total: 85.4%" in words_of(staff.post(here + "remove", follow_redirects=True))


def test_a08_nobody_sets_their_own_grades(client: Browser, course: CourseFacts) -> None:
    me = accounts.an_instructor(course)
    mine = enrolment.an_enrolment(me, course)
    client.sign_in(me)
    for parts in ((me.public_id, ""), (me.public_id, "first", "")):
        assert "These are your own grades" in client.get(book_url(course, *parts)).text
        assert client.post(book_url(course, *parts), data={"percent": "100", "reason": "x"}).status_code == 403
        assert client.post(book_url(course, *parts) + "remove").status_code == 403
    assert overrides_at(mine.id, None) == ()


def test_a07_nothing_but_percent_and_reason_is_taken_from_the_form(staff: Browser, course: CourseFacts) -> None:
    person, other = a_graded_learner(course, first=40), a_graded_learner(course, first=41)
    data = {"percent": "50", "reason": "x", "enrolment_id": other.enrolment_id, "set_by": other.id, "item_id": "1"}
    staff.post(book_url(course, person.public_id, "first", ""), data=data)
    assert overrides_at(other.enrolment_id, the_item(course, "first").id) == ()
    (kept,) = overrides_at(person.enrolment_id, the_item(course, "first").id)
    assert kept.set_by != other.id


def test_a_score_that_is_set_to_the_pass_mark_completes_the_step_and_the_course(course: CourseFacts) -> None:
    person, by = a_graded_learner(course, first=80, second=70, final=50), accounts.an_instructor(course)
    news: list[dict[str, Any]] = []

    def hear(_sender: object, **facts: Any) -> None:
        news.append(facts)

    with course_completed.connected_to(hear):
        values: dict[str, Any] = {"enrolment_id": person.enrolment_id, "reason": "x", "by": by.id, "now": utc_now()}
        assert override_grade(item=the_item(course, "final"), percent=69.99, **values) is False
        assert override_grade(item=the_item(course, "final"), percent=70, **values) is True
    assert [facts["result_percent"] for facts in news] == [72]  # (40 x 75 + 60 x 70) / 100
    after = enrolment_by_id(person.enrolment_id)
    assert after is not None and after.status == "completed"
    remove_override(enrolment_id=person.enrolment_id, item=the_item(course, "final"), by=by.id, now=utc_now())
    still = enrolment_by_id(person.enrolment_id)
    assert still is not None and still.status == "completed"


@pytest.mark.parametrize(
    ("grading", "set_total", "printed"), [(GRADING, None, 88), (None, None, 90), (None, 77, 77), (GRADING, 66.5, 66.5)]
)
def test_a_certificate_prints_the_total_where_the_course_has_grading(
    app: object, grading: GradingDraft | None, set_total: float | None, printed: float
) -> None:
    course = a_graded_course(grading=grading)
    person, by = a_graded_learner(course, first=80, second=90), accounts.an_instructor(course)
    if set_total is not None:
        override_grade(
            enrolment_id=person.enrolment_id, item=None, percent=set_total, reason="x", by=by.id, now=utc_now()
        )
    news: list[Any] = []

    def hear(_sender: object, **facts: Any) -> None:
        news.append(facts["result_percent"])

    with course_completed.connected_to(hear):
        item = the_item(course, "final")
        take_grade(enrolment_id=person.enrolment_id, item_id=item.id, percent=90, now=utc_now())
    assert news == [printed]
