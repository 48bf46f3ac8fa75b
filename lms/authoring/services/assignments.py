"""What is handed in for an assignment, until when, and how it is graded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lms.assessment.rules.assignments import check_assignment
from lms.authoring.queries.documents import yaml_files
from lms.authoring.queries.items import DraftItem, rubric_path
from lms.authoring.rules.rubrics import Criterion, rubric_of, with_keys, words_of
from lms.authoring.services.files import Content, lock_draft
from lms.authoring.services.items import save_settings
from lms.core.errors import Refused
from lms.packages.writing import write_yaml


def save_assignment(
    course_id: int,
    item: DraftItem,
    values: dict[str, Any],
    criteria: Sequence[Criterion],
    *,
    seen: str,
    by: int,
    now: datetime,
) -> None:
    """The settings with the rubric and its words. A translation keeps what it has, and gets new rows as they are.

    Raises `Stale`, or `Refused` with the first thing that cannot be so.
    """
    lock_draft(course_id)
    keyed = with_keys(criteria)
    settings = {**values, **({"rubric": rubric_of(keyed)} if keyed else {})}
    for fault in check_assignment(settings):
        raise Refused("Not saved: %(wrong)s. What to do: %(todo)s.", wrong=fault.wrong, todo=fault.todo)
    paths = {tag: rubric_path(item.key, tag) for tag in item.course.languages}
    files = yaml_files(course_id, list(paths.values()))
    also: dict[str, Content] = {}
    for tag, path in paths.items():
        file = files[path]
        if not keyed:
            also |= {path: None} if file.digest else {}
        elif tag == item.language:
            also[path] = write_yaml(words_of(keyed))
        elif isinstance(file.value, dict):
            also[path] = write_yaml(words_of(keyed, file.value))
    expected = {paths[item.language]: files[paths[item.language]].digest}
    save_settings(
        course_id, item.key, settings, subject=item.title, seen=seen or None, by=by, now=now, also=also,
        expected=expected,
    )  # fmt: skip
