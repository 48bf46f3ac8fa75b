from blinker import Namespace

_signals = Namespace()

# Sent inside the publishing transaction with course_id, revision_id and now.
revision_published = _signals.signal("revision-published")
