"""How long a film is, read from its container without a decoder. Reads headers only, wherever they lie."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

LONGEST_SECONDS = 24 * 3600
_MOST_BOXES = 10_000  # looked at in one film; real ones have tens
_SEGMENT, _INFO, _SCALE, _DURATION = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
_CLUSTER = 0x1F43B675
_MOST_INFO = 64 * 1024


def duration_seconds(file: BinaryIO, kind: str) -> float | None:
    """Seconds, or None where the film does not say; recordings of browsers often don't."""
    try:
        seconds = _mp4_seconds(file) if kind == "mp4" else _webm_seconds(file)
    except (struct.error, ValueError, OverflowError, IndexError):
        return None
    finally:
        file.seek(0)
    return seconds if seconds is not None and 0 < seconds <= LONGEST_SECONDS else None


def _mp4_seconds(file: BinaryIO) -> float | None:
    """The movie header (ISO/IEC 14496-12, 8.2.2); a fragmented film says its length in `mehd` (8.8.2)."""
    scale, ticks = 0, 0
    for name, start, end in _boxes(file, 0, file.seek(0, 2), {b"moov": {b"mvhd", b"mvex"}, b"mvex": {b"mehd"}}):
        file.seek(start)
        head = file.read(min(end - start, 32))
        wide = bool(head and head[0])
        if name == b"mvhd":
            at = 20 if wide else 12
            scale = struct.unpack(">I", head[at : at + 4])[0]
            ticks = ticks or struct.unpack(">Q" if wide else ">I", head[at + 4 : at + (12 if wide else 8)])[0]
        elif name == b"mehd":
            ticks = struct.unpack(">Q" if wide else ">I", head[4 : 12 if wide else 8])[0]
    return ticks / scale if scale else None


def _boxes(file: BinaryIO, start: int, end: int, inside: dict[bytes, set[bytes]]) -> Iterator[tuple[bytes, int, int]]:
    """Every box with the place of its content, also those in the boxes that `inside` names."""
    todo, seen = [(start, end)], 0
    while todo:
        at, end = todo.pop()
        while at + 8 <= end and seen < _MOST_BOXES:
            seen += 1
            file.seek(at)
            size, name = struct.unpack(">I4s", file.read(8))
            head = 8
            if size == 1:
                size, head = struct.unpack(">Q", file.read(8))[0], 16
            elif size == 0:
                size = end - at
            if size < head:
                return
            if name in inside:
                todo.append((at + head, min(end, at + size)))
            else:
                yield name, at + head, min(end, at + size)
            at += size


def _webm_seconds(file: BinaryIO) -> float | None:
    """`Duration` of the segment's `Info`, in units of `TimestampScale` nanoseconds (RFC 9559, 5.1.2)."""
    end = file.seek(0, 2)
    segment = next((one for one in _elements(file, 0, end) if one[0] == _SEGMENT), None)
    if segment is None:
        return None
    info = next((one for one in _elements(file, segment[1], segment[2], _CLUSTER) if one[0] == _INFO), None)
    if info is None or info[2] - info[1] > _MOST_INFO:
        return None
    scale, duration = 1_000_000, None
    for name, start, stop in _elements(file, info[1], info[2]):
        file.seek(start)
        value = file.read(stop - start)
        if name == _SCALE:
            scale = int.from_bytes(value)
        elif name == _DURATION:
            duration = struct.unpack(">d" if len(value) == 8 else ">f", value)[0]
    return None if duration is None else duration * scale / 1e9


def _elements(file: BinaryIO, start: int, end: int, stop: int | None = None) -> Iterator[tuple[int, int, int]]:
    """Every element with the place of its content, up to the first of the kind `stop` (RFC 8794, 4 to 7)."""
    at, seen = start, 0
    while at < end and seen < _MOST_BOXES:
        seen += 1
        file.seek(at)
        head = file.read(12)
        name_bytes = 9 - head[0].bit_length()
        size_bytes = 9 - head[name_bytes].bit_length()
        name = int.from_bytes(head[:name_bytes])
        size = int.from_bytes(head[name_bytes : name_bytes + size_bytes]) & ((1 << 7 * size_bytes) - 1)
        content = at + name_bytes + size_bytes
        if name == stop:
            return
        if size == (1 << 7 * size_bytes) - 1:  # "unknown": to the end
            size = end - content
        yield name, content, min(end, content + size)
        at = content + size
