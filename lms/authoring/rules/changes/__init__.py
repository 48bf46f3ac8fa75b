"""What differs between two states of a course, in words: for publishing, for the list of revisions, for history."""

from lms.authoring.rules.changes.facts import GROUPS, Change, Comparison, Side
from lms.authoring.rules.changes.files import changes_of_files
from lms.authoring.rules.changes.outline import changes_of_outline
from lms.authoring.rules.changes.questions import changes_of_questions
from lms.authoring.rules.marks import differing

__all__ = ["GROUPS", "Change", "Side", "describe"]


def describe(before: Side, after: Side) -> list[Change]:
    """Every change, in the order of `GROUPS`. Two equal states have none."""
    both = Comparison(before, after, differing=sorted(differing(before.digests, after.digests)))
    found = [*changes_of_outline(both), *changes_of_files(both), *changes_of_questions(both)]
    order = list(GROUPS)
    return sorted(found, key=lambda change: order.index(change.group))
