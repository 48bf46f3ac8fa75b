"""Reading a package's files from a folder or a zip, within limits, without writing anything anywhere.

Nothing in a package is trusted: a name that leaves it, a link, or an archive that grows without bound refuses the
whole package (C01, C02).
"""

import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from lms.core.messages import Told
from lms.media.rules.archives import announced
from lms.packages.problems import BadPackage, Problem

MOST_FILES = 2000
MOST_BYTES = 1024**3  # of all files together
BIGGEST_FILE = 200 * 1024**2
TEXT_ENDINGS = (".md", ".yaml")
MOST_TEXT_BYTES = 32 * 1024**2  # checking takes about a second a megabyte (G13)
BIGGEST_ARCHIVE = MOST_BYTES
MOST_RATIO = 100  # unpacked to packed bytes
_SMALL = 64 * 1024  # below this a high ratio is honest: a page of one repeated line
_LONGEST_PATH = 200
_SAFE_PART = re.compile(r"[^\x00-\x1f\x7f\\:]+")


@dataclass(frozen=True)
class SourceFile:
    """A file of the package; `read` gets its bytes anew, and `open` a few at a time, so that films need no memory.

    `stream` opens it where it lies; without one its bytes are read.
    """

    path: str
    size_bytes: int
    digest: str
    read: Callable[[], bytes]
    stream: Callable[[], BinaryIO] | None = None

    def open(self) -> BinaryIO:
        return self.stream() if self.stream else io.BytesIO(self.read())


@dataclass(frozen=True)
class Package:
    """The files of a package by their path in it. `digest` is the same for a folder and for its zip."""

    name: str
    files: dict[str, SourceFile]
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        lines = "".join(f"{path}\0{self.files[path].digest}\n" for path in sorted(self.files))
        object.__setattr__(self, "digest", hashlib.sha256(lines.encode()).hexdigest())


def read_package(path: Path) -> Package:
    """Reads the names, sizes and digests of all files. Raises `BadPackage`."""
    if path.is_dir():
        return Package(path.name, {file.path: file for file in _read_folder(path)})
    if path.is_file():
        return Package(path.name, _without_top_folder(list(_read_zip(path))))
    raise _refusal(
        path.name, Told("there is no such folder or file"), Told("give the path of a package, a folder or a zip")
    )


def _refusal(name: str, wrong: str, todo: str) -> BadPackage:
    return BadPackage([Problem(name, 1, wrong, todo)])


def _is_ignored(path: str) -> bool:
    """What tools leave behind: `.git`, `.DS_Store`, `__MACOSX`."""
    return any(part.startswith((".", "__MACOSX")) for part in path.split("/"))


