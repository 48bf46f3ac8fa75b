"""Places: who may take a course, asking for a place, joining, the waiting list, leaving.

Owns `offering` and `enrolment`. Announces `enrolment_activated`.
"""
