"""The settings of an assignment, and its rubric: kept as the format has them, keys and translations included."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import yaml_files
from lms.authoring.queries.files import draft_package
from lms.authoring.rules.rubrics import Criterion, Level, Words, criteria_of, rubric_of, with_keys, words_of
from lms.packages.checking import examine_package
from tests.authoring.filled import form_values

SETTINGS, EN, RU = (f"items/write-a-claim.{ending}" for ending in ("yaml", "en.yaml", "ru.yaml"))
ADDRESS = "/studio/sample-parcels/write-a-claim/assignment"


def test_new_rows_get_keys_from_their_words_and_old_ones_keep_theirs() -> None:
    rows = [
        Criterion("facts", "Facts", (Level("none", 0, "None"), Level("", 3, "All of them are right"))),
        Criterion("", "Тон письма", (Level("", 0, "Грубо"), Level("", 2, "Грубо"))),
    ]
    keyed = with_keys(rows)
    assert [[one.key, *(level.key for level in one.levels)] for one in keyed] == [
        ["facts", "none", "all-of-them-are"],
        ["ton-pisma", "grubo", "grubo-2"],
    ]
    assert criteria_of(rubric_of(keyed), words_of(keyed)) == keyed


def test_a_translation_keeps_its_words_loses_what_is_gone_and_gets_new_rows_as_they_are() -> None:
    rows = [Criterion("facts", "Facts", (Level("none", 0, "None"), Level("all", 3, "All")))]
    before: Words = {"facts": {"title": "Факты", "levels": {"none": "Нет", "some": "Есть"}}, "gone": {"title": "x"}}
    assert words_of(rows, before) == {"facts": {"title": "Факты", "levels": {"none": "Нет", "all": "All"}}}


def files_of(course: StudioCourse) -> dict[str, Any]:
    return {path: file.value for path, file in yaml_files(course.id, [SETTINGS, EN, RU]).items()}


def the_form(desk: FlaskClient) -> dict[str, Any]:
    return form_values(desk.get(ADDRESS).get_data(as_text=True), ADDRESS)


def test_saving_the_form_as_it_is_changes_nothing_that_it_says(desk: FlaskClient, course: StudioCourse) -> None:
    before = files_of(course)
    answer = desk.post(ADDRESS, data=the_form(desk))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    after = files_of(course)
    assert after[EN] == before[EN] and after[RU] == before[RU]
    assert after[SETTINGS]["rubric"] == before[SETTINGS]["rubric"]
    assert {name: after[SETTINGS].get(name) for name in before[SETTINGS] if name != "submission"} == {
        name: value for name, value in before[SETTINGS].items() if name != "submission"
    }
    assert examine_package(draft_package(course.id, course.slug)).content.mistakes == []


def test_a_rubric_grows_by_a_criterion_in_every_language(desk: FlaskClient, course: StudioCourse) -> None:
    sent = the_form(desk)
    number = len(files_of(course)[SETTINGS].get("rubric", [])) + 1
    start = f"criterion-{number}"
    sent |= {f"{start}-title": "Speed", f"{start}-level-1-points": "0", f"{start}-level-1-words": "Rude"}
    sent |= {f"{start}-level-2-points": "4", f"{start}-level-2-words": "Polite and firm"}
    assert desk.post(ADDRESS, data=sent).status_code == 302
    files = files_of(course)
    assert files[SETTINGS]["rubric"][-1]["key"] == "speed"
    assert files[EN]["speed"]["levels"] == {"rude": "Rude", "polite-and-firm": "Polite and firm"}
    assert files[RU]["speed"]["title"] == "Speed"
    assert examine_package(draft_package(course.id, course.slug)).content.mistakes == []


def test_settings_are_kept_as_the_format_has_them(desk: FlaskClient, course: StudioCourse) -> None:
    sent = the_form(desk) | {
        "files": "3", "kinds": ["pdf", "jpg"], "file_megabytes": "5", "due": "at", "due_at": "2027-03-01T18:00",
        "late": "minus", "percent_a_day": "10", "closes_after_days": "7", "submissions": "2", "complete": "submit",
        "pass_percent": "75", "reviews": "0",
    }  # fmt: skip
    answer = desk.post(ADDRESS, data=sent)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    kept = files_of(course)[SETTINGS]
    assert kept["due"] == {"at": "2027-03-01T18:00Z"}
    assert kept["late"] == {"policy": "minus", "percent_a_day": 10, "closes_after_days": 7}
    assert kept["submission"]["files"] == 3 and kept["submission"]["kinds"] == ["pdf", "jpg"]
    assert (kept["submissions"], kept["complete"], kept["pass_percent"]) == (2, "submit", 75)
    assert examine_package(draft_package(course.id, course.slug)).content.mistakes == []


@pytest.mark.parametrize(
    "change",
    [
        {"pass_percent": "0"},
        {"due": "days", "due_days": ""},
        {"criterion-1-level-1-points": "many"},
        {"criterion-1-title": ""},
        {"criterion-1-key": "invented"},
        {"files": "2", "kinds": []},
        {"due": "days", "due_days": "3", "late": "minus", "percent_a_day": ""},
    ],
)
def test_what_cannot_be_so_comes_back_with_what_was_typed(
    desk: FlaskClient, course: StudioCourse, change: dict[str, Any]
) -> None:
    before = files_of(course)
    answer = desk.post(ADDRESS, data=the_form(desk) | change)
    assert answer.status_code == 200
    assert 'class="notice bad' in answer.get_data(as_text=True)
    assert files_of(course) == before


def test_more_rows_save_nothing_and_two_people_are_told(desk: FlaskClient, course: StudioCourse) -> None:
    before, sent = files_of(course), the_form(desk)
    assert desk.post(ADDRESS, data={**sent, "do": "more"}).status_code == 200
    assert files_of(course) == before
    desk.post(ADDRESS, data={**sent, "pass_percent": "61"})
    page = desk.post(ADDRESS, data={**sent, "pass_percent": "62"}).get_data(as_text=True)
    assert "Nothing was overwritten" in page
    assert files_of(course)[SETTINGS]["pass_percent"] == 61
