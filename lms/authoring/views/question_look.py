"""A question as it would be for trainees, shown beside its editor."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.pictures import pictures_shown
from lms.authoring.question_trial import Trial, tried
from lms.authoring.question_words import Draw, key_in_words, sample_draws
from lms.authoring.rules.questions import Entry, Words
from lms.core.clock import utc_now
from lms.packages.problems import Problem
from lms.packages.single import examine_question

_MEDIA = "MEDIA"


@dataclass(frozen=True, slots=True)
class Look:
    """The question as it would be: tried, its key in words, draws of a calculated one, what is to be mended."""

    trial: Trial | None
    key: list[str]
    draws: list[Draw]
    variables: list[str]
    problems: list[Problem]


NOTHING = Look(None, [], [], [], [])


def look_at(
    course: StudioCourse,
    language: str,
    entry: Entry,
    words: Words,
    *,
    seed: int = 0,
    given: dict[str, list[str]] | None = None,
) -> Look:
    """The question with its words in the source language, as an attempt with this seed would show it."""
    names, pictures = pictures_shown(course.id, _texts(words))
    examined = examine_question(
        entry, {language: words}, source_language=language, media_names=names, pictures=pictures
    )
    problems = [*examined.faults, *examined.problems]
    if examined.draft is None:
        return Look(None, [], [], [], problems)
    address = url_for(".preview_media", slug=course.slug, item="questions", name=_MEDIA).removesuffix(_MEDIA)
    trial = tried(examined.draft, language, seed=seed, media_url=address, given=given, now=utc_now())
    is_calculated = examined.draft.kind == "calculated"
    return Look(
        trial,
        key_in_words(examined.draft, words),
        sample_draws(examined.draft.body) if is_calculated else [],
        list(examined.draft.body["variables"]) if is_calculated else [],
        problems,
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [value] if isinstance(value, str) else []
