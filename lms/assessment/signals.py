from blinker import Namespace

_signals = Namespace()

# Sent in the grading transaction with enrolment_id, item_id, attempt_id, percent (of the grade that counts
# after this attempt, 0-100 as a Decimal-safe float with two places) and now.
attempt_graded = _signals.signal("attempt-graded")
