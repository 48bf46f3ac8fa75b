"""One step: opening it, marking it, and the language it is read in."""

import pytest

from lms.core.clock import utc_now
from lms.enrolment import queries as places
from tests.client import Browser
from tests.factories.accounts import a_person
from tests.factories.assessment import a_quiz
from tests.factories.courses import a_course, a_module, a_reading, a_video_item
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import a_learner, open_item
from tests.progress.browsing import get, main_of, state_of
from tests.statements import Statements


def test_a_lesson_is_opened_marked_and_left_for_the_next_one(client: Browser) -> None:
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


def test_marking_the_last_open_step_leads_back_to_what_is_left(client: Browser) -> None:
    person = a_person()
    course = a_course(a_module("one", a_reading("a"), a_reading("b")), a_module("two", a_reading("c"), after="one"))
    an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "b")
    assert client.post(f"/learn/{course.slug}/b/complete").location == f"/learn/{course.slug}/a/"


def test_the_last_mark_of_a_course_leads_to_its_page(client: Browser) -> None:
    person, course = a_person(), a_course()
    enrolment = a_learner(person, course, "welcome", "first-sale")
    client.sign_in(person)
    get(client, course.slug, "second-sale")
    answer = client.post(f"/learn/{course.slug}/second-sale/complete", follow_redirects=True)
    assert answer.request.path == f"/learn/{course.slug}/" and "Well done" in answer.text
    found = places.enrolment_by_id(enrolment.id)
    assert found is not None and found.status == "completed"


def test_f13_a_step_marked_without_opening_it_is_not_complete(client: Browser) -> None:
    person, course = a_person(), a_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    answer = client.post(f"/learn/{course.slug}/welcome/complete", follow_redirects=True)
    assert "Open this step first" in answer.text
    after = state_of(enrolment, course, "welcome")
    assert after is not None and not after.is_complete  # opened by the redirect, marked by nobody


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_f13_what_a_browser_fetches_ahead_was_not_opened(client: Browser, headers: dict[str, str]) -> None:
    person, course = a_person(), a_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert client.get(f"/learn/{course.slug}/welcome/", headers=headers).status_code == 200
    assert client.head(f"/learn/{course.slug}/welcome/").status_code == 200
    assert state_of(enrolment, course, "welcome") is None


def test_the_first_opening_is_kept_and_later_ones_write_nothing(client: Browser, statements: Statements) -> None:
    person, course = a_person(), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    get(client, course.slug, "welcome")
    with statements as seen:
        get(client, course.slug, "welcome")
    assert not [text for text in seen.texts if not text.startswith("SELECT")]


@pytest.mark.parametrize("key", ["welcome", "film", "quiz"])
def test_a_lesson_costs_at_most_8_statements(client: Browser, statements: Statements, key: str) -> None:
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


def test_a_course_under_way_goes_on_after_a_new_revision_removed_the_step(client: Browser) -> None:
    person, course = a_person(), a_course(a_module("m", a_reading("welcome"), a_reading("gone"), a_reading("last")))
    open_item(a_learner(person, course, "welcome"), course, "gone", utc_now())
    a_course(a_module("m", a_reading("welcome"), a_reading("last")), slug=course.slug)
    client.sign_in(person)
    get(client, course.slug, "gone", status=404)
    assert client.get(f"/learn/{course.slug}/resume").location == f"/learn/{course.slug}/last/"


def test_a_lesson_is_shown_in_the_language_of_the_reader(client: Browser) -> None:
    person, course = a_person(language="ru"), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    main = main_of(get(client, course.slug, "welcome"))
    assert 'lang="ru" dir="ltr"' in main and "Текст welcome." in main


def test_a_lesson_that_is_not_translated_says_in_which_language_it_is(client: Browser) -> None:
    person, course = a_person(language="fa"), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    page = get(client, course.slug, "welcome")
    assert '<html lang="fa" dir="rtl"' in page.text
    assert '<div class="prose" lang="en" dir="ltr">' in page.text and "<bdi>English</bdi>" in page.text
    assert '<span lang="en">Welcome</span>' in page.text  # the outline's words are marked as English too


def test_the_language_is_switched_inside_the_lesson_without_losing_the_place(client: Browser) -> None:
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
def test_a_language_that_the_course_has_not_is_refused(client: Browser, language: str) -> None:
    person, course = a_person(), a_course()
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    assert client.post(f"/learn/{course.slug}/language", data={"language": language}).status_code == 400
    found = places.enrolment_by_id(enrolment.id)
    assert found is not None and found.language is None
