"""`lms course check|import|export` and `lms programme import`.

Exit codes: 0 done, 1 the package has mistakes or the change was refused, 2 the command was called wrongly.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from lms.packages.problems import BadPackage
from lms.packages.services import check_course, export_course, import_courses, import_programme

course = AppGroup("course", help="Course packages: check, import, export.")
programme = AppGroup("programme", help="Programmes: import.")
_PATH = click.Path(path_type=Path)


@contextmanager
def _told() -> Iterator[None]:
    """Prints mistakes one a line on standard error and ends with code 1; nothing is kept then."""
    try:
        yield
    except BadPackage as error:
        db.session.rollback()
        for problem in error.problems:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        click.echo(f"{count} mistake{'s' if count > 1 else ''}; nothing was changed.", err=True)
        raise SystemExit(1) from error
    except Refused as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal


@course.command("check")
@click.argument("path", type=_PATH)
def check(path: Path) -> None:
    """Tell every mistake of the package at PATH, a folder or a zip."""
    with _told():
        checked = check_course(path)
    content = checked.content
    for remark in content.remarks:
        click.echo(f"remark: {remark}")
    click.echo(
        f"{content.course.value['course']}: no mistakes. {len(content.items)} items, "
        f"{len(checked.banks.drafts)} questions, in {', '.join(content.languages)}."
    )


@course.command("import")
@click.argument("paths", type=_PATH, nargs=-1, required=True)
def import_(paths: tuple[Path, ...]) -> None:
    """Publish the packages at PATHS, all of them or none."""
    lines = []
    with _told():
        for done in import_courses(paths, now=utc_now()):
            what = f"published revision {done.number}" if done.is_new else f"nothing changed, revision {done.number}"
            lines.append(f"{done.slug}: {what}.")
        db.session.commit()
    click.echo("\n".join(lines))


@course.command("export")
@click.argument("slug")
@click.argument("path", type=_PATH)
@click.option("--revision", type=int, default=None, help="Its number; the current one unless you say so.")
def export(slug: str, path: Path, revision: int | None) -> None:
    """Write the files of the course SLUG to PATH, a new folder or a .zip."""
    with _told():
        count = export_course(slug, path, revision)
    click.echo(f"{slug}: {count} files in {path}.")


@programme.command("import")
@click.argument("path", type=_PATH)
def import_the_programme(path: Path) -> None:
    """Make the site's programme what the folder at PATH says."""
    with _told():
        slug = import_programme(path, now=utc_now())
        db.session.commit()
    click.echo(f"{slug}: kept.")
