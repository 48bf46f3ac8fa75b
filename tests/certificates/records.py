"""What the tests of this room look at in the database."""

from sqlalchemy import func, select

from lms.core.db import Model, db


def count_rows(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
