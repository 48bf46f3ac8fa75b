"""The menu: rooms add their entries in `wiring`; each names who sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

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


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


main_menu: list[Entry] = []
account_menu: list[Entry] = []


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
