"""Files of questions from other systems: held while their report is read, then taken into the banks."""

from collections.abc import Mapping
from datetime import datetime

from lms.authoring.queries.questions import keys_taken
from lms.authoring.rules.exchange import Merged, merge, with_media_names
from lms.authoring.services.files import change_files
from lms.authoring.services.media import add_media
from lms.authoring.services.questions import changed_bank_files, held_banks, readable
from lms.core.errors import Missing, Refused
from lms.core.ids import new_public_id
from lms.core.runtime import current
from lms.media.services import StoredFile
from lms.packages.exchange import Exchange, ExchangedQuestion


def _word(course_id: int, person_id: int, held: str) -> str:
    """Where it lies to the side in the store: found by nobody else, and for no other course."""
    return f"questions-{course_id}-{person_id}-{held}"


def hold_file(course_id: int, person_id: int, data: bytes) -> str:
    """Puts the file to the side until its author has read the report; what is left there is thrown away in days."""
    held = new_public_id()
    current().storage.stage(f"{_word(course_id, person_id, held)}/file", (data,))
    return held


def held_file(course_id: int, person_id: int, held: str) -> bytes:
    """The file again. Raises `Refused` when it is gone."""
    try:
        with current().storage.open_staged(f"{_word(course_id, person_id, held)}/file") as file:
            return file.read()
    except Missing as error:
        raise Refused("The file is no longer held. Choose it again.") from error


def drop_file(course_id: int, person_id: int, held: str) -> None:
    current().storage.drop_staged(_word(course_id, person_id, held))


def take_questions(
    course_id: int,
    exchange: Exchange,
    pictures: Mapping[str, StoredFile],
    source_language: str,
    *,
    into: str,
    how: str,
    subject: str,
    by: int,
    now: datetime,
) -> Merged:
    """The questions and their pictures (by the names that `exchange` gives them) come in, all of them or none.

    Raises `Refused`.
    """
    banks = held_banks(course_id)
    names: dict[str, str] = {}
    if pictures:
        kept = add_media(course_id, list(pictures.values()), by=by, now=now)
        names = dict(zip(pictures, kept, strict=True))
    questions = [
        ExchangedQuestion(each.key, each.category, each.entry, with_media_names(each.words, names))
        for each in exchange.questions
    ]
    taken = keys_taken(course_id, banks.values())
    merged = merge(banks, questions, source_language, into=into, how=how, taken=taken)
    for name in merged.banks:
        if name in banks:
            readable(banks, name)
    files = changed_bank_files(*merged.banks.values())
    change_files(course_id, files, kind="import-questions", subject=subject, by=by, now=now)
    return merged
