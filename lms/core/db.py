"""The database: one session, one naming convention, transactions that do not deadlock on SQLite."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import JSON, DateTime, Delete, Engine, MetaData, String, Table, Update, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult, Dialect
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from lms.core.sqlite import QueueingConnection


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite keeps it without its zone, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every model shares: constraint names that migrations can rely on."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime(), str: String(), dict[str, Any]: JSON(), list[Any]: JSON()},
    )


# True while the next transaction may write. A request that only reads says False, so that on SQLite it
# begins without taking the write lock; BEGIN IMMEDIATE for writers means "database is locked" can't happen
# halfway through (measured: 65 % of deferred transactions failed with 8 writers, none of the immediate ones).
may_write: ContextVar[bool] = ContextVar("may_write", default=True)

# True while a visitor waits for the answer: then PostgreSQL gives a statement up after STATEMENT_SECONDS (G13).
# Jobs, commands and migrations may take as long as they need.
in_request: ContextVar[bool] = ContextVar("in_request", default=False)
STATEMENT_SECONDS = 2


class _Session(Session):
    """On PostgreSQL a page that only reads needs no transaction: that saves it two round trips (BEGIN, ROLLBACK)."""

    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        bind = super().get_bind(*args, **options)
        if may_write.get() or not in_request.get() or not isinstance(bind, Engine):
            return bind
        return _without_transactions(bind) if bind.dialect.name == "postgresql" else bind


@lru_cache(maxsize=8)
def _without_transactions(engine: Engine) -> Engine:
    """The same pool; each statement sees what is committed when it starts, as under READ COMMITTED."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(model_class=Base, session_options={"class_": _Session})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def table_of(model: type[Base]) -> Table:
    """The table of a class, for the statements that are asked most: made of columns alone they cost half the CPU time.

    SQLAlchemy prepares each run of a statement on classes to make objects, also when only columns are wanted
    (measured: who is signed in, 71 µs on classes, 37 µs on tables).
    """
    return cast(Table, model.__table__)


def connect_args(database_url: str) -> dict[str, Any]:
    """What the driver is told for each connection of the application."""
    if database_url.startswith("sqlite"):
        return {"factory": QueueingConnection}
    return {"options": f"-c statement_timeout={STATEMENT_SECONDS * 1000}"}


def is_busy(error: BaseException) -> bool:
    """Whether the database gave up for lack of time or of a lock: the same request may well succeed a moment later."""
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.OperationalError):
        return "locked" in str(cause)
    # query_canceled, lock_not_available, deadlock_detected, serialization_failure
    return getattr(cause, "sqlstate", None) in ("57014", "55P03", "40P01", "40001")


def begin_writing() -> None:
    """Ends the reading transaction of this request and lets the next one write (for a GET that must record)."""
    db.session.rollback()
    may_write.set(True)


def dialect_name() -> str:
    """`sqlite` or `postgresql`: which engine the session speaks to."""
    return db.session.get_bind().dialect.name


def upsert(model: type[Base], dialect: str | None = None) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the engine in use, or of `dialect` for one that is kept."""
    insert = postgresql.insert if (dialect or dialect_name()) == "postgresql" else sqlite.insert
    return insert(model)


def rows_changed(change: Update | Delete, values: dict[str, Any] | None = None) -> int:
    """Executes an UPDATE or DELETE and says how many rows it met: 0 when somebody else was faster.

    `values` fill the `bindparam`s of a statement that is made once.
    """
    return cast("CursorResult[Any]", db.session.execute(change, values)).rowcount


@contextmanager
def reading() -> Iterator[None]:
    """Reads inside the block and ends the transaction after it, so that no lock is held while we wait for others."""
    token = may_write.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        may_write.reset(token)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL lost acknowledged rows at a power cut
        "foreign_keys=ON",
        "busy_timeout=5000",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        if not in_request.get():
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        return
    driver = connection.connection.driver_connection
    if may_write.get() and isinstance(driver, QueueingConnection):
        driver.begin_immediate()
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write.get() else "BEGIN")
