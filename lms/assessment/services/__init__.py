"""Every change of this room."""

from lms.assessment.services.bank import store_questions, store_quiz

__all__ = ["store_questions", "store_quiz"]
