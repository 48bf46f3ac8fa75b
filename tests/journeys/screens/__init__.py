"""Every screen of the product, by who sees it: each page, and each state that a page can be in.

A new screen joins the file of the people who see it. Not here: 500, which nothing of ours can bring about, and 503,
which takes a database that is busy for five seconds.
"""

from collections.abc import Callable

from tests.journeys.acts import Screen
from tests.journeys.conftest import Site
from tests.journeys.screens.codes import QUIZ, codes
from tests.journeys.screens.library import library
from tests.journeys.screens.staff import administration, instructors
from tests.journeys.screens.trainees import trainees
from tests.journeys.screens.visitors import visitors
from tests.journeys.screens.works import works

# The screens by the mail address of who opens them; the empty address is a visitor.
SHELVES: dict[str, Callable[[Site], dict[str, list[Screen]]]] = {
    "visitors": visitors, "trainees": trainees, "instructors": instructors, "administration": administration,
    "works": works, "library": library,
}  # fmt: skip

__all__ = ["QUIZ", "SHELVES", "codes"]
