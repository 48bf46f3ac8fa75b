"""Every change of this room."""

from lms.assessment.services.answers import Ended, Overtaken, Saved, save_answer, save_answers
from lms.assessment.services.bank import store_questions, store_quiz
from lms.assessment.services.forgetting import forget_person
from lms.assessment.services.grading import grade, queue_overdue
from lms.assessment.services.returning import NewerGrading, save_grading, settle_by_peers
from lms.assessment.services.reviews import allot_reviews, queue_allotments, save_review
from lms.assessment.services.sittings import start_attempt
from lms.assessment.services.submissions import (
    NewerDraft,
    hand_in,
    save_text,
    start_work,
    store_assignment,
    take_back,
)
from lms.assessment.services.work_files import add_files, remove_file

__all__ = [
    "Ended",
    "NewerDraft",
    "NewerGrading",
    "Overtaken",
    "Saved",
    "add_files",
    "allot_reviews",
    "forget_person",
    "grade",
    "hand_in",
    "queue_allotments",
    "queue_overdue",
    "remove_file",
    "save_answer",
    "save_answers",
    "save_grading",
    "save_review",
    "save_text",
    "settle_by_peers",
    "start_attempt",
    "start_work",
    "store_assignment",
    "store_questions",
    "store_quiz",
    "take_back",
]
