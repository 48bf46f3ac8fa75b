"""Rules as sentences that people read."""

from typing import Any

from lms.core.messages import Sentence
from lms.progress.rules.locks import Lock


def item_rule_in_words(rule: dict[str, Any]) -> Sentence:
    """What makes an item complete, as it stands on the item's page."""
    if rule["kind"] == "submit":
        return Sentence("Complete when you have handed in your work.")
    if rule["kind"] == "score" and rule.get("of") == "assignment":
        return Sentence(
            "Complete when your work is returned with a grade of at least %(percent)s%%.", {"percent": rule["percent"]}
        )
    if rule["kind"] == "score":
        return Sentence("Complete when you reach %(percent)s%% in this quiz.", {"percent": rule["percent"]})
    if rule["kind"] == "watch":
        return Sentence("Complete when you have watched %(percent)s%% of the film.", {"percent": rule["percent"]})
    if rule.get("of") == "film":
        return Sentence("Complete when you have watched the film and marked it as complete.")
    return Sentence("Complete when you have read it and marked it as complete.")


def why_locked(lock: Lock, *, title: str) -> Sentence:
    """Why an item is locked; `title` is that of the module or item to complete first."""
    if lock.after_module is not None:
        return Sentence("Opens when you have completed the module “%(title)s”.", {"title": title})
    return Sentence("Opens when you have completed “%(title)s”.", {"title": title})


def greeting(hour: int) -> str:
    """`morning` from 5, `day` from 12, `evening` from 18 and through the night, by the person's own clock (0-23)."""
    if 5 <= hour < 12:
        return "morning"
    return "day" if 12 <= hour < 18 else "evening"
