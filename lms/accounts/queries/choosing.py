"""People as part of a larger question: for rooms above to join in a statement of their own."""

from typing import Any

from sqlalchemy import Select, select

from lms.accounts.models import Person
from lms.accounts.rules import search_words


def matching_people(words: str = "", country: str = "") -> Select[Any]:
    """id, public_id, printed_name, country_code and search_text (by which lists of names are ordered).

    Those whose names, address or organisation have all the words, of one country if it is given; nobody who was
    erased. It costs no statement.
    """
    columns: list[Any] = [Person.id, Person.public_id, Person.printed_name, Person.country_code, Person.search_text]
    chosen = select(*columns).where(Person.erased_at.is_(None))
    for word in search_words(words).split()[:8]:
        chosen = chosen.where(Person.search_text.contains(word, autoescape=True))
    return chosen.where(Person.country_code == country) if country else chosen
