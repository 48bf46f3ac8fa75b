"""What the command line and the demo do with packages, by their paths. The caller commits."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from lms.packages import programmes
from lms.packages.checking import CheckedPackage, check_package
from lms.packages.exporting import export_package
from lms.packages.importing import Imported, import_packages
from lms.packages.reading import read_package


def check_course(path: Path) -> CheckedPackage:
    """Raises `BadPackage` with every mistake of the package, a folder or a zip."""
    return check_package(read_package(path))


def import_courses(paths: Iterable[Path], *, now: datetime, by: int | None = None) -> list[Imported]:
    """Publishes the packages that are not what is published already.

    Raises `BadPackage`, also for a prerequisite that is neither on the site nor among them, or `Refused`.
    """
    return import_packages([read_package(path) for path in paths], now=now, by=by)


def export_course(slug: str, target: Path, number: int | None = None) -> int:
    """Writes a course's files to a new folder or zip and returns how many there are. Raises `Refused`."""
    return export_package(slug, target, number)


def import_programme(path: Path, *, now: datetime) -> str:
    """Keeps the programme and returns its slug. Raises `BadPackage`."""
    return programmes.import_programme(read_package(path), now=now)
