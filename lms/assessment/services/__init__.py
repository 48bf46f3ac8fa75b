"""Every change of this room."""

from lms.assessment.services.answers import Ended, Overtaken, Saved, save_answer, save_answers
from lms.assessment.services.bank import store_questions, store_quiz
from lms.assessment.services.grading import grade, queue_overdue
from lms.assessment.services.sittings import start_attempt

__all__ = [
    "Ended",
    "Overtaken",
    "Saved",
    "grade",
    "queue_overdue",
    "save_answer",
    "save_answers",
    "start_attempt",
    "store_questions",
    "store_quiz",
]
