"""How rows are added: many at once, and one that two may add at the same moment."""

from sqlalchemy import insert

from lms.core.db import db, upsert
from lms.courses.models import Course, Programme


def insert_once(model: type[Course | Programme], **values: object) -> None:
    """Adds a row unless there is one of its slug; whoever adds the same one at this moment waits for us."""
    db.session.execute(upsert(model).values(**values).on_conflict_do_nothing(index_elements=["slug"]))


def insert_rows(model: type, rows: list[dict[str, object]]) -> None:
    """Adds these rows by one statement; by none when there are none."""
    if rows:
        db.session.execute(insert(model), rows)
