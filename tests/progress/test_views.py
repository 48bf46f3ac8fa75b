import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from lms.assessment.signals import attempt_graded
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from lms.courses.queries import CourseFacts
from lms.enrolment import queries as places
from lms.enrolment import services as place_services
from lms.progress import dashboard, queries
from lms.progress.models import ItemProgress
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.assessment import a_quiz
from tests.factories.courses import a_course, a_module, a_quiz_item, a_reading, a_video_item
from tests.factories.enrolment import an_enrolment, an_offering
from tests.factories.progress import a_learner, complete_reading, open_item, the_item
from tests.statements import Statements


def main_of(response: TestResponse) -> str:
    return response.get_data(as_text=True).split("<main", 1)[1].split("</main>")[0]


def get(client: Any, *parts: str, status: int = 200) -> TestResponse:
    """`get(client, course.slug, "welcome")` opens /learn/<course>/welcome/."""
    response: TestResponse = client.get("/learn/" + "".join(f"{part}/" for part in parts))
    assert response.status_code == status, response.status_code
    return response


def state_of(enrolment: Any, course: CourseFacts, key: str) -> queries.ItemState | None:
    return queries.progress_of(enrolment.id).items.get(the_item(course, key).id)


# --- the dashboard ---------------------------------------------------------------------------------------------


def test_the_first_visit_leads_to_the_catalogue(client: Any) -> None:
    client.sign_in(a_person(printed_name="Айгерим Касымова"))
    page = get(client)
    assert "Choose your first course" in page.text and 'href="/courses/"' in main_of(page)
    assert "<bdi>Айгерим Касымова</bdi>" in main_of(page)


def test_the_dashboard_goes_on_where_one_left_off(client: Any) -> None:
    person, older, newer = a_person(), a_course(title="Foundations"), a_course(title="Customs")
    now = utc_now()
    a_learner(person, older, "welcome", now=now - timedelta(days=2))
    enrolment = a_learner(person, newer, "welcome", now=now - timedelta(days=1))
    open_item(enrolment, newer, "first-sale", now)
    client.sign_in(person)
    card = main_of(get(client)).split('id="continue"')[1].split("</section>")[0]
    assert "Continue where you left off" in card and "First sale" in card and "Customs" in card
    assert "Module 1 of 2" in card and "33%" in card
    assert f'href="/learn/{newer.slug}/first-sale/"' in card


