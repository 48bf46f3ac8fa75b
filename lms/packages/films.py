"""Films by a link: what their settings may say, and what a revision keeps of them. Nothing is ever fetched (D01)."""

from typing import Any

from lms.core.film_links import HOST_NAMES, read_film_link
from lms.core.messages import Told
from lms.packages.content import Content, ItemSource


def check_linked_film(content: Content, item: ItemSource) -> None:
    """Adds a problem for a link to nowhere, and for what belongs to a film that lies in media/."""
    document = item.settings
    assert document is not None
    problems, link = content.problems, document.value["link"]
    if read_film_link(link) is None:
        wrong = Told("%(link)s leads to no film that can stand here", link=repr(link))
        problems.append(
            document.problem(("link",), wrong, Told("link a film of %(hosts)s", hosts=", ".join(HOST_NAMES)))
        )
    for name in ("file", "captions"):
        if name in document.value:
            wrong = Told("a film by a link has no %(name)s of its own", name=name)
            problems.append(document.problem((name,), wrong, Told("remove %(name)s, or remove link", name=name)))
    if "watch_percent" in item.data:
        wrong = Told("nobody can measure how much of a film by a link was watched")
        place = (*item.place, "watch_percent")
        problems.append(content.course.problem(place, wrong, Told("remove watch_percent: people mark it themselves")))


def linked_film(settings: dict[str, Any]) -> dict[str, Any]:
    """What the player needs, in place of the link as its author wrote it."""
    film = read_film_link(settings["link"])
    assert film is not None  # the package was checked
    return {**settings, "link": film.watch, "embed": film.embed, "host": film.host}
