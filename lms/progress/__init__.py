"""Learning: the dashboard, the lesson player, item and course completion.

Owns `item_progress` and `course_progress`. Announces `course_completed`.
"""
