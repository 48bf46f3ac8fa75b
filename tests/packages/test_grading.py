"""Grading in a package: what is refused, with its line, and what a revision keeps."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lms.core.clock import utc_now
from lms.courses.queries import course_by_id, grading, outline
from lms.packages.building import build_revision
from lms.packages.checking import check_package, examine_package
from lms.packages.importing import import_package
from lms.packages.reading import read_package

Change = Callable[[str, str, str], None]
Mistakes = Callable[[], list[str]]
BOTH = "    - {key: quizzes, weight: 40}\n    - {key: final, weight: 60}"
GRADING = """grading:
  categories:
    - {key: quizzes, weight: 40}
    - {key: final, weight: 60}
modules:
"""


@pytest.fixture
def graded(sample: Path, change: Change) -> Path:
    """The sample with two categories and a quiz in each, titled in both languages."""
    change("course.yaml", "modules:\n", GRADING)
    change("course.yaml", "after: what-is-in-it}", "after: what-is-in-it, category: quizzes}")
    change("course.yaml", "kind: quiz, minutes: 10}", "kind: quiz, minutes: 10, category: final}")
    for path, quizzes, final in (("course.en.yaml", "Quizzes", "Final"), ("course.ru.yaml", "Тесты", "Итог")):
        text = (sample / path).read_text(encoding="utf-8").rstrip()
        (sample / path).write_text(f"{text}\ncategories:\n  quizzes: {quizzes}\n  final: {final}\n", encoding="utf-8")
    return sample


def test_categories_with_weights_and_titles_have_no_mistake(graded: Path, mistakes: Mistakes) -> None:
    assert mistakes() == []


@pytest.mark.parametrize(
    ("path", "before", "after", "told"),
    [
        ("course.yaml", "weight: 60", "weight: 50", "16: the weights add up to 90, not to 100: share out 100 percent"),
        ("course.yaml", "weight: 60", "weight: 0", "18: grading.categories[2].weight is 0: write a whole number of pe"),
        ("course.yaml", "weight: 60", "weight: most", "18: grading.categories[2].weight is 'most': write a whole numb"),
        ("course.yaml", "key: final, weight", "key: quizzes, weight", "18: the category quizzes stands twice: keep on"),
        ("course.yaml", ", category: final", "", "18: no item belongs to the category final: write category: final be"),
        ("course.yaml", "weight: 40", "weight: 40, drop_lowest: 1", "17: quizzes drops 1 of 1 scores: keep at least o"),
        ("course.yaml", "category: final", "category: exam", "30: there is no category exam: name one of grading.cate"),
        ("course.yaml", "minutes: 4}", "minutes: 4, category: final}", "29: a reading has no score, so it has no cate"),
        ("course.yaml", BOTH, "    []", "16: grading.ca"),
        ("course.yaml", "  categories:\n", "  ungraded: maybe\n  categories:\n", "16: grading.ungraded is 'maybe': wr"),
        ("course.en.yaml", "  final: Final\n", "", "16: the category final has no words: add final: … under categorie"),
        ("course.en.yaml", "  final: Final\n", "  final: Final\n  third: X\n", "19: there is no category third: corre"),
        ("course.en.yaml", "final: Final\n", 'final: ""\n', "18: categories.final is '': write one line of at most 16"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_grading_is_told_with_its_line(
    graded: Path, change: Change, mistakes: Mistakes, path: str, before: str, after: str, told: str
) -> None:
    change(path, before, after)
    found = mistakes()
    assert any(told in problem.removeprefix(f"{path}:") for problem in found), found


def test_a_title_that_is_not_translated_yet_is_remarked_on(graded: Path, change: Change) -> None:
    change("course.ru.yaml", "  final: Итог\n", "")
    content = examine_package(read_package(graded)).content
    assert [p.wrong for p in content.problems if p.is_remark and "category" in p.wrong] == [
        "the category final has no words"
    ]
    assert check_package(read_package(graded)).content.mistakes == []


def test_a_revision_keeps_its_categories_and_the_category_of_each_item(app: object, graded: Path) -> None:
    made = import_package(read_package(graded), now=utc_now(), by=None)
    facts = course_by_id(made.course_id)
    assert facts is not None
    kept = grading(facts.revision_id)
    assert kept is not None and kept.ungraded == "skip"
    assert [(c.key, c.weight, c.drop_lowest, c.titles) for c in kept.categories] == [
        ("quizzes", 40, 0, {"en": "Quizzes", "ru": "Тесты"}),
        ("final", 60, 0, {"en": "Final", "ru": "Итог"}),
    ]
    steps = outline(facts.revision_id)
    assert {item.key: item.category for item in steps.items if item.category} == {
        "quiz-send": "quizzes",
        "final-quiz": "final",
    }


def test_a_course_that_says_nothing_of_grading_keeps_nothing(app: object, sample: Path) -> None:
    assert build_revision(check_package(read_package(sample))).grading is None
    made = import_package(read_package(sample), now=utc_now(), by=None)
    facts = course_by_id(made.course_id)
    assert facts is not None and grading(facts.revision_id) is None
