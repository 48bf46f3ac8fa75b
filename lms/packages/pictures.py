"""Pictures as trainees get them: made anew in the sizes of the page. The package's own files stay as they are."""

from collections.abc import Iterator
from dataclasses import replace

from lms.core.messages import Told
from lms.courses.drafts import MediaDraft, RevisionDraft
from lms.media.encoding import Unreadable
from lms.media.queries import StoredPicture
from lms.media.rules.pictures import PlannedPicture, variant_name
from lms.media.services import PictureSource, make_sizes
from lms.packages.checking import CheckedPackage
from lms.packages.media import MediaFile
from lms.packages.problems import BadPackage, Problem


def with_sizes(checked: CheckedPackage, draft: RevisionDraft) -> RevisionDraft:
    """The draft whose items name the made sizes instead of the authors' files, which may tell where a photo was taken.

    Makes those that were never made before. Raises `BadPackage` for a picture whose pixels are damaged.
    """
    files = {file.name: file for file in checked.content.media.values() if file.widths}
    try:
        made = make_sizes(pictures_of(checked))
    except Unreadable as error:
        damaged = next(file for file in files.values() if file.source.digest == str(error))
        raise BadPackage(
            [Problem(damaged.source.path, 1, Told("the picture is damaged"), Told("save it again"))]
        ) from error
    modules = tuple(
        replace(
            module,
            items=tuple(replace(item, media=tuple(_media(item.media, files, made))) for item in module.items),
        )
        for module in draft.modules
    )
    return replace(draft, modules=modules)


def pictures_of(checked: CheckedPackage) -> list[PictureSource]:
    """The pictures that some item shows and whose sizes have to be there when it is published."""
    used = set().union(*checked.media.values())
    return [_source(file) for name, file in sorted(checked.content.media.items()) if name in used and file.widths]


def _source(file: MediaFile) -> PictureSource:
    planned = PlannedPicture(file.width or 1, file.height or 1, file.widths)
    return PictureSource(file.source.digest, file.kind, planned, file.source.read)


def _media(
    media: tuple[MediaDraft, ...], files: dict[str, MediaFile], made: dict[str, dict[int, StoredPicture]]
) -> Iterator[MediaDraft]:
    for one in media:
        if one.name not in files:
            yield one
            continue
        sizes = made[one.digest]
        yield _kept(one.name, sizes[0])
        for width in files[one.name].widths:
            yield _kept(variant_name(one.name, width), sizes[width])


def _kept(name: str, picture: StoredPicture) -> MediaDraft:
    return MediaDraft(name, picture.digest, picture.content_type, picture.size_bytes)
