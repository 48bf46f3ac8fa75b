"""Quizzes: the question bank, drawing, attempts, saved answers, grading, how questions work. Assignments: work that is
handed in, graded by the staff and reviewed among peers.

Owns the tables in `models`: questions and quizzes as published, attempts, submissions with their files, grades and
reviews. Announces `attempt_graded`, `assignment_submitted` and `assignment_graded`.
"""
