"""Pieces as they lie in a draft and in the library."""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial

from sqlalchemy import select

from lms.authoring.models import LibraryFile, LibraryVersion
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_files, draft_texts, texts_like
from lms.authoring.rules.library.cutting import Source, items_in
from lms.authoring.rules.library.pieces import Medium, Piece
from lms.core.db import db
from lms.core.runtime import current
from lms.packages.checking import examine_package
from lms.packages.problems import BadPackage, Problem
from lms.packages.reading import Package, SourceFile


def source_of(course_id: int, of: str = "", items: Iterable[str] = ()) -> Source:
    """What there is to cut out of a draft: five statements. Its banks, the files of `of` and of these items."""
    files, kept = course_files(course_id), draft_files(course_id)
    keys = set(items)
    if of:
        with suppress(KeyError):  # whoever cuts it is told
            keys |= {item["key"] for item in items_in(files.course, of)}
    paths = [path for path in kept if path.startswith("items/") and path[6:].split(".")[0] in keys]
    texts = {path: file.text for path, file in draft_texts(course_id, paths).items()}
    texts |= {path: file.text for path, file in texts_like(course_id, "questions/").items()}
    media = {path: Medium(file.digest, file.size_bytes) for path, file in kept.items() if path.startswith("media/")}
    words = {tag: files.words[tag] for tag in files.languages if tag in files.words}
    return Source(files.course, words, texts, media)


def sections_elsewhere(course_id: int, items: Iterable[str]) -> list[tuple[str, str | None]]:
    """Bank and tag of each section of the quizzes beside these items: one statement."""
    mine = {f"items/{key}.yaml" for key in items}
    return [
        (bank, tag)
        for path, file in draft_files(course_id).items()
        if path not in mine
        for bank, tag, _draw in file.facts.get("sections", ())
    ]


def paths_of(course_id: int) -> set[str]:
    """Every file of a draft: one statement."""
    return set(draft_files(course_id))


def piece_of(entry_id: int, number: int) -> Piece | None:
    """A version as it was kept: one statement. None where there is no such version."""
    rows = db.session.execute(
        select(LibraryFile.path, LibraryFile.digest, LibraryFile.size_bytes, LibraryFile.text)
        .join(LibraryVersion, LibraryVersion.id == LibraryFile.version_id)
        .where(LibraryVersion.entry_id == entry_id, LibraryVersion.number == number)
    ).all()
    texts = {row.path: row.text for row in rows if row.text is not None}
    media = {row.path: Medium(row.digest, row.size_bytes) for row in rows if row.text is None}
    return Piece(texts, media) if rows else None


def package_of(piece: Piece) -> Package:
    """The piece as a package to check and to show; media are read when they are asked for."""
    storage = current().storage
    digests = piece.digests
    files = {
        path: SourceFile(path, len(text.encode()), digests[path], partial(str.encode, text))
        for path, text in piece.texts.items()
    }
    for path, medium in piece.media.items():
        read, stream = partial(storage.get, medium.digest), partial(storage.open, medium.digest)
        files[path] = SourceFile(path, medium.size_bytes, medium.digest, read, stream)
    return Package("library", files)


def mistakes_in(piece: Piece) -> list[Problem]:
    """What would refuse a course with this piece; what only courses have (a summary, outcomes) is no matter."""
    try:
        found = examine_package(package_of(piece)).content.mistakes
    except BadPackage as bad:
        found = bad.problems
    return [problem for problem in found if "/" in problem.path]
