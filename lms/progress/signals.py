from blinker import Namespace

_signals = Namespace()

# Sent once, in the transaction that completes the course, with enrolment_id, person_id, course_id,
# result_percent (or None) and now.
course_completed = _signals.signal("course-completed")
