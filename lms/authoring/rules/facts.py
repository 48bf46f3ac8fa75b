"""What lists show of a file without reading it."""

import re
from typing import Any

from lms.core.markdown import render
from lms.packages.pages import split_page
from lms.packages.yaml_text import read_yaml

PAGE = re.compile(r"items/([a-z0-9-]+)\.([A-Za-z0-9-]+)\.md")
ITEM_SETTINGS = re.compile(r"items/([a-z0-9-]+)\.yaml")
RUBRIC_WORDS = re.compile(r"items/([a-z0-9-]+)\.([A-Za-z0-9-]+)\.yaml")
BANK = re.compile(r"questions/([a-z0-9-]+)\.yaml")
BANK_WORDS = re.compile(r"questions/([a-z0-9-]+)\.([A-Za-z0-9-]+)\.yaml")
COURSE_WORDS = re.compile(r"course\.([A-Za-z0-9-]+)\.yaml")


def file_facts(path: str, text: str | None) -> dict[str, Any]:
    """Title and number of words of a page, the title of a course, what it holds, what a list says of an item's
    settings and of a bank; nothing of other files.
    """
    if text is None:
        return {}
    if match := PAGE.fullmatch(path):
        title, body = split_page(text)
        return {"title": title, "words": render(body, language=match[2]).word_count}
    if COURSE_WORDS.fullmatch(path):
        return {"title": str(_mapping(path, text).get("title") or "").strip()}
    if path == "course.yaml":
        return {"things": _things(_mapping(path, text))}
    if ITEM_SETTINGS.fullmatch(path):
        return _settings_facts(_mapping(path, text))
    if BANK.fullmatch(path):
        document = read_yaml(path, text, [])
        questions = document.value if document and isinstance(document.value, list) else []
        return {"questions": len(questions)}
    return {}


def _mapping(path: str, text: str) -> dict[str, Any]:
    document = read_yaml(path, text, [])
    return dict(document.value) if document and isinstance(document.value, dict) else {}


def _things(course: dict[str, Any]) -> list[str]:
    """`module:KEY` and `item:KEY` of everything in the outline."""
    modules = course.get("modules")
    found = []
    for module in modules if isinstance(modules, list) else ():
        if isinstance(module, dict):
            items = module.get("items")
            found.append(f"module:{module.get('key')}")
            mine = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
            found += [f"item:{item.get('key')}" for item in mine]
    return found


def _settings_facts(settings: dict[str, Any]) -> dict[str, Any]:
    """`pass_percent`; of a quiz its `sections` as bank, tag and number drawn (None: all); the languages of captions."""
    facts: dict[str, Any] = {}
    if isinstance(settings.get("pass_percent"), int):
        facts["pass_percent"] = settings["pass_percent"]
    if isinstance(settings.get("questions"), list):
        sections = [section for section in settings["questions"] if isinstance(section, dict)]
        facts["sections"] = [[section.get("bank"), section.get("tag"), section.get("draw")] for section in sections]
    if isinstance(settings.get("captions"), dict):
        facts["captions"] = sorted(map(str, settings["captions"]))
    return facts


WORDS_PER_MINUTE = 200  # adults read 238 words of English prose a minute (Brysbaert 2019); to learn, one reads slower


def reading_minutes(words: int) -> int:
    """How long a text takes to read, in whole minutes, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))
