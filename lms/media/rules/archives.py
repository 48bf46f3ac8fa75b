"""What an archive says about itself at its end, read before any library reads its directory (C02)."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

_END_BYTES = 22  # of the end record; a comment of at most 65,535 follows (APPNOTE.TXT, 4.3.16)
_BYTES_AN_ENTRY = 400  # of the directory, with a long name


@dataclass(frozen=True, slots=True)
class Announced:
    """How many entries the directory has, and how many bytes it takes."""

    entries: int
    directory_bytes: int

    def fits(self, most_entries: int) -> bool:
        """Neither more entries than this, nor a directory that could hold more whatever it claims."""
        return self.entries <= most_entries and self.directory_bytes <= most_entries * _BYTES_AN_ENTRY


def announced(file: BinaryIO) -> Announced | None:
    """What the end record says. None when there is none, or a second one for large archives (ZIP64) beside it.

    The library would believe the second, whose directory may be longer than the first says.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - 65_535))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_BYTES or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        return None
    entries, directory_bytes = struct.unpack("<HI", tail[at + 10 : at + 16])
    return Announced(entries, directory_bytes)
