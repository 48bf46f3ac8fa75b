"""Packages on their way into the studio, and drafts on their way out."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from lms.packages.checking import CheckedPackage, examine_package
from lms.packages.loading import has_good_name
from lms.packages.problems import BadPackage, Problem
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


def write_archive(package: Package, output: BinaryIO) -> None:
    """The package as a zip: the same files make the same archive, names in order, one date; films a piece at a time."""
    with zipfile.ZipFile(output, "w") as archive:
        for path in sorted(package.files):
            info = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            info.file_size = package.files[path].size_bytes
            with archive.open(info, "w") as entry, package.files[path].open() as source:
                shutil.copyfileobj(source, entry)


def problems_of(package: Package) -> tuple[list[Problem], list[Problem]]:
    """Mistakes, which refuse publishing, and remarks, which don't; by file and line."""
    try:
        content = examine_package(package).content
    except BadPackage as bad:
        return bad.problems, []
    return sorted(content.mistakes), sorted(content.remarks)
