"""Pages of a list, by number, with an upper bound so that no URL asks for the impossible."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import abort, redirect, request

MAX_PAGE = 1000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of `items`; `total` counts the whole list, `number` starts at 1."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


def page_url(number: int) -> str:
    """The present address with another `?page=`; the rest of its query stays."""
    query = {**request.args.to_dict(flat=False), "page": [str(number)]}
    return f"{request.path}?{urlencode(query, doseq=True)}"


def within(page: Page[T]) -> Page[T]:
    """The page as it is; whoever asks for one beyond the last is sent to the last."""
    if page.total and page.number > page.last:
        abort(redirect(page_url(page.last)))
    return page


def page_number() -> int:
    """`?page=` as a whole number from 1 to `MAX_PAGE`; anything else is 1."""
    text = request.args.get("page", "")
    return min(max(int(text), 1), MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1
