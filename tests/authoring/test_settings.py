"""Settings of a course: words, rules, grading, languages."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_files, draft_package
from lms.authoring.rules.settings import Category, changed_course, with_grading, with_titles
from lms.authoring.services import outline
from lms.authoring.services.publishing import publish_draft
from lms.authoring.services.settings import add_language, change_settings, remove_language, settings_digest
from lms.core.errors import Refused
from lms.packages.checking import examine_package
from tests.factories import authoring
from tests.factories.accounts import a_person, an_instructor
from tests.factories.authoring import NOW
from tests.factories.courses import a_course


def _sent(course: StudioCourse, **changes: Any) -> dict[str, Any]:
    """The form as the page shows it, with changes."""
    files = course_files(course.id)
    words = files.words["en"]
    return {
        "seen": settings_digest(files),
        "title": words["title"],
        "summary": words["summary"],
        "audience": words["audience"],
        "description": words["description"],
        "outcomes": "\n".join(words["outcomes"]),
        "sources": "\n".join(words["sources"]),
        "level": files.course["level"],
        "hours": files.course["hours"],
        "number": files.course["number"],
        "required": "all",
        "final_quiz": files.course["completion"].get("final_quiz", ""),
        "certificate": files.course["certificate"]["issue"],
        "mode": files.course["enrolment"]["mode"],
    } | changes


def _save(client: Any, course: StudioCourse, **changes: Any) -> TestResponse:
    answer: TestResponse = client.post(f"/studio/{course.slug}/settings", data=_sent(course, **changes))
    return answer


def test_saving_what_is_there_changes_nothing_that_trainees_would_see(client: Any, course: StudioCourse) -> None:
    before = course_files(course.id)
    assert _save(client, course).status_code == 302
    after = course_files(course.id)
    assert after.words["en"] == {**before.words["en"], "description": before.words["en"]["description"].strip()}
    assert {**after.course, "enrolment": 0} == {**before.course, "enrolment": 0}


def test_words_and_rules_are_saved_and_the_course_stays_without_mistakes(client: Any, course: StudioCourse) -> None:
    first = a_course(title="Comes first")
    answer = _save(
        client,
        course,
        title="A better title",
        outcomes="One\n\n  Two  \n",
        hours="12",
        level="advanced",
        prerequisites=[first.slug],
        required="some",
        required_items="2",
        certificate="approval",
        capacity="30",
    )
    assert answer.status_code == 302
    files = course_files(course.id)
    assert files.words["en"]["title"] == "A better title" and files.words["en"]["outcomes"] == ["One", "Two"]
    wanted = {"hours": 12, "level": "advanced", "prerequisites": [first.slug], "certificate": {"issue": "approval"}}
    assert {name: files.course[name] for name in wanted} == wanted
    assert files.course["completion"]["required_items"] == 2 and files.course["enrolment"]["capacity"] == 30
    assert examine_package(draft_package(course.id, course.slug)).content.mistakes == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "Please fill this in."),
        ({"hours": "0"}, "Learning hours"),
        ({"number": "1000"}, "Number in the programme"),
        ({"required": "some", "required_items": ""}, "Say how many."),
        ({"required": "some", "required_items": "500"}, "required items."),
        ({"final_quiz": "no-such-quiz"}, "Final quiz"),
        ({"prerequisites": ["no-such-course"]}, "Courses to complete first"),
        ({"outcomes": "x\n" * 31}, "At most 30 lines."),
        ({"outcomes": "x" * 401}, "Line 1 has more than 400 characters."),
        ({"certificate": "gold"}, "Certificate"),
        ({"seen": "x"}, "Please check the form"),
    ],
)
def test_settings_that_cannot_be_kept_are_told_and_change_nothing(
    client: Any, course: StudioCourse, changes: dict[str, Any], told: str
) -> None:
    a_course(title="So that there are courses to choose from")
    before = draft_package(course.id, course.slug).digest
    answer = _save(client, course, **changes)
    assert answer.status_code == 422 and told in answer.text
    assert draft_package(course.id, course.slug).digest == before


def test_two_authors_at_the_settings_do_not_overwrite_each_other(client: Any, course: StudioCourse, me: Any) -> None:
    mine = _sent(course, title="Mine", hours="9")
    theirs = settings_digest(course_files(course.id))
    change_settings(course.id, {}, {"title": "Theirs"}, seen=theirs, by=a_person().id, now=NOW)
    answer = client.post(f"/studio/{course.slug}/settings", data=mine)
    assert answer.status_code == 409 and 'value="Mine"' in answer.text and "Theirs" in answer.text
    assert course_files(course.id).words["en"]["title"] == "Theirs"
    again = {**mine, "seen": settings_digest(course_files(course.id))}
    assert f'value="{again["seen"]}"' in answer.text, "whoever has seen the other version may save theirs"
    assert client.post(f"/studio/{course.slug}/settings", data=again).status_code == 302
    assert course_files(course.id).words["en"]["title"] == "Mine"


def test_an_item_that_somebody_adds_meanwhile_disturbs_no_settings(client: Any, course: StudioCourse, me: Any) -> None:
    mine = _sent(course, title="Mine")
    outline.add_item(course.id, "receive", "reading", "Added meanwhile", by=a_person().id, now=NOW)
    assert client.post(f"/studio/{course.slug}/settings", data=mine).status_code == 302
    files = course_files(course.id)
    assert files.words["en"]["title"] == "Mine"
    assert "added-meanwhile" in [item["key"] for module in files.course["modules"] for item in module["items"]]


def test_the_days_to_enrol_are_written_into_the_file_and_shown_again(client: Any, course: StudioCourse) -> None:
    answer = _save(client, course, opens_on="2027-03-01", closes_on="2027-05-31")
    assert answer.status_code == 302
    joining = course_files(course.id).course["enrolment"]
    assert (joining["opens_on"], joining["closes_on"]) == ("2027-03-01", "2027-05-31")
    assert examine_package(draft_package(course.id, course.slug)).content.mistakes == []
    page = client.get(f"/studio/{course.slug}/settings").text
    assert 'value="2027-03-01"' in page and 'value="2027-05-31"' in page
    wrong = _save(client, course, opens_on="2027-03-01", closes_on="2027-02-28")
    assert wrong.status_code == 422 and "The last day to enrol is before the first." in wrong.text
    assert _save(client, course, opens_on="", closes_on="").status_code == 302
    assert set(course_files(course.id).course["enrolment"]) <= {"mode", "capacity"}


def test_how_people_join_is_the_matter_of_the_people_page_once_published(
    client: Any, course: StudioCourse, me: Any
) -> None:
    assert 'name="mode"' in client.get(f"/studio/{course.slug}/settings").text
    publish_draft(course.id, course.slug, seq=1, by=me.id, now=NOW)
    page = client.get(f"/studio/{course.slug}/settings").text
    assert 'name="mode"' not in page and f"/studio/{course.slug}/people#settings" in page
    mode = course_files(course.id).course["enrolment"]
    assert _save(client, course, mode="code").status_code == 302
    assert course_files(course.id).course["enrolment"] == mode


# grading


def _grade(client: Any, course: StudioCourse, *rows: tuple[str, str, str, str], **more: str) -> TestResponse:
    sent = {"seen": settings_digest(course_files(course.id)), "ungraded": "skip", **more}
    for number, (key, title, weight, drop) in enumerate(rows, 1):
        sent |= {f"key-{number}": key, f"title-{number}": title, f"weight-{number}": weight, f"drop-{number}": drop}
    answer: TestResponse = client.post(f"/studio/{course.slug}/settings/grading", data=sent)
    return answer


def test_categories_come_change_and_go(client: Any, course: StudioCourse, me: Any) -> None:
    assert _grade(client, course, ("", "Quizzes", "40", ""), ("", "Экзамен", "60", "")).status_code == 302
    files = course_files(course.id)
    assert files.course["grading"]["categories"] == [{"key": "quizzes", "weight": 40}, {"key": "ekzamen", "weight": 60}]
    assert files.words["en"]["categories"] == {"quizzes": "Quizzes", "ekzamen": "Экзамен"}
    outline.change_item(course.id, "final-quiz", {"category": "quizzes"}, subject="x", by=me.id, now=NOW)
    assert _grade(client, course, ("ekzamen", "Exam", "100", ""), ungraded="zero").status_code == 302
    files = course_files(course.id)
    assert files.course["grading"] == {"ungraded": "zero", "categories": [{"key": "ekzamen", "weight": 100}]}
    assert not any("category" in item for module in files.course["modules"] for item in module["items"])
    assert _grade(client, course).status_code == 302
    files = course_files(course.id)
    assert "grading" not in files.course and "categories" not in files.words["en"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("", "A", "40", ""), ("", "B", "50", "")], "The weights add up to 90%, not to 100%."),
        ([("", "A", "x", "")], "Weights are whole percents"),
        ([("", "A", "100", "99")], "Weights are whole percents"),
        ([("not-there", "A", "100", "")], "Somebody changed the categories meanwhile."),
        ([("", str(n), "5", "") for n in range(21)], "At most 20 categories."),
    ],
)
def test_categories_that_cannot_be_kept_are_told_and_stay_in_the_form(
    client: Any, course: StudioCourse, rows: list[tuple[str, str, str, str]], told: str
) -> None:
    answer = _grade(client, course, *rows)
    assert answer.status_code == 422 and told in answer.text and f'value="{rows[0][1]}"' in answer.text
    assert "grading" not in course_files(course.id).course


def test_a_grading_without_categories_is_none() -> None:
    course = {"course": "x", "grading": {"categories": []}, "modules": []}
    assert with_grading(course, "zero", []) == ({"course": "x", "modules": []}, {})


def test_a_translation_keeps_its_titles_of_the_categories_that_are_left() -> None:
    words = {"title": "T", "categories": {"a": "А", "b": "Б"}}
    assert with_titles(words, {"a": "A", "c": "C"}, is_source=False) == {"title": "T", "categories": {"a": "А"}}
    assert with_titles({"title": "T"}, {}, is_source=True) == {"title": "T"}


def test_two_categories_of_one_name_have_two_keys() -> None:
    rows = [Category("", "Quiz", 50, 0), Category("", "Quiz", 50, 1)]
    course, titles = with_grading({"modules": []}, "skip", rows)
    assert list(titles) == ["quiz", "quiz-2"] and course["grading"]["categories"][1]["drop_lowest"] == 1


def test_settings_stand_in_the_usual_order() -> None:
    course = {"modules": [], "level": "basic", "format": 1, "unknown": 2}
    assert list(changed_course(course, {"hours": 3, "unknown": None})) == ["format", "level", "hours", "modules"]


# languages


def test_a_language_comes_and_goes_and_comes_back_with_its_texts(client: Any, course: StudioCourse, me: Any) -> None:
    url = f"/studio/{course.slug}/settings"
    client.post(f"{url}/add-language", data={"language": "fa"})
    assert course_files(course.id).languages == ["en", "ru", "fa"]
    before = set(draft_files(course.id))
    page = client.post(f"{url}/remove-language", data={"language": "ru"}, follow_redirects=True)
    assert course_files(course.id).languages == ["en", "fa"] and "Русский is removed." in page.text
    assert not any(".ru." in path and not path.startswith("media/") for path in draft_files(course.id))
    step = entries_step(page.text)
    client.post(f"/studio/{course.slug}/outline/take-back", data={"change": step})
    assert set(draft_files(course.id)) == before and course_files(course.id).languages == ["en", "ru", "fa"]


def entries_step(page: str) -> str:
    return page.split('name="change" value="')[1].split('"')[0]


def test_a_language_is_not_added_twice_and_the_source_stays(course: StudioCourse, me: Any) -> None:
    for change, language in (
        (add_language, "ru"),
        (add_language, "tlh"),
        (remove_language, "en"),
        (remove_language, "zh"),
    ):
        with pytest.raises(Refused):
            change(course.id, language, by=me.id, now=NOW)
    assert course_files(course.id).languages == ["en", "ru"]


@pytest.mark.parametrize("page", ["settings", "staff"])
def test_a_page_costs_as_many_statements_with_ten_times_the_data(
    client: Any, statements: Any, me: Any, page: str
) -> None:
    client.sign_in(me)
    costs = []
    for times in (1, 10):
        course = authoring.a_large_draft(me.id, modules=times, items=2 * times)
        for _number in range(times):
            an_instructor(course, "assistant")
            a_course()
        with statements as seen:
            assert client.get(f"/studio/{course.slug}/{page}").status_code == 200
        costs.append(seen.count)
    assert costs[0] == costs[1] <= 10, seen.texts
