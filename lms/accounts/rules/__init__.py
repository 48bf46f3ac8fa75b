"""What an address, a name and a password may be: pure decisions."""

from lms.accounts.rules.addresses import email_key
from lms.accounts.rules.browsers import browser_name
from lms.accounts.rules.names import (
    clean_name,
    initials,
    latin_name_problem,
    name_problem,
    names_flags,
    search_words,
    suggest_latin,
)
from lms.accounts.rules.passwords import password_problem

__all__ = [
    "browser_name",
    "clean_name",
    "email_key",
    "initials",
    "latin_name_problem",
    "name_problem",
    "names_flags",
    "password_problem",
    "search_words",
    "suggest_latin",
]
