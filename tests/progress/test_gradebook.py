"""The gradebook: what staff see of a course's people and scores, and who else does not."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert

from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts
from lms.progress.models import ItemProgress
from lms.progress.queries.grades import overrides_at
from tests.client import Browser
from tests.factories import accounts, courses, enrolment
from tests.factories.assignments import a_draft_of, give_back, hand_in, some_work
from tests.factories.progress import the_item
from tests.progress.browsing import main_of
from tests.progress.gradebooks import a_graded_course, a_graded_learner, book_url, rows_of, words_of
from tests.statements import Statements


def test_a_gradebook_shows_every_score_and_the_weighted_total(staff: Browser, course: CourseFacts) -> None:
    a_graded_learner(course, "Ann Ade", first=82, second=75, practice=10, final=90)
    a_graded_learner(course, "Bo Bell", first=69.99)
    assert rows_of(staff.get(book_url(course))) == [
        ["Ann Ade Kazakhstan · Completed", "82%", "75%", "10%", "90%", "85.4%"],
        ["Bo Bell Kazakhstan · Learning", "69.9%", "–", "–", "–", "69.9%"],
    ]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["Ann", "Bo", "Cy"]), ("-name", ["Cy", "Bo", "Ann"]), ("first", ["Bo", "Ann", "Cy"]),
        ("-first", ["Ann", "Bo", "Cy"]), ("total", ["Ann", "Bo", "Cy"]), ("-total", ["Bo", "Ann", "Cy"]),
        ("no-such-item", ["Ann", "Bo", "Cy"]), ("1; DROP TABLE person", ["Ann", "Bo", "Cy"]),
    ],
)  # fmt: skip
def test_a_gradebook_is_ordered_by_name_score_or_total_and_who_has_none_is_last(
    staff: Browser, course: CourseFacts, sort: str, names: list[str]
) -> None:
    a_graded_learner(course, "Cy Cole")
    a_graded_learner(course, "Ann Ade", first=90, final=10)
    a_graded_learner(course, "Bo Bell", first=50, final=80)
    found = rows_of(staff.get(book_url(course), query_string={"sort": sort}))
    assert [row[0].split()[0] for row in found] == names


def test_a_gradebook_is_narrowed_by_words_country_and_state(staff: Browser, course: CourseFacts) -> None:
    a_graded_learner(course, "Ann Ade", final=90)
    a_graded_learner(course, "Bo Bell")
    for query, names in (
        ({"q": "bell"}, ["Bo"]), ({"country": "KZ"}, ["Ann", "Bo"]), ({"country": "UZ"}, []),
        ({"status": "completed"}, ["Ann"]), ({"status": "active"}, ["Bo"]), ({"status": "gone"}, ["Ann", "Bo"]),
        ({"q": "100%"}, []), ({"q": "_"}, []),
    ):  # fmt: skip
        answer = staff.get(book_url(course), query_string=query)
        found = rows_of(answer) if "<tbody>" in answer.text else []
        assert [row[0].split()[0] for row in found] == names, query


def test_people_who_left_or_only_asked_are_not_in_it(staff: Browser, course: CourseFacts) -> None:
    for status in ("withdrawn", "pending", "refused", "waitlisted"):
        enrolment.an_enrolment(accounts.a_person(), course, status=status)
    assert "Nobody has enrolled yet" in words_of(staff.get(book_url(course)))
    assert "Nobody found" in words_of(staff.get(book_url(course), query_string={"q": "a"}))


@pytest.mark.parametrize("page", ["2", "1000", "999999999999", "-1", "1e9"])
def test_g13_a_page_beyond_the_last_leads_to_the_last(staff: Browser, course: CourseFacts, page: str) -> None:
    a_graded_learner(course, "Ann Ade")
    answer = staff.get(book_url(course), query_string={"page": page, "q": "ann"}, follow_redirects=True)
    assert "Ann Ade" in words_of(answer) and "1 person" in answer.text


def test_a04_the_gradebook_of_a_course_one_does_not_teach_is_missing(
    client: Browser, course: CourseFacts, new_client: Callable[[], Browser]
) -> None:
    person = a_graded_learner(course, first=80)
    other = accounts.an_instructor(a_graded_course(slug="another"))
    for who in (other, person.person, accounts.a_coordinator("KZ"), accounts.an_observer()):
        browser = new_client()
        browser.sign_in(who)
        for path in (
            book_url(course),
            book_url(course, person.public_id, ""),
            book_url(course, person.public_id, "first", ""),
        ):
            assert browser.get(path).status_code == 404, path
        assert browser.post(book_url(course, "export"), data={"kind": "csv"}).status_code == 404
        assert browser.post(book_url(course, person.public_id, "first", ""), data={"percent": "100"}).status_code == 404


def test_a04_another_courses_people_and_items_are_not_within_reach(staff: Browser, course: CourseFacts) -> None:
    other = a_graded_course(slug="another")
    theirs, mine = a_graded_learner(other, first=80), a_graded_learner(course)
    for parts in ((theirs.public_id, ""), (theirs.public_id, "first", ""), (mine.public_id, "welcome", ""),
                  (mine.public_id, "no-such-item", ""), ("x" * 22, ""), ("1", "")):  # fmt: skip
        assert staff.get(book_url(course, *parts)).status_code == 404, parts
    answer = staff.post(book_url(course, theirs.public_id, "first", ""), data={"percent": "1", "reason": "x"})
    assert answer.status_code == 404 and overrides_at(theirs.enrolment_id, the_item(other, "first").id) == ()


def test_a_course_without_anything_to_grade_has_a_gradebook_of_people(client: Browser, app: object) -> None:
    course = courses.a_course()
    a_graded_learner(course, "Ann Ade")
    client.sign_in(accounts.an_instructor(course))
    assert rows_of(client.get(book_url(course))) == [["Ann Ade Kazakhstan · Learning", "–"]]


@pytest.mark.parametrize(
    ("query", "most"), [({}, 9), ({"sort": "-total"}, 11), ({"sort": "first", "q": "a", "country": "KZ"}, 11)]
)
def test_a_gradebook_costs_as_many_statements_with_ten_times_the_people(
    staff: Browser, course: CourseFacts, statements: Statements, query: dict[str, str], most: int
) -> None:
    def cost() -> int:
        with statements as seen:
            assert staff.get(book_url(course), query_string=query).status_code == 200
        assert seen.count <= most, "\n\n".join(seen.texts)
        return seen.count

    def add(how_many: int) -> None:
        for _ in range(how_many):
            mine = enrolment.an_enrolment(accounts.a_person(), course)
            row = {"enrolment_id": mine.id, "status": "completed", "opened_at": utc_now(), "percent": 70.0}
            db.session.execute(insert(ItemProgress).values(item_id=the_item(course, "first").id, **row))
        db.session.commit()

    add(3)
    cost()
    few = cost()
    add(30)
    assert cost() == few


@pytest.mark.parametrize(
    ("language", "scores", "one"),
    [("en", "80%, 90%", "90%"), ("fa", "۸۰٪، ۹۰٪", "۹۰٪"), ("zh", "80%、90%", "90%"), ("ru", "80 %, 90 %", "90 %")],
)
def test_a_total_is_explained_in_every_language_of_the_interface(
    client: Browser, course: CourseFacts, language: str, scores: str, one: str
) -> None:
    person = a_graded_learner(course, first=80, second=90)
    client.sign_in(accounts.an_instructor(course, language=language))
    assert scores in words_of(client.get(book_url(course, person.public_id, "")))
    assert one in words_of(client.get(book_url(course)))


def test_the_score_of_an_assignment_lists_the_work_that_was_handed_in_and_no_draft(client: Browser) -> None:
    work = hand_in(some_work(due={"days": 7}, now=utc_now() - timedelta(days=8, hours=23)))
    teacher = accounts.an_instructor(work.assignment.course)
    client.sign_in(teacher)
    page = f"/studio/{work.assignment.course.slug}/gradebook/{work.person.public_id}/claim/"
    waiting = main_of(client.get(page))
    assert "Waits to be graded" in waiting and "2 days late" in waiting and work.public_id in waiting
    give_back(work, teacher, {"facts": "all", "tone": "rude"})
    draft = a_draft_of(work.assignment, work.person)
    returned = words_of(client.get(page))
    assert "60%" in returned and "Waits to be graded" not in returned
    assert draft.public_id not in client.get(page).text


def test_the_pages_of_a_course_lead_to_one_another(staff: Browser, course: CourseFacts) -> None:
    page = staff.get(book_url(course)).text
    names = re.findall(r">([^<]+)</a></li>", page.split('aria-label="Pages of this course"')[1].split("</nav>")[0])
    first = names.index("People")
    assert names[first : first + 4] == ["People", "Grading", "Gradebook", "Analysis"]
    assert f'/studio/{course.slug}/gradebook" aria-current="page"' in page
