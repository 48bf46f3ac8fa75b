"""Quizzes: the question bank, drawing, attempts, saved answers, grading.

Owns the tables in `models`. Announces `attempt_graded`.
"""
