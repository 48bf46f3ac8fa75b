"""Certificates: awarding, the frozen record, its PDF, verifying, revoking, correcting.

Owns `award` and `certificate`. Listens to `progress.signals.course_completed`; announces nothing.
"""
