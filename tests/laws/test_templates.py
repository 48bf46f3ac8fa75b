"""What holds for every template file, whoever wrote it."""

import re
from pathlib import Path

import pytest

from lms.core.paths import PACKAGE, template_folder

# A letter's page is for mail programs, which want their style inline; its words are its texts', below.
LETTER = template_folder() / "mail" / "letter.html"
TEMPLATES = sorted(path for path in template_folder().rglob("*.html") if path != LETTER)
LETTERS = sorted(template_folder().rglob("*.txt"))
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.S)
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
TRANSLATED = re.compile(r"\{%-?\s*trans.*?endtrans\s*-?%\}", re.S)
CLASS_BLOCK = re.compile(r"\{%-?\s*block\s+\w*class\w*\s*-?%\}[^{]*\{%-?\s*endblock[^%]*%\}")
ADDRESS = re.compile(r"(?m)^\{\{ base_url \}\}.*$")  # a line of a letter
TAG = re.compile(r"<[^<>]*>", re.S)
# Attributes whose value a person reads or hears.
SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label|data-text-[a-z-]+|content)="([^"{]*[A-Za-z]{2}[^"]*)"')
# Words that are the same in every language: names of formats, and the head's machine-readable values.
NAMES = {
    "PDF",
    "CSV",
    "XLSX",
    "ID",
    "QR",
    "width=device-width, initial-scale=1",
    "light dark",
    "noindex",
    "no-referrer",
}


def _name(path: Path) -> str:
    return str(path.relative_to(template_folder()))


def _markup(path: Path) -> str:
    return CLASS_BLOCK.sub("", COMMENT.sub("", path.read_text()))


@pytest.mark.parametrize("path", [*TEMPLATES, *LETTERS], ids=_name)
def test_a_template_holds_no_untranslated_word(path: Path) -> None:
    markup = TRANSLATED.sub(" ", _markup(path))
    spoken = [text for text in SPOKEN.findall(EXPRESSION.sub("", markup)) if text not in NAMES]
    text = TAG.sub(" ", EXPRESSION.sub(" ", ADDRESS.sub(" ", markup)))
    words = [word for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", " ", text)) if word not in NAMES]
    assert spoken == [] and words == [], f"{_name(path)} says these without _(): {spoken + words}"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    markup = _markup(path)
    assert not re.search(r"<style\b|\sstyle=|javascript:", markup), "style belongs into lms/static/css"
    assert not re.search(r"\son[a-z]+=", markup), "event handlers belong into lms/static/js"
    for script in re.findall(r"<script\b[^>]*>", markup):
        assert "src=" in script, "scripts are files"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_trusts_no_text_as_markup_but_what_was_sanitised_when_published(path: Path) -> None:
    for expression in re.findall(r"\{\{(?:(?!\}\}).)*\|\s*safe\b(?:(?!\}\}).)*\}\}", _markup(path), re.S):
        fixed = re.match(r"\{\{-?\s*(['\"]).*?\1\s*\|\s*safe", expression)
        assert fixed or "html" in expression, f"{_name(path)}: {expression} is not sanitised HTML"


# Names without a look of their own: a part's plain variant, and a hook that only its children's rules name.
UNSTYLED = {"primary", "address", "sheet"}


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_class_in_a_template_has_a_rule_in_the_style_sheets(path: Path) -> None:
    """Else a page falls apart in silence when somebody tidies the style sheets."""
    sheets = "".join(sheet.read_text() for sheet in (PACKAGE / "static" / "css").glob("*.css"))
    styled = set(re.findall(r"\.([a-z][\w-]*)", sheets))
    named = {name for value in re.findall(r'class="([^"{]*)"', _markup(path)) for name in value.split()}
    assert named - styled - UNSTYLED == set()


IMPORTED = re.compile(r"\{%-?\s*from\s+\S+\s+import\s+(.*?)(?:\s+with context)?\s*-?%\}")


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_uses_each_component_that_it_imports(path: Path) -> None:
    rest = IMPORTED.sub("", _markup(path))
    names = [part.split(" as ")[-1].strip() for match in IMPORTED.findall(_markup(path)) for part in match.split(",")]
    assert [name for name in names if not re.search(rf"\b{name}\(", rest)] == []


def test_every_component_is_used_somewhere() -> None:
    everything = "".join(map(_markup, [*TEMPLATES, *LETTERS]))
    code = "".join(module.read_text(encoding="utf-8") for module in PACKAGE.rglob("*.py"))
    macros = set(re.findall(r"\{%-?\s*macro (\w+)", everything))
    imported = {part.split(" as ")[0].strip() for match in IMPORTED.findall(everything) for part in match.split(",")}
    called = imported | set(re.findall(r"(?<!macro )\b(\w+)\(", everything)) | set(re.findall(r'"(\w+)"', code))
    assert macros - called == set()


PAGES = [path for path in TEMPLATES if "components" not in path.parts]  # a component may count its own pages or tiles
CALCULATION = re.compile(r"\|\s*(?:round|sum|int|abs)\b| (?:[*/]{1,2}|-) | \+ \d")


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_calculates_and_rounds_nothing(path: Path) -> None:
    """How a number is rounded is a rule: a page that has its own says another grade than the page beside it."""
    for expression in EXPRESSION.findall(_markup(path)):
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression[2:-2])
        assert not CALCULATION.search(bare), f"{_name(path)}: {expression}"
