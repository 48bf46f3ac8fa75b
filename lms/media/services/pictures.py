"""The sizes of pictures that pages need, made once for each picture, whoever publishes it and how often."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lms.core.db import db, upsert
from lms.core.runtime import current
from lms.media import encoding
from lms.media.models import PictureSize
from lms.media.queries import StoredPicture, picture_sizes
from lms.media.rules.pictures import PlannedPicture

FALLBACK = 0  # the width_wanted of what `<img src>` names


@dataclass(frozen=True, slots=True)
class PictureSource:
    """A picture as its author kept it. `planned` says which widths are wanted of it."""

    digest: str
    kind: str
    planned: PlannedPicture
    read: Callable[[], bytes]


def make_sizes(sources: Iterable[PictureSource]) -> dict[str, dict[int, StoredPicture]]:
    """Every wanted size of every picture, by digest and width; makes and keeps what is not there yet.

    Raises `encoding.Unreadable`, with the picture's digest, for one whose pixels are damaged.
    """
    wanted = {source.digest: source for source in sources}
    found = picture_sizes(wanted)
    for digest, source in wanted.items():
        if not {FALLBACK, *source.planned.widths} <= set(found.get(digest, ())):
            found[digest] = _make(source)
    return found


def _make(source: PictureSource) -> dict[int, StoredPicture]:
    data = source.read()
    try:
        made = {FALLBACK: encoding.fallback(data, source.kind)}
        made |= dict(encoding.variants(data, source.kind, source.planned))
    except encoding.Unreadable as error:
        raise encoding.Unreadable(source.digest) from error
    kept = {
        width: StoredPicture(width, current().storage.put(one.data), one.content_type, len(one.data))
        for width, one in made.items()
    }
    rows = [
        {
            "source_digest": source.digest,
            "recipe": encoding.RECIPE,
            "width_wanted": one.width_wanted,
            "digest": one.digest,
            "content_type": one.content_type,
            "size_bytes": one.size_bytes,
        }
        for one in kept.values()
    ]
    db.session.execute(upsert(PictureSize).values(rows).on_conflict_do_nothing())
    return kept
