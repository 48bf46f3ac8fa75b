"""The steps of a draft's history."""

from datetime import datetime, timedelta

from lms.core.messages import Sentence, phrase

# kind -> a sentence about %(subject)s; the subject is in the authors' words.
KINDS = {
    "start": phrase("Began the draft"),
    "import": phrase("Brought in a package"),
    "copy-course": phrase("Began as a copy of %(subject)s"),
    "languages": phrase("Changed the languages of the course: %(subject)s"),
    "roll-back": phrase("Went back to revision %(subject)s"),
    "settings": phrase("Changed the settings of the course"),
    "course-words": phrase("Changed the words about the course"),
    "add-module": phrase("Added the module “%(subject)s”"),
    "edit-module": phrase("Changed the module “%(subject)s”"),
    "move-module": phrase("Moved the module “%(subject)s”"),
    "copy-module": phrase("Copied the module “%(subject)s”"),
    "delete-module": phrase("Deleted the module “%(subject)s”"),
    "add-item": phrase("Added “%(subject)s”"),
    "edit-item": phrase("Edited “%(subject)s”"),
    "item-settings": phrase("Changed the settings of “%(subject)s”"),
    "move-item": phrase("Moved “%(subject)s”"),
    "copy-item": phrase("Copied “%(subject)s”"),
    "delete-item": phrase("Deleted “%(subject)s”"),
    "add-question": phrase("Added the question “%(subject)s”"),
    "edit-question": phrase("Changed the question “%(subject)s”"),
    "restore-question": phrase("Brought back an earlier version of the question “%(subject)s”"),
    "move-question": phrase("Moved the question “%(subject)s” to another bank"),
    "delete-question": phrase("Deleted the question “%(subject)s”"),
    "add-bank": phrase("Added the question bank %(subject)s"),
    "delete-bank": phrase("Deleted the question bank %(subject)s"),
    "import-questions": phrase("Brought in questions: %(subject)s"),
    "translate": phrase("Translated “%(subject)s”"),
    "import-translation": phrase("Brought in a translation: %(subject)s"),
    "add-media": phrase("Added the file %(subject)s"),
    "replace-media": phrase("Put another file in the place of %(subject)s"),
    "delete-media": phrase("Removed the file %(subject)s"),
    "take-library": phrase("Took “%(subject)s” from the library"),
    "undo": phrase("Took back: %(subject)s"),
}
MERGE_WITHIN = timedelta(minutes=10)
MERGED_KINDS = frozenset({"edit-item", "course-words", "edit-question", "translate"})  # what is saved while one types


def kind_in_words(kind: str, subject: str) -> Sentence:
    return Sentence(KINDS[kind], {"subject": subject})


def is_same_step(
    kind: str, subject: str, by: int | None, last: tuple[str, str, int | None, datetime], now: datetime
) -> bool:
    """Whether a save goes on with the last step: the same person at the same thing within ten minutes."""
    last_kind, last_subject, last_by, changed_at = last
    is_same = (kind, subject, by) == (last_kind, last_subject, last_by)
    return kind in MERGED_KINDS and is_same and now - changed_at <= MERGE_WITHIN