class _Count:
    """Keeps the sums below the limits while files are listed."""

    def __init__(self, name: str) -> None:
        self.name, self.files, self.bytes, self.text_bytes = name, 0, 0, 0

    def add(self, path: str, size: int) -> None:
        self.files, self.bytes = self.files + 1, self.bytes + size
        if self.files > MOST_FILES:
            raise _refusal(
                self.name,
                Told("it has more than %(limit)s files", limit=MOST_FILES),
                Told("split the course"),
            )
        if size > BIGGEST_FILE:
            raise _refusal(
                path,
                Told("it is larger than %(limit)s MB", limit=BIGGEST_FILE // 1024**2),
                Told("make it smaller"),
            )
        self.text_bytes += size if path.endswith(TEXT_ENDINGS) else 0
        if self.text_bytes > MOST_TEXT_BYTES:
            raise _refusal(
                self.name,
                Told("its texts are larger than %(limit)s MB in all", limit=MOST_TEXT_BYTES // 1024**2),
                Told("split the course"),
            )
        if self.bytes > MOST_BYTES:
            raise _refusal(
                self.name,
                Told("it is larger than %(limit)s MB in all", limit=MOST_BYTES // 1024**2),
                Told("make the media smaller"),
            )


def _read_folder(root: Path) -> Iterator[SourceFile]:
    count = _Count(root.name)
    for folder, folders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        for name in sorted([*folders, *names]):
            path = (here / name).relative_to(root).as_posix()
            if _is_ignored(path):
                continue
            state = (here / name).lstat()
            if stat.S_ISDIR(state.st_mode):
                continue
            if not stat.S_ISREG(state.st_mode):
                raise _refusal(
                    path, Told("it is a link or no ordinary file"), Told("put a copy of the file in its place")
                )
            _check_path(path)
            count.add(path, state.st_size)
            read = partial(_read_file, here / name, state.st_size)
            yield SourceFile(path, state.st_size, _digest_of_file(here / name), read, partial(_open_file, here / name))


def _read_file(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size + 1)


def _open_file(path: Path) -> BinaryIO:
    return path.open("rb")


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_path(path: str) -> None:
    parts = path.split("/")
    safe = all(_SAFE_PART.fullmatch(part) and part not in (".", "..") for part in parts)
    if not safe or len(path) > _LONGEST_PATH:
        raise _refusal(
            repr(path)[:_LONGEST_PATH],
            Told("this name would leave the package"),
            Told("use only plain relative names"),
        )


def _read_zip(path: Path) -> Iterator[SourceFile]:
    _check_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _not_a_zip(path) from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    _check_entries(path, archive.infolist())
    for info in infos:
        if not _is_ignored(info.filename):
            read = partial(_read_entry, archive, info)
            yield SourceFile(info.filename, info.file_size, hashlib.sha256(read()).hexdigest(), read)


def _not_a_zip(path: Path) -> BadPackage:
    return _refusal(
        path.name, Told("it is no folder and no zip that can be read"), Told("pack the course's folder as a zip")
    )


def _check_directory(path: Path) -> None:
    """Looks at the end of the archive before the library reads a directory of a million entries (C02)."""
    size = path.stat().st_size
    if size > BIGGEST_ARCHIVE:
        raise _refusal(
            path.name,
            Told("it is larger than %(limit)s MB", limit=BIGGEST_ARCHIVE // 1024**2),
            Told("make the media smaller"),
        )
    with path.open("rb") as file:
        told = announced(file)
    if told is None:
        raise _not_a_zip(path)
    if not told.fits(MOST_FILES * 2):  # folders are entries, too
        raise _refusal(path.name, Told("it has more than %(limit)s files", limit=MOST_FILES), Told("split the course"))


def _check_entries(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Refuses what points out of the package, what is no ordinary file, and what unpacks to too much."""
    count = _Count(path.name)
    seen: set[str] = set()
    for info in infos:
        _check_path(info.orig_filename.removesuffix("/"))  # the library would cut a name at its NUL
        if info.filename in seen:
            raise _refusal(info.filename, Told("the archive holds this name twice"), Told("keep one"))
        seen.add(info.filename)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _refusal(
                info.filename, Told("it is a link or no ordinary file"), Told("put a copy of the file in its place")
            )
        if info.flag_bits & 0x1:
            raise _refusal(info.filename, Told("it is encrypted"), Told("pack it without a password"))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refusal(
                info.filename, Told("it is packed in an unusual way"), Told("pack the folder as an ordinary zip")
            )
        if info.file_size > max(_SMALL, info.compress_size * MOST_RATIO):
            raise _refusal(
                info.filename,
                Told("it unpacks to more than %(limit)s times its size", limit=MOST_RATIO),
                Told("remove it"),
            )
        count.add(info.filename, info.file_size)
    if count.bytes > max(_SMALL * 16, path.stat().st_size * MOST_RATIO):
        raise _refusal(
            path.name,
            Told("it unpacks to more than %(limit)s times its size", limit=MOST_RATIO),
            Told("remove what repeats"),
        )


def _read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """At most the announced bytes; the library checks the sum and refuses entries that overlap."""
    try:
        with archive.open(info) as entry:
            data = entry.read(info.file_size + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise _damaged(info) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise _damaged(info) from error
        raise
    if len(data) != info.file_size:
        raise _damaged(info)
    return data


def _damaged(info: zipfile.ZipInfo) -> BadPackage:
    return _refusal(info.filename, Told("it is damaged in the archive"), Told("pack the folder again"))


def _without_top_folder(files: list[SourceFile]) -> dict[str, SourceFile]:
    """Many tools pack the folder, not what is in it: `course/course.yaml` is taken as `course.yaml`."""
    tops = {file.path.split("/")[0] for file in files}
    cut = len(next(iter(tops))) + 1 if len(tops) == 1 and all("/" in file.path for file in files) else 0
    return {file.path[cut:]: replace(file, path=file.path[cut:]) for file in files}
