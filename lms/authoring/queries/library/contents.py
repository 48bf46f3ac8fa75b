"""What a piece holds, to look at before it is used."""

from dataclasses import dataclass

from lms.authoring.queries.library.pieces import package_of
from lms.authoring.rules.library.pieces import Medium, Piece, questions_in
from lms.authoring.rules.units import label_of, units_of
from lms.core.languages import best_language
from lms.courses.queries import MediaFacts
from lms.media.rules.kinds import kind_by_ending
from lms.media.rules.pictures import original_of
from lms.packages.checking import examine_package
from lms.packages.problems import Problem


@dataclass(frozen=True, slots=True)
class ItemContent:
    """`html` is sanitised, its pictures stand beside the page in `media/`; `questions` are those a quiz draws from."""

    key: str
    kind: str
    title: str
    minutes: int
    required: bool
    html: str
    questions: int


@dataclass(frozen=True, slots=True)
class PieceContent:
    """In one language. `prompts` are all its questions in plain words, with their banks."""

    title: str
    language: str
    languages: tuple[str, ...]
    items: tuple[ItemContent, ...]
    prompts: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, int], ...]
    size_bytes: int
    mistakes: tuple[Problem, ...]

    @property
    def size_kilobytes(self) -> int:
        return -(-self.size_bytes // 1024)

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)


def content_of(piece: Piece, wanted: list[str]) -> PieceContent:
    """No statement; the media that it shows are read from the store."""
    tags = piece.languages
    language = best_language(wanted, tags) or tags[0]
    checked = examine_package(package_of(piece))
    titles = {**piece.titles(tags[0]), **piece.titles(language)}
    items = []
    for item in piece.items:
        texts = checked.texts.get(item["key"], {})
        quiz = checked.quizzes.get(item["key"])
        words = texts.get(language) or texts.get(tags[0])
        items.append(
            ItemContent(
                key=item["key"],
                kind=item["kind"],
                title=titles.get(item["key"]) or item["key"],
                minutes=item["minutes"],
                required=item.get("required", True),
                html=words.html if words else "",
                questions=len({key for _draw, keys in quiz.sections for key in keys}) if quiz else 0,
            )
        )
    return PieceContent(
        title=piece.title_in(language) or piece.title,
        language=language,
        languages=tuple(tags),
        items=tuple(items),
        prompts=tuple(_prompts(piece, language)),
        files=tuple((path.removeprefix("media/"), medium.size_bytes) for path, medium in sorted(piece.media.items())),
        size_bytes=piece.size_bytes,
        mistakes=tuple(problem for problem in checked.content.mistakes if "/" in problem.path),
    )


def _prompts(piece: Piece, language: str) -> list[tuple[str, str]]:
    found = []
    for path in sorted(piece.texts):
        if path.startswith("questions/") and path.count(".") == 1:
            bank = path.removeprefix("questions/").removesuffix(".yaml")
            words: dict[str, dict[str, str]] = {}
            for tag in (piece.languages[0], language):
                name = f"questions/{bank}.{tag}.yaml"
                words |= units_of(name, piece.texts.get(name))
            keys = [question["key"] for question in questions_in(piece.texts[path])]
            found += [(bank, label_of(words.get(f"question:{key}", {"prompt": key}))) for key in keys]
    return found


def medium_in(piece: Piece, name: str) -> MediaFacts | None:
    """A file of its media; a size of a picture that publishing will make is the picture itself."""
    for each in (name, original_of(name)):
        medium: Medium | None = piece.media.get(f"media/{each}")
        kind = kind_by_ending(each)
        if medium is not None and kind is not None:
            return MediaFacts(each, medium.digest, kind.content_type, medium.size_bytes)
    return None
