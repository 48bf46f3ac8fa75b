"""`python -m lms.translations collect`: finds every sentence of the interface and updates the `.po` files."""

import sys
import tempfile
from pathlib import Path

from babel.messages.frontend import CommandLineInterface

from lms.core.languages import DEFAULT_LANGUAGE, INTERFACE_LANGUAGES

HERE = Path(__file__).parent
# What marks a sentence: the web's gettext, and the words of lms.core.messages used below it.
KEYWORDS = (
    "_",
    "gettext",
    "ngettext:1,2",
    "lazy_gettext",
    "phrase",
    "Sentence",
    "PluralSentence:1,2",
    "Refused",
    "Told",
)


def _pybabel(*words: str) -> None:
    CommandLineInterface().run(["pybabel", "-q", *words])  # type: ignore[no-untyped-call]


def collect(target: Path) -> None:
    """Writes the template of all sentences (a `.pot`)."""
    root = HERE.parents[1]
    mapping = HERE / "babel.cfg"
    arguments = ["extract", "-F", str(mapping), "-o", str(target), "--no-location", "--sort-output"]
    for keyword in KEYWORDS:
        arguments += ["-k", keyword]
    _pybabel(*arguments, "--project=E-Commerce Academy", "--version=1", str(root / "lms"), str(root / "templates"))


def update() -> None:
    """Brings each language's file up to date; new sentences stand there without a translation."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        collect(template)
        for tag in INTERFACE_LANGUAGES:
            if tag == DEFAULT_LANGUAGE:
                continue
            path = HERE / tag / "LC_MESSAGES" / "messages.po"
            verb = ["update", "--no-fuzzy-matching", "--ignore-obsolete"] if path.exists() else ["init"]
            path.parent.mkdir(parents=True, exist_ok=True)
            _pybabel(*verb, "-i", str(template), "-o", str(path), "-l", tag)


if __name__ == "__main__":
    if sys.argv[1:] != ["collect"]:
        sys.exit("usage: python -m lms.translations collect")
    update()
