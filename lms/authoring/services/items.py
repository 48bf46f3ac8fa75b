"""What is written in one item: its page and its settings."""

from datetime import datetime
from typing import Any

from lms.authoring.queries.documents import COURSE, course_files
from lms.authoring.queries.items import page_path, settings_path
from lms.authoring.rules.media import digest_of_item
from lms.authoring.rules.outline import item_of
from lms.authoring.services.files import Changed, Content, Stale, change_files, lock_draft
from lms.authoring.services.outline import change_item
from lms.packages.pages import write_page
from lms.packages.writing import write_yaml


def save_page(
    course_id: int,
    key: str,
    language: str,
    *,
    title: str,
    text: str,
    seen: str,
    by: int,
    now: datetime,
) -> Changed:
    """Title and text in one language. `seen` is the digest of the page that the author's text was made from.

    Raises `Stale` when somebody saved another one since, or `Refused`.
    """
    path = page_path(key, language)
    page = {path: write_page(title, text)}
    return change_files(course_id, page, kind="edit-item", subject=title, by=by, now=now, expected={path: seen or None})


def change_settings(
    course_id: int, key: str, values: dict[str, Any], *, subject: str, seen: str, by: int, now: datetime
) -> None:
    """What course.yaml says of the item; None takes a line out. Raises `Refused`.

    `seen` is `rules.media.digest_of_item` as the author's page was made: changes of other items are no matter.
    """
    draft = lock_draft(course_id)
    try:
        item = item_of(course_files(course_id).course, key)
    except KeyError as error:
        raise Stale(COURSE, None, None) from error
    if digest_of_item(item) != seen:
        raise Stale(COURSE, draft.changed_by, draft.changed_at)
    change_item(course_id, key, values, subject=subject, by=by, now=now)


def save_settings(
    course_id: int,
    key: str,
    values: dict[str, Any],
    *,
    subject: str,
    seen: str | None,
    by: int,
    now: datetime,
    also: dict[str, Content] | None = None,
    expected: dict[str, str | None] | None = None,
) -> Changed:
    """The file of the item's settings, with other files that change along. Raises `Stale` or `Refused`."""
    path = settings_path(key)
    return change_files(
        course_id,
        {path: write_yaml(values), **(also or {})},
        kind="item-settings",
        subject=subject,
        by=by,
        now=now,
        expected={path: seen, **(expected or {})},
    )
