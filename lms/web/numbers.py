"""Whole numbers from outside, as far as a database keeps them: a longer one is no number of ours (C10, C13)."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter
from wtforms.fields import IntegerField

LARGEST = 2**31 - 1


def whole_number(text: str) -> int:
    """`type=` of `request.args.get`. Raises `ValueError` for anything but a number that a database can keep."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) and int(text) <= LARGEST):
        raise ValueError("no number of ours")
    return int(text)


class WholeNumberField(IntegerField):
    """An `IntegerField` that takes no endless number, on which WTForms' own `NumberRange` breaks."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([str(text)[:20] for text in valuelist])


class _RecordNumber(IntegerConverter):
    """`<int:…>` in an address: a number beyond every record is an unknown address, 404."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST, **kwargs})


def register(app: Flask) -> None:
    """To be called before the first blueprint is joined."""
    app.url_map.converters["int"] = _RecordNumber
