"""Quizzes: the question bank, drawing, attempts, saved answers, grading. Assignments: work that is handed in, graded by
the staff and reviewed among peers.

Owns the tables in `models`. Announces `attempt_graded`, `assignment_submitted` and `assignment_graded`.
"""