def test_the_dashboard_lists_courses_requests_and_certificates(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_person()
    going, done, asked = a_course(title="Customs"), a_course(title="Foundations"), a_course(title="Payments")
    a_learner(person, going, "welcome")
    a_learner(person, done, "welcome", "first-sale", "second-sale")
    an_offering(asked, mode="approval")
    an_enrolment(person, asked)
    client.sign_in(person)
    page = main_of(get(client))
    courses, waiting = page.split('id="courses"')[1].split('id="asked"')
    assert "1 of 3 steps" in courses and "Completed on" in courses
    assert courses.index("Customs") < courses.index("Foundations")
    assert "Payments" in waiting and "Requested on" in waiting


def test_a_course_that_was_left_is_not_on_the_dashboard(client: Any) -> None:
    person, course = a_person(), a_course(title="Customs")
    a_learner(person, course, "welcome")
    place_services.withdraw(person_id=person.id, course_id=course.id, now=utc_now())
    client.sign_in(person)
    assert "Customs" not in get(client).text


def test_an_archived_course_stays_on_the_dashboard_without_a_link_to_what_is_gone(client: Any) -> None:
    person = a_person()
    taken, done, asked = a_course(title="Customs"), a_course(title="Foundations"), a_course(title="Payments")
    a_learner(person, taken, "welcome")
    a_learner(person, done, "welcome", "first-sale", "second-sale")
    an_offering(asked, mode="approval")
    an_enrolment(person, asked)
    db.session.execute(update(Course).values(state="archived"))
    client.sign_in(person)
    page = main_of(get(client))
    assert "Customs" in page and "Closed" in page and "Foundations" in page and "Payments" in page
    assert not re.search(r'href="/(learn|courses)/[^"]', page) and 'id="continue"' not in page


def test_certificates_come_through_the_hook(client: Any) -> None:
    person = a_person()
    course = a_course(title="Customs", certificate_issue="automatic")
    a_learner(person, course, "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    facts = dashboard.certificate_facts(person.id)
    page = main_of(get(client))
    assert [f.course_title for f in facts] == ["Customs"]
    assert f"/certificates/{facts[0].code}" in page.split('id="certificates"')[1]


@pytest.mark.parametrize("courses", [0, 1, 5])
def test_the_dashboard_costs_at_most_8_statements_however_many_courses(
    client: Any, statements: Statements, courses: int
) -> None:
    person = a_person()
    for _ in range(courses):
        a_learner(person, a_course(), "welcome")
    a_learner(person, a_course(), "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    with statements as cold:
        get(client)
    with statements as seen:
        get(client)
    assert seen.count <= 8 and cold.count <= 8, cold.texts


# --- the course ------------------------------------------------------------------------------------------------


def test_the_course_shows_ticks_locks_with_reasons_and_the_way_on(client: Any) -> None:
    person, course = a_person(), a_course(title="Customs")
    enrolment = a_learner(person, course, "welcome")
    client.sign_in(person)
    page = get(client, course.slug)
    main = main_of(page)
    assert "tick done" in main and "1 of 3 steps complete" in main and "33%" in main
    assert "Opens when you have completed the module “Basics”." in main
    assert f'href="/learn/{course.slug}/second-sale/"' not in main
    assert f'class="button primary" href="/learn/{course.slug}/first-sale/"' in main and "Resume" in main
    assert "Complete all 3 required steps." in main
    complete_reading(enrolment, course, "first-sale")
    assert f'class="button primary" href="/learn/{course.slug}/second-sale/"' in main_of(get(client, course.slug))


def test_resume_leads_to_the_exact_step(client: Any) -> None:
    person, course = a_person(), a_course()
    enrolment = a_learner(person, course, "welcome")
    client.sign_in(person)
    assert client.get(f"/learn/{course.slug}/resume").location == f"/learn/{course.slug}/first-sale/"
    complete_reading(enrolment, course, "first-sale")
    assert client.get(f"/learn/{course.slug}/resume").location == f"/learn/{course.slug}/second-sale/"


def test_a_completed_course_congratulates_and_leads_to_the_certificate(client: Any) -> None:
    person, course = a_person(), a_course()
    a_learner(person, course, "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    main = main_of(get(client, course.slug))
    assert "Well done: you have completed this course" in main and "100%" in main
    assert 'href="/certificates/"' in main


def test_a_course_without_certificates_promises_none(client: Any) -> None:
    person, course = a_person(), a_course(certificate_issue="none")
    a_learner(person, course, "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    main = main_of(get(client, course.slug))
    assert "Well done" in main and "This course gives no certificate." in main
    assert 'href="/certificates/"' not in main


# --- a lesson --------------------------------------------------------------------------------------------------


def test_a_lesson_is_opened_marked_and_left_for_the_next_one(client: Any) -> None:
    person, course = a_person(), a_course(title="Customs")
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert state_of(enrolment, course, "welcome") is None
    main = main_of(get(client, course.slug, "welcome"))
    assert "The text of welcome." in main and "Mark complete and continue" in main
    assert "Complete when you have read it and marked it as complete." in main
    assert "tick half" in main and "Opened" in main
    first = state_of(enrolment, course, "welcome")
    assert first is not None and not first.is_complete
    answer = client.post(f"/learn/{course.slug}/welcome/complete")
    assert answer.location == f"/learn/{course.slug}/first-sale/"
    done = state_of(enrolment, course, "welcome")
    assert done is not None and done.is_complete and done.opened_at == first.opened_at
    main = main_of(get(client, course.slug, "welcome"))
    assert "Mark complete and continue" not in main and "Completed" in main


def test_marking_the_last_open_step_leads_back_to_what_is_left(client: Any) -> None:
    person = a_person()
    course = a_course(a_module("one", a_reading("a"), a_reading("b")), a_module("two", a_reading("c"), after="one"))
    an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "b")
    assert client.post(f"/learn/{course.slug}/b/complete").location == f"/learn/{course.slug}/a/"


def test_the_last_mark_of_a_course_leads_to_its_page(client: Any) -> None:
    person, course = a_person(), a_course()
    enrolment = a_learner(person, course, "welcome", "first-sale")
    client.sign_in(person)
    get(client, course.slug, "second-sale")
    answer = client.post(f"/learn/{course.slug}/second-sale/complete", follow_redirects=True)
    assert answer.request.path == f"/learn/{course.slug}/" and "Well done" in answer.text
    found = places.enrolment_by_id(enrolment.id)
    assert found is not None and found.status == "completed"


def test_f13_a_step_marked_without_opening_it_is_not_complete(client: Any) -> None:
    person, course = a_person(), a_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    answer = client.post(f"/learn/{course.slug}/welcome/complete", follow_redirects=True)
    assert "Open this step first" in answer.text
    after = state_of(enrolment, course, "welcome")
    assert after is not None and not after.is_complete  # opened by the redirect, marked by nobody


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_f13_what_a_browser_fetches_ahead_was_not_opened(client: Any, headers: dict[str, str]) -> None:
    person, course = a_person(), a_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert client.get(f"/learn/{course.slug}/welcome/", headers=headers).status_code == 200
    assert client.head(f"/learn/{course.slug}/welcome/").status_code == 200
    assert state_of(enrolment, course, "welcome") is None


def test_the_first_opening_is_kept_and_later_ones_write_nothing(client: Any, statements: Statements) -> None:
    person, course = a_person(), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "welcome")
    with statements as seen:
        get(client, course.slug, "welcome")
    assert not [text for text in seen.texts if not text.startswith("SELECT")]


@pytest.mark.parametrize("key", ["welcome", "film", "quiz"])
def test_a_lesson_costs_at_most_8_statements(client: Any, statements: Statements, key: str) -> None:
    quiz = a_quiz()
    course = quiz.course if key == "quiz" else a_course(a_module("m", a_reading("welcome"), a_video_item("film")))
    an_enrolment(a_person(), course)
    first, person = a_person(), a_person()
    an_enrolment(first, course)
    an_enrolment(person, course)
    client.sign_in(first)
    get(client, course.slug, key)  # the content of a revision is remembered from now on
    client.sign_in(person)
    with statements as opening:
        get(client, course.slug, key)
    with statements as again:
        get(client, course.slug, key)
    assert opening.count <= 8, opening.texts
    assert again.count <= 6, again.texts


def test_a_course_under_way_goes_on_after_a_new_revision_removed_the_step(client: Any) -> None:
    person, course = a_person(), a_course()
    a_learner(person, course, "welcome")
    client.sign_in(person)
    assert get(client, course.slug, "no-such-step", status=404)


# --- languages -------------------------------------------------------------------------------------------------


def test_a_lesson_is_shown_in_the_language_of_the_reader(client: Any) -> None:
    person, course = a_person(language="ru"), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    main = main_of(get(client, course.slug, "welcome"))
    assert 'lang="ru" dir="ltr"' in main and "Текст welcome." in main


def test_a_lesson_that_is_not_translated_says_in_which_language_it_is(client: Any) -> None:
    person, course = a_person(language="fa"), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    page = get(client, course.slug, "welcome")
    assert '<html lang="fa" dir="rtl"' in page.text
    assert '<div class="prose" lang="en" dir="ltr">' in page.text and "<bdi>English</bdi>" in page.text
    assert '<span lang="en">Welcome</span>' in page.text  # the outline's words are marked as English too


def test_the_language_is_switched_inside_the_lesson_without_losing_the_place(client: Any) -> None:
    person, course = a_person(), a_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert "The text of welcome." in get(client, course.slug, "welcome").text
    answer = client.post(f"/learn/{course.slug}/language", data={"language": "ru", "item": "welcome"})
    assert answer.location == f"/learn/{course.slug}/welcome/"
    page = get(client, course.slug, "welcome")
    assert "Текст welcome." in page.text and '<html lang="en"' in page.text
    found = places.enrolment_by_id(enrolment.id)
    assert found is not None and found.language == "ru"
    client.post(f"/learn/{course.slug}/language", data={"language": "", "item": ""})
    assert "The text of welcome." in get(client, course.slug, "welcome").text


@pytest.mark.parametrize("language", ["xx", "<script>", "r" * 40])
def test_a_language_that_the_course_has_not_is_refused(client: Any, language: str) -> None:
    person, course = a_person(), a_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert client.post(f"/learn/{course.slug}/language", data={"language": language}).status_code == 400
    found = places.enrolment_by_id(enrolment.id)
    assert found is not None and found.language is None


# --- films -----------------------------------------------------------------------------------------------------


def film_course() -> CourseFacts:
    return a_course(a_module("m", a_video_item("film", percent=80), a_reading("after", after="film")))


def test_a_film_has_captions_goes_on_where_it_was_and_says_what_is_needed(client: Any) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    item = ItemProgress.item_id == the_item(course, "film").id
    db.session.execute(
        update(ItemProgress)
        .where(ItemProgress.enrolment_id == enrolment.id, item)
        .values(position_seconds=37.5, percent=41.7)
    )
    main = main_of(get(client, course.slug, "film"))
    base = f"/learn/{course.slug}/film"
    assert f'data-progress-url="{base}/watch"' in main and 'data-resume-seconds="37.5"' in main
    assert f'<source src="{base}/media/film.webm"' in main and f'src="{base}/media/film.en.vtt"' in main
    assert 'srclang="en"' in main and "Watched: 41%" in main
    assert "Complete when you have watched 80% of the film." in main
    assert "<noscript>" in main and "I have watched it" in main


def report(client: Any, course: CourseFacts, segments: str, **more: str) -> TestResponse:
    answer: TestResponse = client.post(
        f"/learn/{course.slug}/film/watch", data={"segments": segments, "position": "12.5", "duration": "100", **more}
    )
    return answer


def opened_some_time_ago(enrolment: Any, seconds: int) -> None:
    db.session.execute(
        update(ItemProgress)
        .where(ItemProgress.enrolment_id == enrolment.id)
        .values(opened_at=utc_now() - timedelta(seconds=seconds))
    )
    db.session.commit()


def test_watching_is_reported_and_completes_the_film(client: Any) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    opened_some_time_ago(enrolment, 200)
    answer = report(client, course, "[[0, 50.5]]")
    assert answer.json == {"percent": 50, "text": "Watched: 50%", "course_complete": False}
    assert report(client, course, "[[50, 80]]").json == {
        "percent": 80, "text": "Watched: 80% · Complete", "course_complete": False,
    }  # fmt: skip
    state = state_of(enrolment, course, "film")
    assert state is not None and state.is_complete and state.position_seconds == 12.5
    get(client, course.slug, "after")


def test_f13_a_whole_film_reported_at_once_is_not_believed(client: Any) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    answer = report(client, course, "[[0, 100]]", duration="1", percent="100")
    assert answer.json is not None and answer.json["percent"] < 20
    state = state_of(enrolment, course, "film")
    assert state is not None and not state.is_complete
    get(client, course.slug, "after", status=403)


def test_f13_a_film_is_reported_only_after_it_was_opened(client: Any) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert report(client, course, "[[0, 100]]").status_code == 409
    assert state_of(enrolment, course, "film") is None


@pytest.mark.parametrize(
    "segments",
    ["{}", "[1]", "[[1]]", '[["0", "9"]]', "[[0, null]]", "nonsense", "[" * 20_000, "[[0,1]," * 2000, "[[true, 1]]"],
)
def test_c10_a_report_that_is_no_list_of_pairs_is_refused(client: Any, segments: str) -> None:
    person, course = a_person(), film_course()
    an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    assert report(client, course, segments).status_code == 400


@pytest.mark.parametrize("segments", ["[[NaN, 1]]", "[[0, Infinity]]", "[[0, 1e400]]", f"[[0, {'9' * 400}]]", "[]"])
def test_c10_numbers_that_are_none_count_nothing(client: Any, segments: str) -> None:
    person, course = a_person(), film_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "film")
    opened_some_time_ago(enrolment, 1000)
    answer = report(client, course, segments, position="nan")
    assert answer.status_code in (200, 400)
    state = state_of(enrolment, course, "film")
    assert state is not None and (state.percent or 0) == 0


# --- quizzes ---------------------------------------------------------------------------------------------------


def test_the_rules_of_a_quiz_stand_before_its_start(client: Any) -> None:
    quiz = a_quiz(time_limit_minutes=20, attempts=3, pass_percent=75, grade="mean", feedback="after_last_attempt")
    person = a_person()
    an_enrolment(person, quiz.course)
    client.sign_in(person)
    main = main_of(get(client, quiz.course.slug, "quiz"))
    for words in (
        "20 minutes", "75%", "3 of 3 left", "The mean of your attempts counts", "After your last attempt",
        "Start the quiz", "You will have 20 minutes. Start now?",
    ):  # fmt: skip
        assert words in main, words
    assert "Your attempts" not in main


def test_starting_a_quiz_leads_into_the_attempt_and_coming_back_resumes_it(client: Any) -> None:
    quiz, person = a_quiz(attempts=1), a_person()
    an_enrolment(person, quiz.course)
    client.sign_in(person)
    answer = client.post(f"/learn/{quiz.course.slug}/quiz/attempts")
    assert re.fullmatch(rf"/learn/{quiz.course.slug}/quiz/attempts/[\w-]+/", answer.location)
    main = main_of(get(client, quiz.course.slug, "quiz"))
    assert "Go on with your attempt" in main and answer.location in main and "In progress" in main
    assert client.post(f"/learn/{quiz.course.slug}/quiz/attempts").location == answer.location


def test_only_quizzes_are_started(client: Any) -> None:
    person, course = a_person(), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    assert client.post(f"/learn/{course.slug}/welcome/attempts").status_code == 404


def test_the_grades_list_every_quiz_with_its_score(client: Any) -> None:
    person = a_person()
    course = a_course(a_module("m", a_quiz_item("one"), a_quiz_item("exam", percent=80)), final_quiz="exam")
    enrolment = an_enrolment(person, course)
    for key, score in (("one", 90.0), ("exam", 60.0)):
        item_id = the_item(course, key).id
        attempt_graded.send(
            None, enrolment_id=enrolment.id, item_id=item_id, attempt_id=1, percent=score, now=utc_now()
        )
    client.sign_in(person)
    page = main_of(client.get(f"/learn/{course.slug}/grades"))
    one, exam = page.split("Exam")[0], page.split("Exam")[1]
    assert "90%" in one and "Passed" in one
    assert "Needed to complete the course" in exam and "60%" in exam and "80%" in exam and "Not passed yet" in exam


# --- who may ---------------------------------------------------------------------------------------------------

ITEM_ADDRESSES = [("GET", ""), ("POST", "complete"), ("POST", "watch"), ("POST", "attempts")]


def ask(client: Any, method: str, url: str) -> int:
    return int(client.open(url, method=method).status_code)


def addresses_of(course: CourseFacts, key: str) -> list[tuple[str, str]]:
    return [(method, f"/learn/{course.slug}/{key}/{rest}") for method, rest in ITEM_ADDRESSES]


def test_a05_a_locked_step_is_closed_at_every_address_and_says_why(client: Any, figure_course: CourseFacts) -> None:
    person, course = a_person(), figure_course
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    for method, url in addresses_of(course, "locked"):
        assert ask(client, method, url) == 403, url
    assert client.get(f"/learn/{course.slug}/locked/media/figure.svg").status_code == 404
    page = main_of(get(client, course.slug, "locked", status=403))
    assert "This step is still locked" in page and "“Open”" in page
    assert f'href="/learn/{course.slug}/first/"' in page
    assert state_of(enrolment, course, "locked") is None


def test_a05_an_unpublished_course_does_not_exist_at_any_address(client: Any, figure_course: CourseFacts) -> None:
    person, course = a_person(), figure_course
    an_enrolment(person, course)
    db.session.execute(update(Course).where(Course.id == course.id).values(state="draft"))
    client.sign_in(person)
    urls = addresses_of(course, "first") + [
        ("GET", f"/learn/{course.slug}/first/media/figure.svg"),
        ("GET", f"/learn/{course.slug}/"),
        ("GET", f"/learn/{course.slug}/grades"),
        ("GET", f"/learn/{course.slug}/resume"),
        ("POST", f"/learn/{course.slug}/language"),
        ("GET", f"/courses/{course.slug}/"),
        ("POST", f"/courses/{course.slug}/enrol"),
        ("POST", f"/courses/{course.slug}/withdraw"),
        ("GET", f"/studio/{course.slug}/people"),
    ]
    for method, url in urls:
        assert ask(client, method, url) == 404, url


@pytest.mark.parametrize("status", [None, "pending", "waitlisted", "withdrawn", "refused", "expired"])
def test_who_takes_no_part_reads_why_and_opens_nothing(
    client: Any, figure_course: CourseFacts, status: str | None
) -> None:
    person, course = a_person(), figure_course
    if status:
        an_enrolment(person, course, status=status)
    client.sign_in(person)
    for method, url in addresses_of(course, "first"):
        assert ask(client, method, url) == 403, url
    for url in (f"/learn/{course.slug}/", f"/learn/{course.slug}/grades", f"/learn/{course.slug}/resume"):
        assert ask(client, "GET", url) == 403, url
    assert client.get(f"/learn/{course.slug}/first/media/figure.svg").status_code == 404
    page = get(client, course.slug, status=403)
    assert f'href="/courses/{course.slug}/"' in main_of(page)


def test_a_visitor_is_asked_to_sign_in_and_changes_nothing(client: Any, figure_course: CourseFacts) -> None:
    for path in ("/learn/", f"/learn/{figure_course.slug}/", f"/learn/{figure_course.slug}/first/"):
        answer = client.get(path)
        assert answer.status_code == 302 and "/auth/login" in answer.location
    for method, url in addresses_of(figure_course, "first")[1:]:
        assert ask(client, method, url) == 403


def test_staff_and_administrators_look_in_and_leave_no_trace(client: Any, figure_course: CourseFacts) -> None:
    course = figure_course
    for person in (an_instructor(course), an_administrator()):
        client.sign_in(person)
        assert "You look in as staff." in get(client, course.slug).text
        page = get(client, course.slug, "locked")
        assert "You look in as staff." in page.text and "Mark complete and continue" not in page.text
        assert client.get(f"/learn/{course.slug}/locked/media/figure.svg").status_code == 200
        assert client.post(f"/learn/{course.slug}/locked/complete").status_code == 302
        assert places.enrolment_of(person.id, course.id) is None
    client.sign_in(an_instructor(a_course()))
    get(client, course.slug, "locked", status=403)


def test_staff_see_the_rules_of_a_quiz_and_start_no_attempt(client: Any) -> None:
    quiz = a_quiz()
    client.sign_in(an_instructor(quiz.course))
    assert "there is no attempt to start" in get(client, quiz.course.slug, "quiz").text
    answer = client.post(f"/learn/{quiz.course.slug}/quiz/attempts")
    assert answer.location == f"/learn/{quiz.course.slug}/quiz/"


def test_every_page_of_learning_stays_out_of_shared_caches(client: Any) -> None:
    person, course = a_person(), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    for page in (get(client), get(client, course.slug), get(client, course.slug, "welcome")):
        assert page.headers["Cache-Control"] == "private, no-store"


def test_a_suspended_browser_of_another_person_sees_nothing_of_mine(new_client: Callable[[], Any], app: Flask) -> None:
    mine, course = a_person(), a_course(title="Customs")
    a_learner(mine, course, "welcome")
    other = new_client()
    other.sign_in(a_person())
    assert "Customs" not in get(other).text
    get(other, course.slug, status=403)
