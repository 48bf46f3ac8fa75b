"""`lms …` commands of the whole house: upgrade, demo, serve, worker. Rooms add their own groups."""

import os
import sys

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from lms.core.settings import BadSettings


def register(app: Flask) -> None:
    """Joins the commands to `lms`."""
    from lms.accounts.cli import person
    from lms.packages.cli import course, programme

    for command in (person, course, programme, demo, serve, worker):
        app.cli.add_command(command)


@click.command()
def demo() -> None:
    """Migrate, load the programme and, in an empty database, a lively demo population."""
    from lms.demo.services import load_demo

    if current_app.extensions["lms_settings"].in_production:
        raise click.ClickException("This server is told that it is in production: it takes no demo people.")
    _upgrade()
    for line in load_demo():
        click.echo(line)


def _upgrade() -> None:
    import logging

    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int)
@click.option("--workers", default=1, show_default=True, type=int, help="Processes; each has 4 threads.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site with its job worker, after bringing the database up to date."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    from lms.accounts.services import check_may_serve

    settings = current_app.extensions["lms_settings"]
    if settings.in_production and workers > 1 and settings.cache_url.startswith("memory:"):
        raise click.ClickException(
            f"{workers} processes would each count guesses on their own. Set LMS_CACHE_URL=redis://…, or --workers 1."
        )
    _upgrade()
    try:
        check_may_serve(settings)
    except BadSettings as error:
        raise click.ClickException(str(error)) from error
    os.environ["LMS_SERVER_PID"] = str(os.getpid())  # for the processes that it starts, see lms.serving
    click.echo(f"Serving on http://{host}:{port}  (Ctrl-C stops it)")
    sys.stdout.flush()
    Granian(
        "lms.serving:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=4,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        websockets=False,
        http=HTTPModes.http1,
        # Whoever sends headers slowly, or endless ones, is cut off (G12, G15); slow bodies the proxy keeps away.
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=64 * 1024),
        log_access=False,
        log_enabled=False,
    ).serve()


@click.command()
def worker() -> None:
    """Do jobs until stopped (beside the ones that the server does in its own thread)."""
    from lms.jobs.worker import Worker

    Worker(current_app._get_current_object().app_context).run()  # type: ignore[attr-defined]
