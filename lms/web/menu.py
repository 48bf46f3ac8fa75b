"""The menu: rooms add their entries in `wiring`; each names who sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from flask import request, url_for

from lms.core.actor import Actor
from lms.web.guards import current_actor
from lms.web.rendering import address, translate


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry; `label` is marked with `phrase(…)`, `prefix` is the part of the site it stands for."""

    label: str
    endpoint: str
    prefix: str
    visible: Callable[[Actor], bool]


class HasCourse(Protocol):
    """The course that a studio page is about."""

    @property
    def id(self) -> int: ...

    @property
    def slug(self) -> str: ...

    @property
    def revision_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A page of a course in the studio; its endpoint takes the course's `slug`. `visible` is the page's policy.

    `of_published`: a course that was never published has no such page. `also` are the endpoints of pages without a
    tab, on which this one is marked; they take the `slug` alone too.
    """

    label: str
    endpoint: str
    visible: Callable[[Actor, HasCourse], bool]
    of_published: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


main_menu: list[Entry] = []
account_menu: list[Entry] = []
course_pages: list[CoursePage] = []  # in the studio, in their order; the first is the course's own address


def _links(entries: list[Entry]) -> list[Link]:
    actor, path = current_actor(), request.path
    return [
        Link(translate(e.label), address(e.endpoint), path.startswith(e.prefix)) for e in entries if e.visible(actor)
    ]


def menu_items() -> list[Link]:
    """The main menu of whoever is asking."""
    return _links(main_menu)


def account_items() -> list[Link]:
    """What stands under the person's own name."""
    return _links(account_menu)


def _stands_for(url: str, path: str) -> bool:
    """Whether an address is that of the page or below it, as the address that a form of the page is sent to."""
    return path == url or path.startswith(f"{url.rstrip('/')}/")


def course_tabs(course: HasCourse) -> list[Link]:
    """The studio's pages of one course that whoever is asking may open."""
    actor, path = current_actor(), request.path
    pages = [
        (page, url_for(page.endpoint, slug=course.slug))
        for page in course_pages
        if not (page.of_published and course.revision_id is None)
    ]
    parts = [(page, url) for page, url in pages if _stands_for(url, path)]
    parts += [
        (page, url)
        for page, _url in pages
        for url in (url_for(endpoint, slug=course.slug) for endpoint in page.also)
        if _stands_for(url, path)
    ]
    # The first page's address is above all others: what no other page stands for is a part of it.
    current, _url = max(parts, key=lambda part: len(part[1]), default=(None, ""))
    return [Link(translate(page.label), url, page is current) for page, url in pages if page.visible(actor, course)]


def pages_to_come(course: HasCourse) -> list[str]:
    """What the pages are called that whoever is asking may open once the course is published; none when it is."""
    if course.revision_id is not None:
        return []
    actor = current_actor()
    return [translate(page.label) for page in course_pages if page.of_published and page.visible(actor, course)]
