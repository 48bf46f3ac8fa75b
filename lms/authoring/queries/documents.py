"""The YAML files of a draft as plain values."""

from dataclasses import dataclass
from typing import Any

from lms.authoring.queries.files import TextFile, draft_texts
from lms.authoring.rules.facts import COURSE_WORDS
from lms.core.errors import Refused
from lms.packages.problems import Problem
from lms.packages.yaml_text import read_yaml

COURSE = "course.yaml"


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file says, and the digest to send back with its change; an absent file says nothing (None)."""

    path: str
    value: Any
    digest: str | None


@dataclass(frozen=True, slots=True)
class CourseFiles:
    """course.yaml and the words about the course by language, the source language first."""

    course: dict[str, Any]
    digest: str
    words: dict[str, dict[str, Any]]
    word_digests: dict[str, str]

    @property
    def languages(self) -> list[str]:
        """The source language first."""
        source = self.source_language
        return [source, *(tag for tag in self.course["languages"] if tag != source)]

    @property
    def source_language(self) -> str:
        return str(self.course["source_language"])


def yaml_files(course_id: int, paths: list[str]) -> dict[str, YamlFile]:
    """These files, absent ones too: one statement. One that is no YAML says nothing."""
    texts = draft_texts(course_id, paths)
    return {path: _read(path, texts.get(path)) for path in paths}


def _read(path: str, file: TextFile | None) -> YamlFile:
    if file is None:
        return YamlFile(path, None, None)
    problems: list[Problem] = []
    document = read_yaml(path, file.text, problems)
    return YamlFile(path, document.value if document else None, file.digest)


def course_files(course_id: int) -> CourseFiles:
    """What the draft says about the course as a whole: two statements. Raises `Refused` without a course.yaml."""
    course = yaml_files(course_id, [COURSE])[COURSE]
    if not isinstance(course.value, dict) or course.digest is None:
        raise Refused("The draft has no course.yaml that can be read, so there is nothing to edit. Import a package.")
    tags = [course.value["source_language"], *course.value["languages"]]
    files = yaml_files(course_id, [f"course.{tag}.yaml" for tag in dict.fromkeys(tags)])
    found = {_language(path): file for path, file in files.items() if isinstance(file.value, dict)}
    return CourseFiles(
        course=course.value,
        digest=course.digest,
        words={tag: _usable(file.value) for tag, file in found.items()},
        word_digests={tag: str(file.digest) for tag, file in found.items()},
    )


def _usable(words: dict[str, Any]) -> dict[str, Any]:
    """With titles of modules, of which an unfinished file may have none."""
    return words if isinstance(words.get("modules"), dict) else {**words, "modules": {}}


def _language(path: str) -> str:
    match = COURSE_WORDS.fullmatch(path)
    assert match is not None
    return match[1]
