"""The files of a package as their authors know them: parts with a name each, instead of YAML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.diffs import Block, compare_texts, shortened
from lms.authoring.rules.facts import BANK, BANK_WORDS, COURSE_WORDS, ITEM_SETTINGS, PAGE, RUBRIC_WORDS
from lms.core.messages import Sentence, phrase
from lms.enrolment.rules import MODE_WORDS
from lms.packages.pages import split_page
from lms.packages.yaml_text import read_yaml

# What the format calls a thing, and what its authors do; keys of their own stay as they are.
NAMES = {
    "title": phrase("Title"), "text": phrase("Text"), "summary": phrase("Summary"), "audience": phrase("Audience"),
    "description": phrase("Description"), "outcomes": phrase("Outcomes"), "sources": phrase("Sources"),
    "modules": phrase("Modules"), "categories": phrase("Categories"), "items": phrase("Items"),
    "prompt": phrase("Question"), "options": phrase("Options"), "feedback": phrase("Feedback"),
    "explanation": phrase("Explanation"), "accepted": phrase("Accepted answers"), "answer": phrase("Right answer"),
    "points": phrase("Points"), "tags": phrase("Tags"), "kind": phrase("Kind"), "left": phrase("Left side"),
    "right": phrase("Right side"), "order": phrase("Right order"), "tolerance": phrase("Tolerance"),
    "tolerance_percent": phrase("Tolerance in percent"), "unit": phrase("Unit"), "variables": phrase("Variables"),
    "formula": phrase("Formula"), "decimals": phrase("Decimals"), "min": phrase("Smallest"), "max": phrase("Largest"),
    "step": phrase("Steps of"), "questions": phrase("Questions"), "bank": phrase("Bank"), "tag": phrase("Tag"),
    "draw": phrase("How many are drawn"), "shuffle_questions": phrase("Questions in random order"),
    "shuffle_options": phrase("Options in random order"), "time_limit_minutes": phrase("Time limit in minutes"),
    "attempts": phrase("Attempts"), "pass_percent": phrase("Pass mark in percent"),
    "grade": phrase("Which attempt counts"),
    "file": phrase("Film"), "link": phrase("Link"), "duration_seconds": phrase("Length in seconds"),
    "captions": phrase("Captions"), "minutes": phrase("Minutes"), "required": phrase("Required"),
    "after": phrase("Opens after"), "watch_percent": phrase("Share to watch in percent"),
    "category": phrase("Category of the gradebook"), "submission": phrase("What is handed in"),
    "rubric": phrase("Rubric"), "levels": phrase("Levels"), "due": phrase("Due"), "late": phrase("Late work"),
    "peer_review": phrase("Peer review"), "level": phrase("Level"), "hours": phrase("Hours"),
    "number": phrase("Number in the programme"), "source_language": phrase("Source language"),
    "languages": phrase("Languages"), "enrolment": phrase("Enrolment"), "mode": phrase("Way to enrol"),
    "capacity": phrase("Seats"), "opens_on": phrase("First day to enrol"), "closes_on": phrase("Last day to enrol"),
    "prerequisites": phrase("Courses to complete first"),
    "completion": phrase("Completion"), "required_items": phrase("Required items"), "final_quiz": phrase("Final quiz"),
    "certificate": phrase("Certificate"), "issue": phrase("How it is issued"), "grading": phrase("Gradebook"),
    "ungraded": phrase("What has no score yet"), "weight": phrase("Weight"),
    "drop_lowest": phrase("Lowest scores dropped"), "key": phrase("Key"),
}  # fmt: skip
# What the format writes for a choice, by the name of the setting, and what the page on which it is chosen calls it.
VALUES = {
    "mode": MODE_WORDS,
    "level": {"basic": phrase("Basic"), "intermediate": phrase("Intermediate"), "advanced": phrase("Advanced")},
    "required_items": {"all": phrase("all required items")},
    "issue": {
        "automatic": phrase("Issued as soon as the course is completed"),
        "approval": phrase("Issued after an administrator approves it"),
        "none": phrase("None"),
    },
    "ungraded": {"skip": phrase("is left out of the total"), "zero": phrase("counts as zero")},
    "grade": {"best": phrase("the best"), "last": phrase("the last"), "mean": phrase("the mean of all")},
    "feedback": {
        "after_submit": phrase("after each attempt"),
        "after_pass": phrase("once the quiz is passed"),
        "after_last_attempt": phrase("after the last attempt"),
        "never": phrase("never"),
    },
}
SWITCH = {"true": phrase("yes"), "false": phrase("no")}
Label = tuple[str, ...]  # the names from the outermost to the innermost


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a file that differs; `label` is empty where the file is one text."""

    label: Label
    blocks: tuple[Block, ...]


def parts_of(path: str, text: str) -> dict[Label, str]:
    """A page has a title and a text; a YAML file a part for each thing it says; anything else is one text."""
    if path.endswith(".md"):
        title, body = split_page(text)
        return {("title",): f"{title}\n" if title else "", ("text",): body}
    document = read_yaml(path, text, []) if path.endswith(".yaml") else None
    return dict(_leaves(document.value, ())) if document else {(): text}


def _leaves(value: Any, label: Label) -> Iterator[tuple[Label, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*label, str(key)))
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for number, each in enumerate(value, 1):
            name = each.get("key") if isinstance(each, dict) else None
            yield from _leaves(each, (*label, str(name or number)))
    elif isinstance(value, list):
        yield label, "".join(f"{_written(each)}\n" for each in value)
    else:
        yield label, f"{_written(value)}\n" if value is not None else ""


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def differences_in(path: str, before: str | None, after: str | None) -> list[Difference]:
    """What differs in a file, part by part; None: there was no such file, or is none any more."""
    old, new = (parts_of(path, text) if text is not None else {} for text in (before, after))
    found = []
    for label in dict.fromkeys([*new, *old]):
        x, y = old.get(label, ""), new.get(label, "")
        if x != y:
            found.append(Difference(label, tuple(shortened(compare_texts(x, y)))))
    return found


def file_in_words(path: str, titles: Mapping[str, str]) -> tuple[Sentence, str]:
    """What a file is to its authors, and the language of its words ("" where it has none); `titles` of items by key."""
    if path == "course.yaml":
        return Sentence("Structure and settings of the course"), ""
    if match := COURSE_WORDS.fullmatch(path):
        return Sentence("The words about the course"), match[1]
    if match := PAGE.fullmatch(path):
        return Sentence("“%(title)s”", {"title": titles.get(match[1]) or match[1]}), match[2]
    if match := ITEM_SETTINGS.fullmatch(path):
        return Sentence("Settings of “%(title)s”", {"title": titles.get(match[1]) or match[1]}), ""
    if match := BANK.fullmatch(path):
        return Sentence("Questions of the bank %(bank)s", {"bank": match[1]}), ""
    if match := BANK_WORDS.fullmatch(path):
        return Sentence("Questions of the bank %(bank)s", {"bank": match[1]}), match[2]
    if match := RUBRIC_WORDS.fullmatch(path):
        return Sentence("Words of the rubric of “%(title)s”", {"title": titles.get(match[1]) or match[1]}), match[2]
    return Sentence("File %(name)s", {"name": path.removeprefix("media/")}), ""
