"""A file that has arrived: is it what it says, and what is kept of it. Touches the store's side, no table."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from lms.core.errors import Missing, NoRoom, Refused
from lms.core.ids import new_public_id
from lms.core.runtime import current
from lms.core.storage import Kept, pieces_of
from lms.media.encoding import Unreadable, cleaned
from lms.media.facts import UploadFacts
from lms.media.purposes import Purpose
from lms.media.rules.captions import BIGGEST_CAPTIONS, as_webvtt, caption_problems
from lms.media.rules.films import duration_seconds
from lms.media.rules.kinds import CAPTIONS, KINDS, RASTERS, Kind, endings_of, kind_by_ending, kind_of
from lms.media.rules.pictures import BIGGEST_PICTURE
from lms.media.rules.svg import BIGGEST_SVG, read_svg, size_of
from lms.media.rules.uploads import CHUNK_BYTES, clean_name, count_chunks, renamed

MB = 1024**2
_LIMITS = {
    "svg": BIGGEST_SVG, **dict.fromkeys(CAPTIONS, BIGGEST_CAPTIONS), **dict.fromkeys(RASTERS, BIGGEST_PICTURE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that lies to the side in the store, under `staged`, with what is known of its content."""

    staged: str
    digest: str
    size_bytes: int
    content_type: str
    name: str
    width: int | None = None
    height: int | None = None
    duration_seconds: float | None = None


def check_promise(name: str, size_bytes: int, purpose: Purpose) -> str:
    """What can be said before the first byte comes: the cleaned name. Raises `Refused`."""
    shown = clean_name(name)
    kind = kind_by_ending(shown)
    if kind is None or kind.name not in purpose.kinds:
        endings = ", ".join(endings_of(purpose.kinds))
        raise Refused("%(name)s cannot be taken here. Choose a file of one of these kinds: %(kinds)s.",
                      name=shown, kinds=endings)  # fmt: skip
    if size_bytes <= 0:
        raise Refused("%(name)s is empty.", name=shown)
    limit = min(purpose.most_bytes, _LIMITS.get(kind.name, purpose.most_bytes))
    if size_bytes > limit:
        raise Refused("%(name)s is too large: at most %(limit)s are taken.", name=shown, limit=megabytes(limit))
    _require_room(size_bytes)
    return shown


def _require_room(size_bytes: int) -> None:
    free = current().storage.free_bytes()
    if free is not None and size_bytes > free:
        raise NoRoom


def megabytes(size_bytes: int) -> str:
    """`5 MB`; the unit is the same in all our languages."""
    if size_bytes < MB:
        return f"{max(1, size_bytes // 1024)} KB"
    return f"{size_bytes / MB:.1f}".removesuffix(".0") + " MB"


def part_name(upload: UploadFacts, offset: int) -> str:
    return f"{parts_word(upload.public_id)}/{offset // CHUNK_BYTES}"


def parts_word(public_id: str) -> str:
    return f"parts-{public_id}"


def whole_word(public_id: str) -> str:
    return f"whole-{public_id}"


def keep_chunk(upload: UploadFacts, offset: int, data: bytes) -> None:
    """Keeps a piece that `rules.judge_chunk` calls `NEXT`. Raises `NoRoom` when the disk has none for it."""
    _require_room(len(data))
    current().storage.stage(part_name(upload, offset), (data,))


def prepare_upload(upload: UploadFacts, purpose: Purpose) -> Prepared:
    """Joins the pieces and looks at the whole. Harmless when repeated.

    Raises `NoRoom` where only that is missing, and `Refused` for a file that will never do.
    """
    word = whole_word(upload.public_id)
    kept = _joined(upload, f"{word}/raw")
    if kept.size_bytes != upload.size_bytes or upload.sha256 not in (None, kept.digest):
        raise Refused("%(name)s changed on its way. Choose it again.", name=upload.name)
    return _look(word, upload.name, kept, purpose)


