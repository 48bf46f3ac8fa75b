"""Assignments in a package: what a check tells, and what an import keeps."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms.assessment.queries.assignments import assignment_content
from lms.courses.queries import outline
from tests.factories.courses import sample_course

Change = Callable[[str, str, str], None]
Mistakes = Callable[[], list[str]]
ITEM = "items/write-a-claim"


def test_the_assignment_of_the_sample_is_kept_with_the_words_of_its_rubric(app: Any) -> None:
    item = outline(sample_course().revision_id).item("write-a-claim")
    assert item is not None and item.kind == "assignment"
    assert item.rule == {"kind": "score", "percent": 60, "of": "assignment"}
    content = assignment_content(item.version_id)
    assert (content.settings.late, content.settings.late_percent_a_day, content.settings.due_days) == ("minus", 10, 14)
    assert content.settings.peers is not None and content.settings.peers.grade == "median"
    facts, tone = content.rubric_in(["ru"])
    assert facts.title == "Факты о посылке" and tone.levels[1] == (
        "polite",
        2,
        "Вежливо, и сказано, что делать дальше.",
    )
    assert content.rubric_in(["fa"])[0].title  # a language without words gets some


@pytest.mark.parametrize(
    ("path", "before", "after", "told"),
    [
        (".yaml", "pass_percent: 60", "pass_percent: 0", "pass_percent is 0: write a whole number from 1 to 100"),
        (".yaml", "  days: 14", "  days: soon", "due is a mapping: write days: after the place was given"),
        (".yaml", "policy: minus", "policy: perhaps", "write accept or refuse or minus"),
        (".yaml", "  percent_a_day: 10\n", "", "percent_a_day is missing: say how much each day costs"),
        (".yaml", "kinds: [pdf, png, jpg]", "kinds: [exe]", "kinds[1] is 'exe'"),
        (".yaml", "file_megabytes: 5", "file_megabytes: 500", "whole megabytes, 1 to 20"),
        (".yaml", "key: tone", "key: facts", "rubric has the criterion facts twice"),
        (".en.yaml", "tone:", "tune:", "the criterion tone has no words"),
        (".en.yaml", "    polite: It", "    nice: It", "the level polite has no words"),
        (".en.yaml", "  title: The tone\n", "", "tone.title is missing"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    change: Change, mistakes: Mistakes, path: str, before: str, after: str, told: str
) -> None:
    change(f"{ITEM}{path}", before, after)
    found = mistakes()
    assert any(told in line and line.startswith(f"{ITEM}{path}:") for line in found), found


def test_the_words_of_a_rubric_are_missing_only_in_the_source_language(sample: Path, mistakes: Mistakes) -> None:
    (sample / f"{ITEM}.ru.yaml").unlink()
    assert mistakes() == []
    (sample / f"{ITEM}.en.yaml").unlink()
    assert mistakes() == [f"{ITEM}.en.yaml:1: the file is missing: write it as docs/course-format.md shows"]


def test_where_handing_in_suffices_the_rule_says_so(sample: Path, change: Change) -> None:
    from lms.packages.building import build_revision
    from lms.packages.checking import check_package
    from lms.packages.reading import read_package

    change(f"{ITEM}.yaml", "pass_percent: 60", "pass_percent: 60\ncomplete: submit")
    draft = build_revision(check_package(read_package(sample)))
    assert draft.items[-1].rule == {"kind": "submit"}
