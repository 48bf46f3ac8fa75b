"""The programme as files: programme.yaml and programme.LANGUAGE.yaml, beside the courses it names."""

from datetime import datetime
from typing import Any

from lms.core.markdown import render
from lms.core.messages import Told
from lms.courses.drafts import ProgrammeCourseDraft, ProgrammeDraft, ProgrammeTextDraft, TrackDraft
from lms.courses.services import keep_programme
from lms.packages.loading import Loader
from lms.packages.problems import BadPackage, Problem
from lms.packages.reading import Package
from lms.packages.yaml_text import Document, Path


def import_programme(package: Package, *, now: datetime) -> str:
    """Makes the site's programme what the files say, in the caller's transaction, and returns its slug.

    Raises `BadPackage` with every mistake.
    """
    draft = read_programme(package)
    keep_programme(draft, now=now)
    return draft.slug


def read_programme(package: Package) -> ProgrammeDraft:
    """Checks the files and makes the draft."""
    loader = Loader(package)
    programme = loader.yaml("programme.yaml", "programme")
    if programme is None:
        raise BadPackage(loader.problems)
    languages = list(programme.value["languages"])
    words = loader.by_language("programme", "yaml", "programme-words", languages)
    loader.strangers(languages)
    problems = loader.problems
    _check_keys(programme, problems)
    keys = {kind: [each["key"] for each in programme.value[kind]] for kind in ("courses", "tracks")}
    for document in words.values():
        for kind, wanted in keys.items():
            _check_words(document, (kind,), wanted, problems)
    _check_modules(words, programme.value["source_language"], problems)
    if problems:
        raise BadPackage(problems)
    return _build(programme.value, {language: document.value for language, document in words.items()})


def _check_keys(programme: Document, problems: list[Problem]) -> None:
    data = programme.value
    if data["source_language"] not in data["languages"]:
        wrong = Told("the source language is not among the languages")
        problems.append(programme.problem(("source_language",), wrong, Told("name it among the languages too")))
    seen: list[str] = []
    for index, course in enumerate(data["courses"]):
        if course["key"] in seen:
            problems.append(
                programme.problem(
                    ("courses", index), Told("%(key)s stands here twice", key=course["key"]), Told("keep one")
                )
            )
        seen.append(course["key"])
    for index, track in enumerate(data["tracks"]):
        for place, key in enumerate(track["courses"]):
            if key not in seen:
                wrong = Told(
                    "the track %(key)s names %(key2)s, which is no course of the programme", key=track["key"], key2=key
                )
                problems.append(programme.problem(("tracks", index, "courses", place), wrong, Told("correct the key")))


def _check_words(document: Document, place: Path, wanted: list[str], problems: list[Problem]) -> None:
    found = document.value[place[0]]
    missing = [key for key in wanted if key not in found]
    strange = [key for key in found if key not in wanted]
    problems += [
        document.problem(place, Told("%(key)s has no words", key=key), Told("add %(key)s: …", key=key))
        for key in missing
    ]
    problems += [
        document.problem((*place, key), Told("programme.yaml does not name %(key)s", key=key), Told("remove it"))
        for key in strange
    ]


def _check_modules(words: dict[str, Document], source: str, problems: list[Problem]) -> None:
    """A translation has as many modules as its source."""
    if source not in words:
        return
    counts = {key: len(course["modules"]) for key, course in words[source].value["courses"].items()}
    for document in words.values():
        for key, course in document.value["courses"].items():
            if counts.get(key, len(course["modules"])) != len(course["modules"]):
                wrong = Told(
                    "%(key)s has %(modules)s modules, but %(counts)s in %(source)s",
                    key=key,
                    modules=len(course["modules"]),
                    counts=counts[key],
                    source=source,
                )
                problems.append(document.problem(("courses", key, "modules"), wrong, Told("name the same modules")))


def _build(data: dict[str, Any], words: dict[str, Any]) -> ProgrammeDraft:
    return ProgrammeDraft(
        slug=data["programme"],
        texts={
            language: ProgrammeTextDraft(
                text["title"], text["summary"].strip(), render(text["description"], language=language).html
            )
            for language, text in words.items()
        },
        courses=tuple(
            ProgrammeCourseDraft(
                slug=course["key"],
                number=course["number"],
                level=course["level"],
                hours=int(course["hours"]),
                titles={language: text["courses"][course["key"]]["title"] for language, text in words.items()},
                modules={language: text["courses"][course["key"]]["modules"] for language, text in words.items()},
            )
            for course in data["courses"]
        ),
        tracks=tuple(
            TrackDraft(
                key=track["key"],
                titles={language: text["tracks"][track["key"]]["title"] for language, text in words.items()},
                summaries={language: text["tracks"][track["key"]]["summary"] for language, text in words.items()},
                courses=tuple(track["courses"]),
            )
            for track in data["tracks"]
        ),
    )
