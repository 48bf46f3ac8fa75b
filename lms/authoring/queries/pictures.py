"""The pictures that a text of a draft shows."""

from collections.abc import Iterable

from sqlalchemy import select

from lms.authoring.models import DraftFile
from lms.authoring.rules.needed import media_named
from lms.core.db import db
from lms.packages.exporting import stored_file
from lms.packages.reading import SourceFile


def pictures_shown(course_id: int, texts: Iterable[str]) -> tuple[frozenset[str], dict[str, SourceFile]]:
    """The names of all media of the draft, and the files that these texts name: one statement."""
    rows = db.session.execute(
        select(DraftFile.path, DraftFile.digest, DraftFile.size_bytes).where(
            DraftFile.course_id == course_id, DraftFile.path.like("media/%"), DraftFile.text.is_(None)
        )
    )
    files = {row.path: row for row in rows}
    shown = {
        path.removeprefix("media/"): stored_file(path, files[path].size_bytes, files[path].digest)
        for path in media_named(texts, (), files)
    }
    return frozenset(path.removeprefix("media/") for path in files), shown
