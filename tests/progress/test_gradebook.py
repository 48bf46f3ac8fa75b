"""The gradebook: what staff see, set, take back and take out of the house."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from lms.audit.queries import entries
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.drafts import CategoryDraft, GradingDraft
from lms.courses.queries import CourseFacts
from lms.enrolment.queries import enrolment_by_id
from lms.progress.models import ItemProgress
from lms.progress.queries.grades import overrides_at
from lms.progress.services import take_grade
from lms.progress.services.grading import override_grade, remove_override
from lms.progress.signals import course_completed
from tests.factories import accounts, courses, enrolment
from tests.factories.assignments import a_draft_of, give_back, hand_in, some_work
from tests.factories.progress import the_item
from tests.progress.browsing import main_of
from tests.statements import Statements

GRADING = GradingDraft(
    "skip",
    (
        CategoryDraft("quizzes", 40, 0, {"en": "Quizzes", "ru": "Тесты"}),
        CategoryDraft("final", 60, 0, {"en": "The final", "ru": "Итог"}),
    ),
)


def graded_course(**changes: Any) -> CourseFacts:
    """Two quizzes, a practice quiz and a final, 40 to 60; the final is needed."""
    steps = courses.a_module(
        "basics",
        courses.a_reading(),
        courses.a_quiz_item("first", category="quizzes"),
        courses.a_quiz_item("second", category="quizzes"),
        courses.a_quiz_item("practice", required=False),
        courses.a_quiz_item("final", category="final"),
    )
    values: dict[str, Any] = {"grading": GRADING, "final_quiz": "final", "required_items": 1, **changes}
    return courses.a_course(steps, **values)


def a_learner(course: CourseFacts, name: str = "", **scores: float) -> Any:
    """A person in the course with these scores by key of item; ids and facts only."""
    person = accounts.a_person(**({"printed_name": name, "latin_name": name} if name else {}))
    mine = enrolment.an_enrolment(person, course)
    for key, percent in scores.items():
        take_grade(enrolment_id=mine.id, item_id=the_item(course, key).id, percent=percent, now=utc_now())
    db.session.commit()
    return SimpleNamespace(id=person.id, public_id=person.public_id, enrolment_id=mine.id, person=person)


@pytest.fixture
def course(app: object) -> CourseFacts:
    return graded_course()


@pytest.fixture
def staff(course: CourseFacts, client: FlaskClient) -> Any:
    """The browser of the course's instructor."""
    client.sign_in(accounts.an_instructor(course))  # type: ignore[attr-defined]
    return client


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main_of(answer))).split())


def rows_of(answer: Any) -> list[list[str]]:
    body = main_of(answer).split("<tbody>")[1].split("</tbody>")[0]
    return [
        [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in re.split(r"</t[dh]>", row)[:-1]]
        for row in body.split("<tr>")[1:]
    ]


def url(course: CourseFacts, *parts: str) -> str:
    return f"/studio/{course.slug}/gradebook" + "".join(f"/{part}" for part in parts)


def test_a_gradebook_shows_every_score_and_the_weighted_total(staff: Any, course: CourseFacts) -> None:
    a_learner(course, "Ann Ade", first=82, second=75, practice=10, final=90)
    a_learner(course, "Bo Bell", first=69.99)
    assert rows_of(staff.get(url(course))) == [
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
    staff: Any, course: CourseFacts, sort: str, names: list[str]
) -> None:
    a_learner(course, "Cy Cole")
    a_learner(course, "Ann Ade", first=90, final=10)
    a_learner(course, "Bo Bell", first=50, final=80)
    found = rows_of(staff.get(url(course), query_string={"sort": sort}))
    assert [row[0].split()[0] for row in found] == names


def test_a_gradebook_is_narrowed_by_words_country_and_state(staff: Any, course: CourseFacts) -> None:
    a_learner(course, "Ann Ade", final=90)
    a_learner(course, "Bo Bell")
    for query, names in (
        ({"q": "bell"}, ["Bo"]), ({"country": "KZ"}, ["Ann", "Bo"]), ({"country": "UZ"}, []),
        ({"status": "completed"}, ["Ann"]), ({"status": "active"}, ["Bo"]), ({"status": "gone"}, ["Ann", "Bo"]),
        ({"q": "100%"}, []), ({"q": "_"}, []),
    ):  # fmt: skip
        answer = staff.get(url(course), query_string=query)
        found = rows_of(answer) if "<tbody>" in answer.text else []
        assert [row[0].split()[0] for row in found] == names, query


