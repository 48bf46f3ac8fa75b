"""Files that people hand in: which kinds an assignment may name, and what of them the room of media is to take."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.assessment.rules.assignments import AssignmentSettings
from lms.media.rules import kinds as media

PURPOSE = "assignment.work"
PERSON_BYTES = 300 * 1024**2  # all that one person may keep here, in every course together (G14)
MOST_MEGABYTES = 20  # one file, whatever an assignment says

# What docs/course-format.md calls a kind -> what the room of media does, where they differ.
_OTHER_NAMES = {"jpg": "jpeg", "txt": "text"}
KINDS: Mapping[str, str] = {
    name: media.KINDS[_OTHER_NAMES.get(name, name)].content_type
    for name in ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "webp", "txt")
}


def media_kinds(kinds: tuple[str, ...]) -> frozenset[str]:
    """These kinds as the room of media calls them."""
    return frozenset(_OTHER_NAMES.get(kind, kind) for kind in kinds)


def kind_of_name(name: str) -> str:
    """What we call the kind of a file that was taken: its ending agrees with its content by then."""
    kind = media.kind_by_ending(name)
    names = {other: name for name, other in _OTHER_NAMES.items()}
    return names.get(kind.name, kind.name) if kind else ""


def endings_of(settings: AssignmentSettings) -> str:
    """For the choice of files in a browser: `.pdf,.jpg,.jpeg`."""
    return ",".join(f".{ending}" for ending in media.endings_of(media_kinds(settings.kinds)))


@dataclass(frozen=True, slots=True)
class WorkScope:
    """One person's work at one assignment, all tries together: what a file is brought for."""

    enrolment_id: int
    item_id: int

    def __str__(self) -> str:
        return f"{self.enrolment_id}.{self.item_id}"


def read_scope(text: str) -> WorkScope | None:
    """None for what no page of ours says."""
    parts = text.split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
        return None
    return WorkScope(int(parts[0]), int(parts[1]))
