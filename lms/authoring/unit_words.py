"""What units and their fields are called, in words for people."""

from lms.authoring.rules.units import DONE, MISSING, OUTDATED, REVIEW
from lms.core.messages import Said, Sentence, phrase

KIND_NAMES = {
    "course": phrase("About the course"),
    "module": phrase("Module"),
    "category": phrase("Category of grades"),
    "item": phrase("Item"),
    "rubric": phrase("Rubric"),
    "question": phrase("Question"),
}
STATE_NAMES = {
    MISSING: phrase("Missing"),
    OUTDATED: phrase("Outdated"),
    REVIEW: phrase("To be looked at"),
    DONE: phrase("Done"),
}
PART_NAMES = {
    "course": phrase("About the course"),
    "items": phrase("Modules and items"),
    "questions": phrase("Questions"),
}
OUTCOME_NAMES = {
    "taken": phrase("Taken"),
    "unchanged": phrase("Unchanged"),
    "outdated": phrase("Taken, but its source has changed since"),
    "unknown": phrase("Not in this course"),
}
_FIELD_NAMES = {
    "title": phrase("Title"),
    "summary": phrase("Summary"),
    "audience": phrase("Who it is for"),
    "description": phrase("Description"),
    "outcomes": phrase("Outcomes"),
    "sources": phrase("Sources"),
    "text": phrase("Text"),
    "prompt": phrase("Question"),
    "explanation": phrase("Explanation"),
    "accepted": phrase("Answers that are accepted"),
}
_PARTS_OF_QUESTION = {
    "options": phrase("Option %(key)s"),
    "feedback": phrase("What is said to %(key)s"),
    "left": phrase("Left side: %(key)s"),
    "right": phrase("Right side: %(key)s"),
    "items": phrase("Step %(key)s"),
}


def field_in_words(unit: str, field: str) -> Said:
    """`options.a` of a question is "Option a"."""
    first, _, rest = field.partition(".")
    if unit.startswith("rubric:"):
        level = field.rpartition(".levels.")[2]
        if ".levels." in field:
            return Sentence("Criterion %(criterion)s, level %(level)s", {"criterion": first, "level": level})
        return Sentence("Criterion %(criterion)s", {"criterion": first})
    if first in _PARTS_OF_QUESTION and rest:
        return Sentence(_PARTS_OF_QUESTION[first], {"key": rest})
    return _FIELD_NAMES.get(field, field)
