"""Archives made for tests that mean harm."""

import struct


def an_archive_of_two_directories(count: int) -> bytes:
    """Its end says one entry; the record for large archives (ZIP64), which libraries believe more, says `count`."""
    names = [f"{number:06}".encode() for number in range(count)]
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
        for name in names
    )
    large = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, len(names), len(names), len(directory), 0)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(directory), 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 52, 0, 0)
    return directory + large + where + end