def test_people_who_left_or_only_asked_are_not_in_it(staff: Any, course: CourseFacts) -> None:
    for status in ("withdrawn", "pending", "refused", "waitlisted"):
        enrolment.an_enrolment(accounts.a_person(), course, status=status)
    assert "Nobody found" in staff.get(url(course)).text


def test_a04_the_gradebook_of_a_course_one_does_not_teach_is_missing(
    client: FlaskClient, course: CourseFacts, new_client: Callable[[], FlaskClient]
) -> None:
    person = a_learner(course, first=80)
    other = accounts.an_instructor(graded_course(slug="another"))
    for who in (other, person.person, accounts.a_coordinator("KZ"), accounts.an_observer()):
        browser: Any = new_client()
        browser.sign_in(who)
        for path in (url(course), url(course, person.public_id, ""), url(course, person.public_id, "first", "")):
            assert browser.get(path).status_code == 404, path
        assert browser.post(url(course, "export"), data={"kind": "csv"}).status_code == 404
        assert browser.post(url(course, person.public_id, "first", ""), data={"percent": "100"}).status_code == 404


def test_a04_another_courses_people_and_items_are_not_within_reach(staff: Any, course: CourseFacts) -> None:
    other = graded_course(slug="another")
    theirs, mine = a_learner(other, first=80), a_learner(course)
    for parts in ((theirs.public_id, ""), (theirs.public_id, "first", ""), (mine.public_id, "welcome", ""),
                  (mine.public_id, "no-such-item", ""), ("x" * 22, ""), ("1", "")):  # fmt: skip
        assert staff.get(url(course, *parts)).status_code == 404, parts
    answer = staff.post(url(course, theirs.public_id, "first", ""), data={"percent": "1", "reason": "x"})
    assert answer.status_code == 404 and overrides_at(theirs.enrolment_id, the_item(other, "first").id) == ()


def test_staff_set_a_score_with_a_reason_and_everybody_sees_it(
    staff: Any, course: CourseFacts, new_client: Callable[[], FlaskClient]
) -> None:
    person = a_learner(course, "Ann Ade", first=40, second=60)
    here = url(course, person.public_id, "first", "")
    answer = staff.post(here, data={"percent": " ۷۸٫۵٪ ", "reason": "The power  went out."}, follow_redirects=True)
    shown = text_of(answer)
    assert "Score: 78.5%" in shown and "Earned: 40%" in shown and "The power went out." in shown
    assert rows_of(staff.get(url(course)))[0][1:] == ["78.5% set by the staff", "60%", "–", "–", "69.2%"]
    told, _count = entries(action="grade.set")
    assert told[0].details == {"item": "first", "percent": 78.5, "reason": "The power went out."}
    browser: Any = new_client()
    browser.sign_in(person.person)
    mine = text_of(browser.get(f"/learn/{course.slug}/grades"))
    assert "78.5% Set by the course staff: The power went out." in mine
    assert "Quizzes, 40%: 78.5%, 60% → mean 69.25%" in mine
    assert "The final, 60%: no score yet, so its weight goes to the others" in mine


@pytest.mark.parametrize("percent", ["", "101", "-1", "nan", "1e1", "78.555", "100.01", "½", "0x10", "9" * 5000, "[]"])
def test_f08_what_is_no_percentage_is_refused_and_the_form_says_so(
    staff: Any, course: CourseFacts, percent: str
) -> None:
    person = a_learner(course, first=40)
    answer = staff.post(url(course, person.public_id, "first", ""), data={"percent": percent, "reason": "x"})
    assert answer.status_code == 422 and "Write a number from 0 to 100" in answer.text
    assert overrides_at(person.enrolment_id, the_item(course, "first").id) == ()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_score_is_not_set_without_a_reason(staff: Any, course: CourseFacts, reason: str) -> None:
    person = a_learner(course, first=40)
    answer = staff.post(url(course, person.public_id, "first", ""), data={"percent": "50", "reason": reason})
    assert answer.status_code == 422 and overrides_at(person.enrolment_id, the_item(course, "first").id) == ()


def test_what_was_set_is_replaced_and_removed_and_stays_in_the_history(staff: Any, course: CourseFacts) -> None:
    person = a_learner(course, "Ann Ade", first=40)
    here = url(course, person.public_id, "first", "")
    for percent in ("50", "55"):
        staff.post(here, data={"percent": percent, "reason": f"Because {percent}."})
    staff.post(here + "remove")
    item = the_item(course, "first")
    history = overrides_at(person.enrolment_id, item.id)
    assert [(one.percent, one.is_in_force) for one in history] == [(55, False), (50, False)]
    shown = text_of(staff.get(here))
    assert "Because 50." in shown and "Because 55." in shown and "Score: 40%" in shown
    again = staff.post(here + "remove", follow_redirects=True)
    assert "Nothing is set here any more" in again.text
    assert [deed.action for deed in entries(action="grade")[0]] == ["grade.unset", "grade.set", "grade.set"]


