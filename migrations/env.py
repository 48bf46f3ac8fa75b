"""Alembic's environment: the models of every room, batch mode for SQLite, one transaction a migration."""

from alembic import context
from flask import current_app

from lms.core.db import UtcDateTime, may_write

database = current_app.extensions["migrate"].db


def run() -> None:
    """Runs against the application's own engine (or the connection a test hands over)."""
    may_write.set(True)
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with database.engine.connect() as connection:
        _migrate(connection)


def _render(kind: str, thing: object, autogen_context: object) -> str | bool:
    """A migration must not depend on today's code: our moment is written as the column type it is."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def _migrate(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
