"""items/KEY.LANGUAGE.md: the title as front matter, then Markdown."""

import re

from lms.packages.writing import write_yaml
from lms.packages.yaml_text import read_yaml

FRONT = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|$)", re.DOTALL)


def write_page(title: str, text: str) -> str:
    """The file that says this."""
    body = text.replace("\r\n", "\n").strip("\n")
    return f"---\n{write_yaml({'title': title.strip()})}---\n{body}\n"


def split_page(text: str) -> tuple[str, str]:
    """Title and Markdown of a file; the title is empty where there is none to read."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    front = FRONT.match(text)
    if front is None:
        return "", text
    document = read_yaml("", front[1] or "", [])
    value = document.value if document else None
    title = value.get("title") if isinstance(value, dict) else None
    return str(title or "").strip(), text[front.end() :]
