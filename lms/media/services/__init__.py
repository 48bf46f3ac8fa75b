"""Changes to uploads and to the sizes of pictures.

For the rooms above: `prepare_file` before the transaction and `take_all` in it; `release_file` when a file is no longer
used, and `drop_bytes` where its bytes must not stay; `release_all` for a person who leaves. The rest is for the views
and jobs of this room.
"""

from lms.media.services.dropping import delete_unneeded, drop_bytes
from lms.media.services.pictures import PictureSource, make_sizes
from lms.media.services.preparing import Prepared, keep_chunk, prepare_file, prepare_upload
from lms.media.services.uploads import (
    StoredFile,
    add_chunk,
    begin_upload,
    cancel_upload,
    drop_pieces,
    forget_abandoned,
    note_finished,
    release_all,
    release_file,
    take_all,
    take_file,
    take_upload,
)

__all__ = [
    "PictureSource",
    "Prepared",
    "StoredFile",
    "add_chunk",
    "begin_upload",
    "cancel_upload",
    "delete_unneeded",
    "drop_bytes",
    "drop_pieces",
    "forget_abandoned",
    "keep_chunk",
    "make_sizes",
    "note_finished",
    "prepare_file",
    "prepare_upload",
    "release_all",
    "release_file",
    "take_all",
    "take_file",
    "take_upload",
]
