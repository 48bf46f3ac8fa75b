"""Packages on their way out: the files that were imported, byte for byte."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import IO

from lms.core.errors import Refused
from lms.core.runtime import current
from lms.courses.queries import RevisionFileFacts, revision_files
from lms.packages.reading import Package, SourceFile


def revision_package(slug: str, number: int) -> Package | None:
    """The package that a revision was made from; None when there is no such revision, or it was made from none."""
    files = revision_files(slug, number)
    return _package(slug, files) if files else None


def write_archive(package: Package, output: IO[bytes]) -> None:
    """The package as a zip: the same files make the same archive, names in order, one date; films a piece at a time."""
    with zipfile.ZipFile(output, "w") as archive:
        for path in sorted(package.files):
            info = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            info.file_size = package.files[path].size_bytes
            with archive.open(info, "w") as entry, package.files[path].open() as source:
                shutil.copyfileobj(source, entry)


def export_package(slug: str, target: Path, number: int | None = None) -> int:
    """Writes the package of the current revision, or the numbered one, and returns the number of files.

    `target` is a folder that is missing or empty, or ends in `.zip`. Nothing is left there when it fails.
    Raises `Refused`.
    """
    files = revision_files(slug, number)
    if files is None:
        raise Refused("There is no such course or revision.")
    if not files:
        raise Refused("This revision was not made from a package, so there are no files to give back.")
    if target.exists() and not (target.is_dir() and target.suffix != ".zip" and not any(target.iterdir())):
        raise Refused("%(target)s exists already. Name a new file, or a folder that is empty.", target=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    (_write_zip if target.suffix == ".zip" else _write_folder)(_package(slug, files), target)
    return len(files)


def _package(slug: str, files: Iterable[RevisionFileFacts]) -> Package:
    return Package(slug, {file.path: stored_file(file.path, file.size_bytes, file.digest) for file in files})


def stored_file(path: str, size_bytes: int, digest: str) -> SourceFile:
    """A file of a package whose bytes lie in the store."""
    storage = current().storage
    return SourceFile(path, size_bytes, digest, partial(storage.get, digest), partial(storage.open, digest))


def _write_folder(package: Package, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as side:
        root = Path(side) / "package"
        root.mkdir()
        for file in package.files.values():
            path = root / file.path
            path.parent.mkdir(exist_ok=True)
            with file.open() as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        root.replace(target)  # an empty folder gives way


def _write_zip(package: Package, target: Path) -> None:
    handle, side = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as output:
            write_archive(package, output)
        Path(side).chmod(0o644)
        Path(side).replace(target)
    except BaseException:
        Path(side).unlink(missing_ok=True)
        raise
