"""Open pages: the home page, the catalogue, the programme. A course's own page is `enrolment.course`."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, get_template_attribute, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms.core.cache import remembered
from lms.courses.queries import catalogue as catalogue_facts
from lms.courses.queries import programmes
from lms.courses.queries.catalogue import Tile
from lms.courses.queries.programmes import ProgrammeFacts
from lms.courses.rules import LONGEST_QUERY
from lms.web.guards import anyone, guarded
from lms.web.language import interface_language, language_name, wanted_languages
from lms.web.paging import Page, page_number

blueprint = Blueprint("courses", __name__)

TILES_ON_HOME = 6
SAMPLE_DAY = date(2026, 11, 4)  # on the picture of a certificate


def drawn(tiles: list[Tile], heading: int) -> list[Markup]:
    """The tiles of courses as HTML, their titles headings of this level."""
    language = interface_language()
    return [_drawn(tile, language, heading) for tile in tiles]


@remembered(maxsize=4096)
def _drawn(tile: Tile, language: str, heading: int) -> Markup:
    """A tile looks the same until something it shows changes; drawing 24 of them anew took 4 ms of a request's 7."""
    tile_of: Callable[..., Markup] = get_template_attribute("courses/_tile.html", "course_tile")
    return tile_of(tile, language, heading)


@blueprint.get("/")
@guarded(anyone)
def home() -> ResponseReturnValue:
    """What this is, the first courses, and the ways on."""
    wanted = wanted_languages()
    found = catalogue_facts.courses_found(wanted)
    shown = found.tiles[:TILES_ON_HOME]
    return render_template(
        "courses/home.html",
        tiles=shown,
        cards=drawn(shown, heading=3),
        figures=catalogue_facts.home_facts(found.total),
        programmes=programmes.programme_links(wanted),
        sample_day=SAMPLE_DAY,
    )


def _asked(name: str) -> str:
    """What the address says, without characters that are none to see (C13); joiners belong to Persian words."""
    text = request.args.get(name, "")[:LONGEST_QUERY]
    return "".join(c for c in text if c.isprintable() or c in "\u200c\u200d").strip()


@blueprint.get("/courses/")
@guarded(anyone)
def catalogue() -> ResponseReturnValue:
    """Search and filters stand in the address, so that a result can be sent to a friend."""
    query, level, language = (_asked(name) for name in ("q", "level", "language"))
    number = page_number()
    found = catalogue_facts.courses_found(wanted_languages(), query=query, level=level, language=language, page=number)
    return render_template(
        "courses/catalogue.html",
        page=Page(drawn(found.tiles, heading=2), number, catalogue_facts.PAGE_SIZE, found.total),
        languages=[(tag, language_name(tag)) for tag in catalogue_facts.languages_offered()],
        query=query,
        level=level,
        language=language,
        is_narrowed=bool(query or level or language),
    )


def _load_programme(slug: str) -> ProgrammeFacts | None:
    return programmes.programme(slug, wanted_languages())


@blueprint.get("/programmes/<slug>/")
@guarded(anyone, programme=_load_programme)
def programme(programme: ProgrammeFacts) -> ResponseReturnValue:
    """The courses in order, and the tracks."""
    return render_template("courses/programme.html", programme=programme)
