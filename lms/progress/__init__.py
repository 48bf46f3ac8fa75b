"""Learning: the dashboard, the lesson player, item and course completion, grades and the gradebook.

Owns `item_progress`, `course_progress` and `grade_override`. Announces `course_completed`; listens to places that are
given, to grades and to new revisions.
"""
