"""Screens of the library: what there is, what a course gives, takes and keeps."""

from tests.journeys.acts import Screen, sent
from tests.journeys.conftest import Site
from tests.journeys.furniture import FILM
from tests.journeys.learning import COURSE
from tests.journeys.screens.codes import ask


def library(site: Site) -> dict[str, list[Screen]]:
    by_title = "SELECT public_id FROM library_entry WHERE title = ?"
    (reading,) = ask(site, by_title, "What is in your parcel")
    (module,) = ask(site, by_title, "Receive")
    used = f"/studio/{COURSE}/library/item:what-is-in-it"
    return {
        "instructor@example.org": [
            Screen("library", "/studio/library/"),
            Screen("library-for-a-course", f"/studio/library/?course={COURSE}&kind=reading"),
            Screen("library-nothing-found", "/studio/library/?q=zzzz"),
            Screen("library-entry", f"/studio/library/{module}"),
            Screen("library-entry-for-a-course", f"/studio/library/{reading}?course={COURSE}"),
            Screen("library-version", f"/studio/library/{reading}/2/"),
            Screen("library-offered-in-the-outline", f"/studio/{COURSE}/"),
            Screen("library-use", used),
            Screen("library-update-errors", used, sent("main form[action$=update]", note="")),
            Screen("library-share", f"/studio/{COURSE}/library/item:money-in-one-order/share"),
            Screen("library-share-module", f"/studio/{COURSE}/library/module:business-models/share"),
        ],
        "admin@example.org": [Screen("library-use-newest", f"/studio/{FILM}/library/item:what-is-in-it")],
    }
