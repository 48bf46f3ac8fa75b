"""Exporting a course: the files that were imported, byte for byte."""

import os
import tempfile
import zipfile
from pathlib import Path

from lms.core.errors import Refused
from lms.core.runtime import current
from lms.courses.queries import RevisionFileFacts, revision_files


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
    (_write_zip if target.suffix == ".zip" else _write_folder)(files, target)
    return len(files)


def _write_folder(files: list[RevisionFileFacts], target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as side:
        root = Path(side) / "package"
        root.mkdir()
        for file in files:
            path = root / file.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(current().storage.get(file.digest))
        root.replace(target)  # an empty folder gives way


def _write_zip(files: list[RevisionFileFacts], target: Path) -> None:
    """The same package makes the same archive: names in order, one date."""
    handle, side = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as output, zipfile.ZipFile(output, "w") as archive:
            for file in files:
                info = zipfile.ZipInfo(file.path, date_time=(1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o100644 << 16
                archive.writestr(info, current().storage.get(file.digest))
        Path(side).chmod(0o644)
        Path(side).replace(target)
    except BaseException:
        Path(side).unlink(missing_ok=True)
        raise
