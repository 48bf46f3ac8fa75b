"""Completion, locks and words about them. Pure: plain data in, decision out."""

from lms.progress.rules.completion import CourseRule, Sum, add_up, is_item_complete
from lms.progress.rules.locks import Lock, find_locks, resume_target
from lms.progress.rules.watching import believable, merge, seconds_watched, watched_percent
from lms.progress.rules.words import greeting, item_rule_in_words, why_locked

__all__ = [
    "CourseRule", "Lock", "Sum", "add_up", "believable", "find_locks", "greeting", "is_item_complete",
    "item_rule_in_words", "merge", "resume_target", "seconds_watched", "watched_percent", "why_locked",
]  # fmt: skip
