from blinker import Namespace

_signals = Namespace()

# Sent in the grading transaction with enrolment_id, item_id, attempt_id, percent (of the grade that counts
# after this attempt, 0-100 as a Decimal-safe float with two places) and now.
attempt_graded = _signals.signal("attempt-graded")

# Sent in the transaction of handing in, once for each piece of work, with enrolment_id, item_id and now.
assignment_submitted = _signals.signal("assignment-submitted")

# Sent in the transaction of returning with enrolment_id, item_id, percent (of the grade that counts over all work that
# was returned, 0-100 with two places), passed (of that grade) and now.
assignment_graded = _signals.signal("assignment-graded")