def prepare_file(file: BinaryIO, name: str, purpose: Purpose) -> Prepared:
    """The same for a file that came whole with a form. Raises `Refused`."""
    size = file.seek(0, 2)
    shown = check_promise(name, size, purpose)
    file.seek(0)
    word = whole_word(new_public_id())
    try:
        return _look(word, shown, current().storage.stage(f"{word}/raw", pieces_of(file)), purpose)
    except BaseException:
        current().storage.drop_staged(word)
        raise


def _joined(upload: UploadFacts, whole: str) -> Kept:
    storage = current().storage
    offsets = range(0, count_chunks(upload.size_bytes) * CHUNK_BYTES, CHUNK_BYTES)

    def pieces() -> Iterator[bytes]:
        for offset in offsets:
            with storage.open_staged(part_name(upload, offset)) as part:
                yield part.read()

    try:
        return storage.stage(whole, pieces())
    except Missing:
        raise Refused("%(name)s is no longer there. Choose it again.", name=upload.name) from None


def _look(word: str, name: str, raw: Kept, purpose: Purpose) -> Prepared:
    with current().storage.open_staged(f"{word}/raw") as file:
        kind = kind_of(file, name)
        if kind is None or kind.name not in purpose.kinds:
            raise Refused("%(name)s is not what its ending says. Save it again in the right format.", name=name)
        found = Prepared(f"{word}/raw", raw.digest, raw.size_bytes, kind.content_type, name)
        look = _LOOKS.get(kind.group)
        return look(file, word, kind, found) if look else found


def _look_at_picture(file: BinaryIO, word: str, kind: Kind, found: Prepared) -> Prepared:
    """Only what was made anew from the pixels is kept (B12); a figure of shapes is kept when it is harmless (B03)."""
    data = file.read()
    if kind.name == "svg":
        root, problems = read_svg(data)
        if root is None or problems:
            wrong, todo = problems[0]
            raise Refused("%(name)s cannot be shown safely: %(wrong)s. What to do: %(todo)s.",
                          name=found.name, wrong=wrong, todo=todo)  # fmt: skip
        width, height = size_of(root)
        return replace(found, width=width, height=height)
    try:
        made = cleaned(data, kind.name)
    except Unreadable:
        raise Refused("%(name)s is damaged, or has more than 24 megapixels.", name=found.name) from None
    kept = current().storage.stage(f"{word}/clean", (made.data,))
    name = found.name if made.content_type == kind.content_type else renamed(found.name, made.content_type[6:])
    return Prepared(f"{word}/clean", kept.digest, kept.size_bytes, made.content_type, name, made.width, made.height)


def _look_at_video(file: BinaryIO, _word: str, kind: Kind, found: Prepared) -> Prepared:
    return replace(found, duration_seconds=duration_seconds(file, kind.name))


def _look_at_captions(file: BinaryIO, word: str, kind: Kind, found: Prepared) -> Prepared:
    """Browsers play WebVTT alone, so it is what is kept of SubRip."""
    data = file.read()
    if kind.name == "srt":
        with suppress(UnicodeDecodeError):  # which is told as any other mistake
            data = as_webvtt(data.decode("utf-8-sig")).encode()
    if problem := next(caption_problems(data), None):
        line, wrong, todo = problem
        raise Refused("%(name)s, line %(line)s: %(wrong)s. What to do: %(todo)s.",
                      name=found.name, line=line, wrong=wrong, todo=todo)  # fmt: skip
    if kind.name == "vtt":
        return found
    kept = current().storage.stage(f"{word}/clean", (data,))
    return Prepared(
        f"{word}/clean", kept.digest, kept.size_bytes, KINDS["vtt"].content_type, renamed(found.name, "vtt")
    )


_LOOKS: dict[str, Callable[[BinaryIO, str, Kind, Prepared], Prepared]] = {
    "picture": _look_at_picture,
    "video": _look_at_video,
    "captions": _look_at_captions,
}
