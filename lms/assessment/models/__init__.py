"""The tables of this room: the question bank, quizzes and attempts; assignments, handed-in work and its reviews."""

from lms.assessment.models.assignments import Assignment, Grading, PeerPool, PeerReview, Submission, SubmissionFile
from lms.assessment.models.quizzes import Attempt, Question, QuestionVersion, Quiz, QuizQuestion, Response

__all__ = [
    "Assignment",
    "Attempt",
    "Grading",
    "PeerPool",
    "PeerReview",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizQuestion",
    "Response",
    "Submission",
    "SubmissionFile",
]
