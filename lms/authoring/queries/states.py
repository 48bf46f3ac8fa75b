"""Two states of a course side by side: its draft, its revisions, nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files, draft_texts
from lms.authoring.queries.titles import titles_in
from lms.authoring.rules.changes import Change, Side, describe
from lms.authoring.rules.marks import differing
from lms.authoring.rules.readable import Difference, differences_in, file_in_words
from lms.core.cache import remembered
from lms.core.messages import Sentence
from lms.core.runtime import current
from lms.courses.queries import outline
from lms.courses.queries.identities import course_revisions, revision_digests
from lms.packages.reading import TEXT_ENDINGS
from lms.packages.yaml_text import read_yaml

MOST_CHARACTERS = 60_000  # of the texts whose differences stand on one page; what goes beyond has pages of its own
_NOTHING = Side({}, {}, {})


@dataclass(frozen=True, slots=True)
class State:
    """A revision by its id and number, or the draft (both None)."""

    revision_id: int | None = None
    number: int | None = None

    @property
    def is_draft(self) -> bool:
        return self.revision_id is None

    @property
    def token(self) -> str:
        """How an address names it."""
        return "draft" if self.number is None else str(self.number)


DRAFT = State()


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A package was imported as revision `by` while the draft, which began from `base`, had changes."""

    by: State
    base: State | None


def overtaken(course: StudioCourse, *, differs: bool) -> Overtaken | None:
    """Whether a draft that `differs` from what trainees see does so because of an import: one statement if it does."""
    if not differs or course.revision_id is None or course.base_revision_id == course.revision_id:
        return None
    known = {revision.id: State(revision.id, revision.number) for revision in course_revisions(course.id)}
    return Overtaken(known[course.revision_id], known.get(course.base_revision_id or 0))


def state_of(course: StudioCourse, token: str) -> State | None:
    """`draft`, or the number of a revision; None when there is none such: one statement."""
    if token == DRAFT.token:
        return DRAFT
    known = {str(revision.number): revision for revision in course_revisions(course.id)}
    return State(known[token].id, known[token].number) if token in known else None


def changes(course: StudioCourse, before: State | None, after: State) -> list[Change]:
    """In words. `before` None: the course had no revision yet, so everything is new and nothing is told."""
    if before is None:
        return []
    if before.revision_id is not None and after.revision_id is not None:
        return _changes_of_revisions(before.revision_id, after.revision_id)
    return describe(*sides(course, before, after))


@remembered(maxsize=256)
def _changes_of_revisions(before_id: int, after_id: int) -> list[Change]:
    """Revisions never change, so neither does what differs between two of them."""
    digests = {id: revision_digests(id) for id in (before_id, after_id)}
    wanted = differing(digests[before_id], digests[after_id])
    return describe(*(_revision_side(id, digests[id], wanted) for id in (before_id, after_id)))


def sides(course: StudioCourse, before: State, after: State) -> tuple[Side, Side]:
    """Both with the texts that differ, as few statements as there are states, twice."""
    digests = [_digests(course, state) for state in (before, after)]
    wanted = differing(*digests)
    found = [_side(course, state, each, wanted) for state, each in zip((before, after), digests, strict=True)]
    return found[0], found[1]


def _digests(course: StudioCourse, state: State) -> dict[str, str]:
    if state.revision_id is not None:
        return revision_digests(state.revision_id)
    return {path: file.digest for path, file in draft_files(course.id).items()}


def _side(course: StudioCourse, state: State, digests: dict[str, str], wanted: Collection[str]) -> Side:
    if state.revision_id is not None:
        return _revision_side(state.revision_id, digests, wanted)
    paths = [path for path in digests if _is_wanted(path, wanted)]
    texts = {path: file.text for path, file in draft_texts(course.id, paths).items()}
    source = _source_language(texts)
    return Side(digests, texts, titles_in(draft_files(course.id), source))


def _is_wanted(path: str, wanted: Collection[str]) -> bool:
    """Texts that differ, and what names modules and items."""
    return path.endswith(TEXT_ENDINGS) and (path in wanted or path.startswith("course."))


def _revision_side(revision_id: int, digests: dict[str, str], wanted: Collection[str]) -> Side:
    texts = {path: stored_text(digest) for path, digest in digests.items() if _is_wanted(path, wanted)}
    source = _source_language(texts)
    items = outline(revision_id).items
    return Side(
        digests, texts, {item.key: item.titles.get(source) or next(iter(item.titles.values()), "") for item in items}
    )


def _source_language(texts: dict[str, str]) -> str:
    document = read_yaml("course.yaml", texts.get("course.yaml", ""), [])
    value = document.value if document else None
    return str(value.get("source_language", "")) if isinstance(value, dict) else ""


def stored_text(digest: str) -> str:
    """A text of a revision; what an old package had that is no UTF-8 is shown with marks in its place."""
    return current().storage.get(digest).decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One file that differs. `is_long`: its differences stand on a page of their own."""

    path: str
    name: Sentence
    language: str
    state: str  # added | removed | changed
    parts: tuple[Difference, ...]
    is_long: bool = False


def file_differences(
    course: StudioCourse, before: State, after: State, only: str | None = None
) -> list[FileDifference]:
    """Every file that differs, in the order of their paths; with `only`, that one whatever its length."""
    old, new = sides(course, before, after)
    titles = {**old.titles, **new.titles}
    paths = sorted(differing(old.digests, new.digests))
    room = Room(None if only else MOST_CHARACTERS)
    return [
        difference_of(
            path, (path in old.digests, old.texts.get(path)), (path in new.digests, new.texts.get(path)), titles, room
        )
        for path in paths
        if only in (None, path)
    ]


@dataclass
class Room:
    """How many characters of texts a page still takes; None: as many as there are."""

    left: int | None

    def takes(self, characters: int) -> bool:
        """Whether so many more go on the page, which then has room for fewer."""
        if self.left is None:
            return True
        if characters > self.left:
            return False
        self.left -= characters
        return True


Content = tuple[bool, str | None]  # whether the file was there, and its text


def difference_of(path: str, before: Content, after: Content, titles: dict[str, str], room: Room) -> FileDifference:
    """One file that was as `before` and is as `after`; where there is no room for it, only that it differs."""
    name, language = file_in_words(path, titles)
    state = "added" if not before[0] else "removed" if not after[0] else "changed"
    if not path.endswith(TEXT_ENDINGS):
        return FileDifference(path, name, language, state, ())
    if not room.takes(len(before[1] or "") + len(after[1] or "")):
        return FileDifference(path, name, language, state, (), is_long=True)
    return FileDifference(path, name, language, state, tuple(differences_in(path, before[1], after[1])))


def differs(course: StudioCourse) -> bool:
    """Whether the draft is not what trainees see: two statements."""
    return course.revision_id is None or _digests(course, DRAFT) != revision_digests(course.revision_id)
