"""Captions: WebVTT, what is wrong with a file of it line by line, and SubRip, from which it can be made."""

import re
from collections.abc import Iterator

from lms.core.messages import Told

BIGGEST_CAPTIONS = 5 * 1024**2
_MOMENT = r"(?:\d{2,4}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMING = re.compile(rf"{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t].*)?")
_SRT_MOMENT = re.compile(r"(\d{1,2}:[0-5]\d:[0-5]\d),(\d{3})")


def caption_problems(data: bytes) -> Iterator[tuple[int, str, str]]:
    """Each (line, what is wrong, what to do). STYLE and REGION blocks are left to the page (W3C WebVTT, 3)."""
    if len(data) > BIGGEST_CAPTIONS:
        yield 1, Told("the captions are larger than 5 MB"), Told("keep one film's captions in the file")
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield 1, Told("the captions are not UTF-8"), Told("save them as UTF-8")
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        yield 1, Told("the captions are not WebVTT"), Told("begin the file with the line WEBVTT")
    cues = 0
    for number, line in enumerate(lines, start=1):
        if line.strip().startswith(("STYLE", "REGION")):
            yield number, Told("the captions bring their own style"), Told("remove STYLE and REGION blocks")
        if "-->" in line:
            cues += 1
            if not _TIMING.fullmatch(line.strip()):
                todo = Told("write it like 00:01.000 --> 00:04.000")
                yield number, Told("%(line)s is no timing of a caption", line=repr(line.strip()[:60])), todo
    if not cues and lines[0].startswith("WEBVTT"):
        yield 1, Told("the captions hold no caption"), Told("write a timing and the words below it")


def as_webvtt(text: str | None) -> str:
    """Captions as WebVTT; SubRip (`.srt`), which most programs write, is turned into it."""
    text = (text or "").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text or text.startswith("WEBVTT"):
        return f"{text}\n" if text else ""
    lines = (_SRT_MOMENT.sub(_turned, line) if "-->" in line else line for line in text.split("\n"))
    return "WEBVTT\n\n" + "\n".join(lines) + "\n"


def _turned(match: re.Match[str]) -> str:
    return f"{match[1].rjust(8, '0')}.{match[2]}"
