"""Addresses of the studio's pages, by what they edit."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.authoring.rules.places import EditorPlace, place_of_file
from lms.authoring.views.parts import address_if_there
from lms.core.messages import Said
from lms.packages.problems import Problem

_ENDPOINTS = {
    "outline": "authoring.outline",
    "settings": "authoring.settings",
    "questions": "authoring.questions",
    "media": "authoring.media",
    "translations": "authoring.translations",
}


def editor_url(slug: str, place: EditorPlace) -> str:
    """The page that edits it; the outline leads to everything else."""
    found = None
    if place.page == "item":
        found = address_if_there("authoring.item", slug=slug, item=place.key)
    elif place.page in _ENDPOINTS:
        found = address_if_there(_ENDPOINTS[place.page], slug=slug)
    return found or f"/studio/{slug}/"


@dataclass(frozen=True, slots=True)
class Mending:
    """A problem and the page that mends it."""

    path: str
    line: int
    wrong: Said
    todo: Said
    url: str


def mending(slug: str, problems: Sequence[Problem], source_language: str) -> list[Mending]:
    """Each problem with the page that mends it."""
    return [
        Mending(p.path, p.line, p.wrong, p.todo, editor_url(slug, place_of_file(p.path, str(p.wrong), source_language)))
        for p in problems
    ]
