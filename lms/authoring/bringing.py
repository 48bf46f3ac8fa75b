"""For what authors bring files: the media of a course, see lms/media/purposes.py."""

from lms.authoring.policies import may_bring_media
from lms.authoring.queries.media import MEDIA
from lms.media.purposes import Purpose
from lms.media.rules.kinds import CAPTIONS, PICTURES, VIDEOS
from lms.packages.reading import BIGGEST_FILE, MOST_BYTES

course_media = Purpose(
    name=MEDIA,
    kinds=PICTURES | VIDEOS | CAPTIONS,
    most_bytes=BIGGEST_FILE,
    may=may_bring_media,
    person_quota_bytes=4 * MOST_BYTES,
    scope_quota_bytes=2 * MOST_BYTES,  # films that were replaced stay in the history
)
