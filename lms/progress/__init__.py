"""Learning: the dashboard, the lesson player, item and course completion.

Owns `item_progress`, `course_progress` and `grade_override`. Announces `course_completed`.
"""
