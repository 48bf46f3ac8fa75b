"""What holds for the style sheets: colours have names, the other direction mirrors, nothing stays that no page uses."""

import re
from collections.abc import Iterator

import pytest

from lms.core.paths import PACKAGE, template_folder

FOLDER = PACKAGE / "static" / "css"
SHEETS = {
    path.name: re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S) for path in FOLDER.glob("*.css")
}
TOKENS = "tokens.css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(|:\s*(?:white|black)\b", re.I)
PHYSICAL = re.compile(
    r"^(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height))\b"
    r"|^(?:text-align|float|clear):\s*(?:left|right)"
)
# The box of a search turns with what is typed in it, while its icon stays where the page begins.
TURNS_WITH_ITS_TEXT = ("padding-left", "padding-right")


def declarations(sheet: str) -> Iterator[str]:
    """What stands in the innermost braces."""
    for body in re.findall(r"\{([^{}]*)\}", sheet):
        yield from (line.strip() for line in body.split(";") if line.strip())


@pytest.mark.parametrize("name", sorted(SHEETS.keys() - {TOKENS, "print.css"}))
def test_a_colour_is_named_by_a_token_so_that_both_themes_have_it(name: str) -> None:
    assert [line for line in declarations(SHEETS[name]) if COLOUR.search(line)] == []


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_nothing_is_left_or_right_so_that_the_other_direction_mirrors(name: str) -> None:
    found = [line for line in declarations(SHEETS[name]) if PHYSICAL.search(line)]
    assert [line for line in found if not (name == "filters.css" and line.startswith(TURNS_WITH_ITS_TEXT))] == []


def test_every_token_has_a_value_and_a_use() -> None:
    everything = "".join(SHEETS.values())
    named = set(re.findall(r"(--[\w-]+)\s*:", everything))
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    assert used - named == set(), "named nowhere"
    assert {token for token in named - used if not token.startswith("--pico-")} == set(), "used nowhere"


def test_every_rule_is_for_something_that_a_page_may_have() -> None:
    """By the classes, ids and data attributes of its selector: each stands in a template, a script or a view."""
    sources = [*template_folder().rglob("*.html"), *(PACKAGE / "static" / "js").glob("*.js"), *PACKAGE.rglob("*.py")]
    text = "".join(source.read_text(encoding="utf-8") for source in sources)
    # A script says dataset.saveUrl for data-save-url; the number of a cover is written by the template.
    text += "".join(
        f" data-{re.sub('[A-Z]', lambda sign: '-' + sign[0].lower(), name)} "
        for name in re.findall(r"dataset\.(\w+)", text)
    )
    words = set(re.findall(r"[A-Za-z][\w-]*", text)) | {f"cover-{number}" for number in range(2, 9)}
    selectors = re.findall(r"([^{}]+)\{", "".join(SHEETS.values()))
    named = set(
        re.findall(r"[.#]([A-Za-z][\w-]*)|\[(data-[\w-]+)", " ".join(one for one in selectors if "@" not in one))
    )
    assert {name for pair in named for name in pair if name} - words == set()


def test_no_sheet_is_longer_than_its_subject() -> None:
    assert [name for name in SHEETS if len((FOLDER / name).read_text(encoding="utf-8").splitlines()) > 300] == []
