from blinker import Namespace

_signals = Namespace()

# Sent in the transaction with enrolment_id, person_id, course_id and now.
enrolment_activated = _signals.signal("enrolment-activated")
