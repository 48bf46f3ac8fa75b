"""Packages on their way into the studio."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from lms.packages.checking import CheckedPackage, examine_package
from lms.packages.loading import has_good_name
from lms.packages.problems import BadPackage
from lms.packages.reading import Package, read_package

_LONGEST_NAME = 100


@contextmanager
def unpacked(file: BinaryIO, name: str) -> Iterator[Package]:
    """The package in a zip that somebody brought, for as long as the block lasts. Raises `BadPackage`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        with path.open("wb") as kept:
            shutil.copyfileobj(file, kept)
        yield replace(read_package(path), name=name[:_LONGEST_NAME] or "package.zip")


def examine_for_draft(package: Package) -> CheckedPackage:
    """What can be made of it; a draft may have mistakes. Raises `BadPackage` where it can be no draft at all."""
    found = examine_package(package)
    if not all(has_good_name(path) for path in package.files):
        raise BadPackage(found.content.mistakes)
    return found