def test_a_total_is_set_and_taken_back_and_both_are_explained(staff: Any, course: CourseFacts) -> None:
    person = a_learner(course, "Ann Ade", first=82, second=75, final=90)
    here = url(course, person.public_id, "")
    before = text_of(staff.get(here))
    assert "Quizzes, 40%: 82%, 75% → mean 78.5%" in before and "(40 × 78.5% + 60 × 90%) ÷ 100 = 85.4%" in before
    after = text_of(staff.post(here, data={"percent": "88", "reason": "A talk."}, follow_redirects=True))
    assert "Total: 88%" in after and "The scores would make 85.4%" in after
    assert rows_of(staff.get(url(course)))[0][-1] == "88% set by the staff"
    assert "Total: 85.4%" in text_of(staff.post(here + "remove", follow_redirects=True))


def test_a08_nobody_sets_their_own_grades(client: Any, course: CourseFacts) -> None:
    me = accounts.an_instructor(course)
    mine = enrolment.an_enrolment(me, course)
    client.sign_in(me)
    for parts in ((me.public_id, ""), (me.public_id, "first", "")):
        assert "These are your own grades" in client.get(url(course, *parts)).text
        assert client.post(url(course, *parts), data={"percent": "100", "reason": "x"}).status_code == 403
        assert client.post(url(course, *parts) + "remove").status_code == 403
    assert overrides_at(mine.id, None) == ()


def test_a07_nothing_but_percent_and_reason_is_taken_from_the_form(staff: Any, course: CourseFacts) -> None:
    person, other = a_learner(course, first=40), a_learner(course, first=41)
    data = {"percent": "50", "reason": "x", "enrolment_id": other.enrolment_id, "set_by": other.id, "item_id": "1"}
    staff.post(url(course, person.public_id, "first", ""), data=data)
    assert overrides_at(other.enrolment_id, the_item(course, "first").id) == ()
    (kept,) = overrides_at(person.enrolment_id, the_item(course, "first").id)
    assert kept.set_by != other.id


def test_a_score_that_is_set_to_the_pass_mark_completes_the_step_and_the_course(course: CourseFacts) -> None:
    person, by = a_learner(course, first=80, second=70, final=50), accounts.an_instructor(course)
    news: list[dict[str, Any]] = []

    def hear(_sender: object, **facts: Any) -> None:
        news.append(facts)

    with course_completed.connected_to(hear):
        values = {"enrolment_id": person.enrolment_id, "reason": "x", "by": by.id, "now": utc_now()}
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
    course = graded_course(grading=grading)
    person, by = a_learner(course, first=80, second=90), accounts.an_instructor(course)
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


def test_b01_b08_hostile_names_are_inert_on_the_page_and_in_both_files(staff: Any, course: CourseFacts) -> None:
    hostile = '=HYPERLINK("http://evil.example")<script>alert(1)</script>\''
    a_learner(course, hostile, first=82)
    a_learner(course, "@SUM(1)", first=12.5)
    page = staff.get(url(course))
    assert "<script>alert" not in page.text and hostile in text_of(page)
    sheet = staff.post(url(course, "export"), data={"kind": "csv"}).get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert {row[0] for row in rows} == {"Name", "'@SUM(1)", f"'{hostile}"}


@pytest.mark.parametrize("query", [{}, {"sort": "-total"}, {"q": "bell"}, {"status": "completed", "sort": "-name"}])
def test_an_export_holds_what_is_on_the_screen_in_its_order(
    staff: Any, course: CourseFacts, query: dict[str, str]
) -> None:
    a_learner(course, "Ann Ade", first=82, second=75, practice=10, final=69.99)
    a_learner(course, "Bo Bell", first=33.33, final=100)
    a_learner(course, "Cy Cole")
    shown = rows_of(staff.get(url(course), query_string=query))
    answer = staff.post(url(course, "export"), data={"kind": "csv", **query})
    head, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert head == ["Name", "Country", "State", "First", "Second", "Practice", "Final", "Total"]
    as_shown = [
        [f"{name} {country} · {state}", *(f"{float(v):g}%" if v else "–" for v in values)]
        for name, country, state, *values in rows
    ]
    assert as_shown == shown
    deed = entries(action="gradebook.exported")[0][0]
    assert deed.details == {"q": query.get("q", ""), "count": len(rows)}


