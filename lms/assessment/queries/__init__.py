"""What is known of quizzes and attempts; of assignments, see `assignments`, `grading` and `reviews` beside."""

from lms.assessment.queries.quizzes import (
    AttemptFacts,
    AttemptSheet,
    QuestionFacts,
    QuizContent,
    QuizOverview,
    ResponseFacts,
    attempt_sheet,
    attempts_at,
    counted_grade,
    open_attempt,
    overdue_attempts,
    quiz_content,
    quiz_overview,
    quiz_overview_of,
    responses_to,
)

__all__ = [
    "AttemptFacts",
    "AttemptSheet",
    "QuestionFacts",
    "QuizContent",
    "QuizOverview",
    "ResponseFacts",
    "attempt_sheet",
    "attempts_at",
    "counted_grade",
    "open_attempt",
    "overdue_attempts",
    "quiz_content",
    "quiz_overview",
    "quiz_overview_of",
    "responses_to",
]
