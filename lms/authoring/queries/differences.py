"""How a draft differs from what trainees see."""

from dataclasses import dataclass

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files
from lms.courses.queries.identities import revision_digests


@dataclass(frozen=True, slots=True)
class Differences:
    """Paths that the draft has beside the published revision, has otherwise, or lacks."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


def differences(course: StudioCourse) -> Differences:
    """Two statements. Before the first publication everything is added."""
    return compared(
        {path: file.digest for path, file in draft_files(course.id).items()},
        revision_digests(course.revision_id) if course.revision_id else {},
    )


def compared(draft: dict[str, str], published: dict[str, str]) -> Differences:
    """The same for digests that are known already."""
    return Differences(
        added=tuple(sorted(set(draft) - set(published))),
        changed=tuple(sorted(path for path in set(draft) & set(published) if draft[path] != published[path])),
        removed=tuple(sorted(set(published) - set(draft))),
    )
