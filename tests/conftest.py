"""The test application, one rolled-back transaction a test, and a counter of SQL statements.

`LMS_TEST_DATABASE_URL` chooses the engine: SQLite in a temporary file by default, or the URL of a PostgreSQL
server (`python -m tests.postgres pytest …` starts one from a wheel and sets it).
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.engine import Engine

from lms import create_app
from lms.core.cache import forget_all
from lms.core.db import db, may_write
from lms.core.settings import Settings
from lms.core.storage import Storage, open_storage
from tests import selection
from tests.client import Browser
from tests.journeys import chromium
from tests.objects import bucket_url, object_server
from tests.statements import Statements

# Properties are about what is right. A machine with much to do is slow now and then; tests/laws measure time.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")

POSTGRES = os.environ.get("LMS_TEST_DATABASE_URL", "")


def make_settings(folder: Path, database_url: str, **changes: Any) -> Settings:
    """Settings of a test installation whose files lie in `folder`."""
    values: dict[str, Any] = {
        "instance": folder,
        "environment": "development",
        "database_url": database_url,
        "cache_url": "memory://",
        "storage_url": f"file://{folder / 'files'}",
        "mail_url": f"file://{folder / 'mail'}",
        "mail_from": "E-Commerce Academy <no-reply@example.org>",
        "base_url": "http://localhost",
        "secret_key": "a-secret-for-tests-that-is-long-enough-to-be-one",
        "issuer": "E-Commerce Academy",
        "trusted_proxies": 0,
        "worker_threads": 0,
    }
    return Settings(**{**values, **changes})


def new_database(folder: Path, name: str, pattern: str = "") -> str:
    """The URL of an empty database on the engine under test, or of a copy of the one at the URL `pattern`."""
    if not POSTGRES:
        path = folder / f"{name}.sqlite3"
        if pattern:
            shutil.copyfile(str(make_url(pattern).database), path)
        return f"sqlite:///{path}"
    admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        like = f'TEMPLATE "{make_url(pattern).database}"' if pattern else ""
        connection.execute(text(f'CREATE DATABASE "{name}" {like}'))
    admin.dispose()
    return str(make_url(POSTGRES).set(database=name).render_as_string(hide_password=False))


def make_app(folder: Path, database_url: str, **changes: Any) -> Flask:
    """A test application; the password hash is the cheapest that argon2 makes, everything else is the product."""
    app = create_app(make_settings(folder, database_url, **changes), TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    from lms.accounts import passwords

    passwords.use_cheap_hashes_for_tests()


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "gw"))


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> str:
    """The URL of a database with the schema and the countries, where nobody works: others are copies of it."""
    folder = tmp_path_factory.mktemp("pattern")
    url = new_database(folder, f"lms_pattern_{worker_name}")
    app = make_app(folder, url)
    with app.app_context():
        db.create_all()
        from tests.factories import countries

        countries.all_countries()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return url


@contextmanager
def installation(folder: Path, name: str, pattern: str) -> Iterator[Flask]:
    """An application on a database of its own, a copy of `pattern`, with real commits."""
    app = make_app(folder, new_database(folder, name, pattern))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def the_app(tmp_path_factory: pytest.TempPathFactory, worker_name: str, pattern: str) -> Iterator[Flask]:
    with installation(tmp_path_factory.mktemp("instance"), f"lms_{worker_name}", pattern) as app:
        yield app


@contextmanager
def rolled_back(app: Flask) -> Iterator[Flask]:
    """The application inside one transaction that is rolled back; commits of the code become savepoints."""
    from lms.core import runtime
    from lms.core.storage import open_storage
    from lms.web.limits import limiter

    may_write.set(True)
    with app.app_context():
        runtime.start(app.extensions["lms_settings"], open_storage(app.extensions["lms_settings"].storage_url))
        engine = db.engine
        engines: Any = db.engines
        sessions: Any = db.session.session_factory
        connection = engine.connect()
        transaction = connection.begin()
        engines[None] = connection
        sessions.configure(join_transaction_mode="create_savepoint")
        limiter.reset()
        forget_all()
        try:
            yield app
        finally:
            db.session.remove()
            engines[None] = engine
            transaction.rollback()
            connection.close()
            sessions.configure(join_transaction_mode="conditional_savepoint")


@contextmanager
def taken_back() -> Iterator[None]:
    """Inside `rolled_back`: what is committed here is undone at the end. What the process remembers is not."""
    db.session.remove()
    connection: Any = db.engines[None]
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        savepoint.rollback()


@pytest.fixture
def app(the_app: Flask) -> Iterator[Flask]:
    with rolled_back(the_app) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser: `client.sign_in(person)` makes it a person's."""
    return app.test_client()


@pytest.fixture
def new_client(app: Flask) -> Callable[[], FlaskClient]:
    return app.test_client


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    """Counts SQL statements: `with statements as seen: client.get(…)`, then `seen.count`."""
    yield Statements()


@pytest.fixture
def mailbox(app: Flask) -> Callable[[], list[Any]]:
    """Does the jobs that are due and returns the letters in the mail folder, oldest first, as EmailMessages."""
    import email
    from email import policy

    from lms.jobs.worker import Worker

    folder = Path(app.extensions["lms_settings"].instance) / "mail"
    if folder.exists():
        for old in folder.glob("*.eml"):
            old.unlink()

    def read() -> list[Any]:
        Worker(app.app_context).drain()
        letters = [email.message_from_bytes(p.read_bytes(), policy=policy.default) for p in folder.glob("*.eml")]
        return sorted(letters, key=lambda letter: letter["Date"].datetime)

    return read


@pytest.fixture(scope="session")
def object_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real S3-compatible server; it starts for the first test that asks."""
    with object_server(tmp_path_factory.mktemp("objects")) as url:
        yield url


@pytest.fixture(scope="session")
def bucket(object_endpoint: str) -> Storage:
    """One store in it for all tests: making its client takes most of a second."""
    return open_storage(bucket_url(object_endpoint))


@pytest.fixture
def live_app(tmp_path: Path, worker_name: str, pattern: str) -> Iterator[Flask]:
    """An application on a database of its own with real commits, for races between threads."""
    forget_all()
    with installation(tmp_path, f"lms_live_{worker_name}", pattern) as app:
        yield app


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """A browser that is there, wherever it comes from."""
    path = chromium.executable()
    if path is None:
        pytest.exit(chromium.HOW, returncode=3)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": chromium.FLAGS,
        "env": chromium.environment(),
        "headless": True,
    }


def pytest_configure(config: pytest.Config) -> None:
    event.listen(Engine, "before_cursor_execute", Statements.notice)
    if not POSTGRES:
        selection.watch()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what may ask a database runs."""
    if not POSTGRES:
        return
    asking = [item for item in items if selection.may_ask(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    with selection.asks_nothing_unless_it_may(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    with selection.asks_nothing_unless_it_may(item):
        yield
