"""Small things that several of the studio's views do."""

from collections.abc import Callable

from flask_babel import gettext

from lms.accounts.queries import person_names
from lms.authoring.services.files import Stale
from lms.core.errors import Refused
from lms.core.messages import Sentence
from lms.web.forms import Form, attempt, begin_writing
from lms.web.language import clock_time, say


def told(stale: Stale) -> str:
    """Who was faster and when, as far as that is known."""
    people = person_names([stale.by]) if stale.by is not None else {}
    if stale.by in people and stale.at is not None:
        return str(
            gettext(
                "%(name)s changed this at %(time)s. Nothing was overwritten: load the page again to go on.",
                name=people[stale.by].printed_name,
                time=clock_time(stale.at),
            )
        )
    return say(Sentence(stale.text, stale.values))


def words_of(refusal: Refused) -> str:
    """A refusal in the reader's language; who was faster is told by name."""
    return told(refusal) if isinstance(refusal, Stale) else say(Sentence(refusal.text, refusal.values))


def done_with(form: Form, deed: Callable[[], object]) -> bool:
    """Does it in one transaction; a refusal is put on the form, and who was faster is told there by name."""
    begin_writing()
    try:
        with attempt():
            deed()
    except Stale as stale:
        form.refusals.append(told(stale))
        return False
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def errors_of(form: Form) -> str:
    """Everything that is wrong with a form, in one line."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
