"""The rules of an assignment as sentences that trainees read."""

from lms.assessment.rules.assignments import AssignmentSettings
from lms.core.messages import PluralSentence, Said, Sentence


def late_in_words(settings: AssignmentSettings) -> list[Said]:
    """What happens after the due date; nothing where there is none."""
    if settings.due_at is None and settings.due_days is None:
        return []
    told: list[Said] = []
    if settings.late == "refuse":
        return [Sentence("Nothing is taken after that.")]
    if settings.late == "minus":
        told.append(
            Sentence(
                "Each day that it is late takes %(percent)s points of 100 off the grade.",
                {"percent": settings.late_percent_a_day},
            )
        )
    else:
        told.append(Sentence("Late work is taken, too, and loses nothing by it."))
    if settings.closes_after_days is not None:
        told.append(
            PluralSentence(
                "It closes %(count)s day later.", "It closes %(count)s days later.", settings.closes_after_days
            )
        )
    return told


def deduction_in_words(late_days: int, deduction: int) -> Said | None:
    """Why a grade is lower than its marks; None when it is not."""
    if not deduction:
        return None
    return PluralSentence(
        "Handed in %(count)s day late: %(percent)s points of 100 are taken off.",
        "Handed in %(count)s days late: %(percent)s points of 100 are taken off.",
        late_days,
        {"percent": deduction},
    )
