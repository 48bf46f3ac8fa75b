"""What lists show of a file without reading it."""

import re
from typing import Any

from lms.core.markdown import render
from lms.packages.pages import split_page
from lms.packages.yaml_text import read_yaml

PAGE = re.compile(r"items/([a-z0-9-]+)\.([A-Za-z0-9-]+)\.md")
ITEM_SETTINGS = re.compile(r"items/([a-z0-9-]+)\.yaml")
BANK = re.compile(r"questions/([a-z0-9-]+)\.yaml")
BANK_WORDS = re.compile(r"questions/([a-z0-9-]+)\.([A-Za-z0-9-]+)\.yaml")
COURSE_WORDS = re.compile(r"course\.([A-Za-z0-9-]+)\.yaml")


def file_facts(path: str, text: str | None) -> dict[str, Any]:
    """Title and number of words of a page, the title of a course; nothing of other files."""
    if text is None:
        return {}
    if match := PAGE.fullmatch(path):
        title, body = split_page(text)
        return {"title": title, "words": render(body, language=match[2]).word_count}
    if COURSE_WORDS.fullmatch(path):
        document = read_yaml(path, text, [])
        words = document.value if document and isinstance(document.value, dict) else {}
        return {"title": str(words.get("title") or "").strip()}
    return {}


WORDS_PER_MINUTE = 200  # adults read 238 words of English prose a minute (Brysbaert 2019); to learn, one reads slower


def reading_minutes(words: int) -> int:
    """How long a text takes to read, in whole minutes, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))
