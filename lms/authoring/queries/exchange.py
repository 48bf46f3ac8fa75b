"""Questions of a draft as other systems take them."""

from collections.abc import Collection, Mapping

from lms.authoring.queries.pictures import pictures_shown
from lms.authoring.rules.exchange import shown_names
from lms.authoring.rules.media import meant_in
from lms.authoring.rules.questions import BankValues
from lms.packages.exchange import ExchangedQuestion


def questions_to_write(
    banks: Mapping[str, BankValues], source_language: str, *, bank: str, chosen: Collection[str]
) -> list[ExchangedQuestion]:
    """Those of a bank (empty: of all), or the chosen ones (`bank/key`), as far as they have words in the source."""
    return [
        ExchangedQuestion(entry["key"], name, entry, known.words[source_language][entry["key"]])
        for name, known in sorted(banks.items())
        for entry in known.entries
        if (f"{name}/{entry['key']}" in chosen if chosen else bank in ("", name))
        and "prompt" in known.words.get(source_language, {}).get(entry["key"], {})
    ]


def pictures_to_write(course_id: int, questions: list[ExchangedQuestion], language: str) -> dict[str, bytes]:
    """The pictures that they show by the names they show them under: one statement, and each from the store."""
    names = shown_names([question.words for question in questions])
    if not names:
        return {}
    _known, files = pictures_shown(course_id, [f"../media/{name}" for name in names])
    return {name: files[known].read() for name in names if (known := meant_in(language, name, files))}