def test_an_export_of_another_kind_is_refused(staff: Any, course: CourseFacts) -> None:
    for kind in ("", "pdf", "../x"):
        assert staff.post(url(course, "export"), data={"kind": kind}).status_code == 400


def test_a_course_without_categories_weighs_all_scores_the_same_and_says_what_is_printed(client: Any) -> None:
    course = graded_course(grading=None)
    person = a_learner(course, first=80, final=90)
    client.sign_in(person.person)
    page = text_of(client.get(f"/learn/{course.slug}/grades"))
    assert "Every score weighs the same: 80%, 90% → mean 85%" in page
    assert "Your certificate prints the score of the final quiz." in page


def test_a_course_without_anything_to_grade_has_a_gradebook_of_people(client: Any, app: object) -> None:
    course = courses.a_course()
    a_learner(course, "Ann Ade")
    client.sign_in(accounts.an_instructor(course))
    assert rows_of(client.get(url(course))) == [["Ann Ade Kazakhstan · Learning", "–"]]


@pytest.mark.parametrize(
    ("query", "most"), [({}, 9), ({"sort": "-total"}, 11), ({"sort": "first", "q": "a", "country": "KZ"}, 11)]
)
def test_a_gradebook_costs_as_many_statements_with_ten_times_the_people(
    staff: Any, course: CourseFacts, statements: Statements, query: dict[str, str], most: int
) -> None:
    def cost() -> int:
        with statements as seen:
            assert staff.get(url(course), query_string=query).status_code == 200
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
    ("language", "said"), [("en", "80%, 90%"), ("fa", "۸۰٪، ۹۰٪"), ("zh", "80%、90%"), ("ru", "80")]
)
def test_a_total_is_explained_in_every_language_of_the_interface(client: Any, language: str, said: str) -> None:
    course = graded_course()
    person = a_learner(course, first=80, second=90)
    client.sign_in(accounts.an_instructor(course, language=language))
    assert said in text_of(client.get(url(course, person.public_id, ""), headers={"Accept-Language": language}))
    assert "۹۰٪" in client.get(url(course)).text if language == "fa" else True


def test_the_score_of_an_assignment_lists_the_work_that_was_handed_in_and_no_draft(client: FlaskClient) -> None:
    work = hand_in(some_work(due={"days": 7}, now=utc_now() - timedelta(days=8, hours=23)))
    teacher = accounts.an_instructor(work.assignment.course)
    client.sign_in(teacher)  # type: ignore[attr-defined]
    page = f"/studio/{work.assignment.course.slug}/gradebook/{work.person.public_id}/claim/"
    waiting = main_of(client.get(page))
    assert "Waits to be graded" in waiting and "2 days late" in waiting and work.public_id in waiting
    give_back(work, teacher, {"facts": "all", "tone": "rude"})
    draft = a_draft_of(work.assignment, work.person)
    returned = text_of(client.get(page))
    assert "60%" in returned and "Waits to be graded" not in returned
    assert draft.public_id not in client.get(page).text


def test_the_pages_of_a_course_lead_to_one_another(staff: Any, course: CourseFacts) -> None:
    page = staff.get(url(course)).text
    names = re.findall(r">([^<]+)</a></li>", page.split('aria-label="Pages of this course"')[1].split("</nav>")[0])
    first = names.index("People")
    assert names[first : first + 4] == ["People", "Grading", "Gradebook", "Analysis"]
    assert f'/studio/{course.slug}/gradebook" aria-current="page"' in page


def test_what_staff_set_and_why_is_part_of_ones_own_data(client: FlaskClient, course: CourseFacts) -> None:
    learner, teacher = a_learner(course, "Ann Ade", first=40), accounts.an_instructor(course)
    item, now = the_item(course, "first"), utc_now()
    for percent, reason in ((70.0, "The power was cut."), (75.5, "Counted again.")):
        override_grade(
            enrolment_id=learner.enrolment_id, item=item, percent=percent, reason=reason, by=teacher.id, now=now
        )
    override_grade(
        enrolment_id=learner.enrolment_id, item=None, percent=80, reason="By the board.", by=teacher.id, now=now
    )
    db.session.commit()
    client.sign_in(learner.person)  # type: ignore[attr-defined]
    answer = client.get("/account/data.json")
    (mine,) = json.loads(answer.text)["learning"]
    told = [(one["item_id"], one["percent"], one["reason"], one["ended_at"] is None) for one in mine["set_by_staff"]]
    assert told == [
        (item.id, 70, "The power was cut.", False),
        (item.id, 75.5, "Counted again.", True),
        (None, 80, "By the board.", True),
    ]
    assert teacher.printed_name not in answer.text
