"""The media of a package: each must be what its ending says, and pictures within bounds (B05, B13)."""

from dataclasses import dataclass

from lms.core.messages import Told
from lms.media.encoding import Unreadable, displayed_size
from lms.media.rules.captions import caption_problems
from lms.media.rules.films import duration_seconds
from lms.media.rules.kinds import KINDS, Kind, kind_by_ending, kind_of
from lms.media.rules.pictures import plan
from lms.media.rules.svg import read_svg, size_of
from lms.packages.problems import Problem
from lms.packages.reading import SourceFile

BIGGEST_PICTURE = 5 * 1024**2
# A package keeps no moving pictures: films have captions and can be stopped.
_KINDS = ("svg", "png", "jpeg", "webp", "avif", "mp4", "webm", "vtt")
PICTURES = frozenset(e for name in _KINDS if KINDS[name].group == "picture" for e in KINDS[name].endings)
VIDEOS = frozenset(e for name in _KINDS if KINDS[name].group == "video" for e in KINDS[name].endings)
_TODO = Told("keep SVG, PNG, JPEG, WebP, AVIF, MP4, WebM or WebVTT in media/, each with its own ending")


@dataclass(frozen=True)
class MediaFile:
    """A file of media/. Pictures know the size at which they stand on a page, in pixels; raster ones their `widths`.

    Films know how long they are, where they say so.
    """

    name: str
    content_type: str
    source: SourceFile
    kind: str
    width: int | None = None
    height: int | None = None
    widths: tuple[int, ...] = ()
    duration_seconds: float | None = None


def read_media(source: SourceFile, problems: list[Problem]) -> MediaFile | None:
    """The file when its content is of the kind that its ending says; else None after adding problems."""
    name = source.path.removeprefix("media/")
    ending = name.rpartition(".")[2]
    kind = kind_by_ending(name)
    if kind is None or kind.name not in _KINDS:
        problems.append(
            Problem(source.path, 1, Told("a file .%(ending)s is no medium of a course", ending=ending), _TODO)
        )
        return None
    if kind.group != "video" and source.size_bytes > BIGGEST_PICTURE:
        problems.append(
            Problem(
                source.path,
                1,
                Told("it is larger than %(size)s MB", size=BIGGEST_PICTURE // 1024**2),
                Told("make it smaller"),
            )
        )
        return None
    return _READERS.get(kind.name, _read_other)(name, kind, source, problems)


def _read_svg(name: str, kind: Kind, source: SourceFile, problems: list[Problem]) -> MediaFile | None:
    root, found = read_svg(source.read())
    problems += [Problem(source.path, 1, wrong, todo) for wrong, todo in found]
    return None if root is None else MediaFile(name, kind.content_type, source, kind.name, *size_of(root))


def _read_captions(name: str, kind: Kind, source: SourceFile, problems: list[Problem]) -> MediaFile:
    found = caption_problems(source.read())
    problems += [Problem(source.path, line, wrong, todo) for line, wrong, todo in found]
    return MediaFile(name, kind.content_type, source, kind.name)


def _read_other(name: str, kind: Kind, source: SourceFile, problems: list[Problem]) -> MediaFile | None:
    with source.open() as file:
        if kind_of(file, name) is None:
            wrong = Told("its content is not what .%(ending)s says", ending=name.rpartition(".")[2])
            problems.append(Problem(source.path, 1, wrong, _TODO))
            return None
        if kind.group == "video":
            seconds = duration_seconds(file, kind.name)
            return MediaFile(name, kind.content_type, source, kind.name, duration_seconds=seconds)
        data = file.read()
    try:
        planned = plan(*displayed_size(data, kind.name))
    except Unreadable as error:
        todo = Told("scale it down to 24 megapixels") if "pixels" in str(error) else Told("save it again")
        problems.append(Problem(source.path, 1, error.told, todo))
        return MediaFile(name, kind.content_type, source, kind.name)
    return MediaFile(name, kind.content_type, source, kind.name, planned.width, planned.height, planned.widths)


_READERS = {"svg": _read_svg, "vtt": _read_captions}
