"""Views that take files: how large a request may be, and how a slow one is kept from standing in others' way.

`@takes_files(limit)` on a view lets people who are signed in send it that much; nobody else may send more than a form
(C11). Such a view begins without the database's write lock, so that looking at a large file keeps nobody waiting, and
calls `begin_writing()` before it changes anything.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, request, session

from lms.core.db import may_write

_View = TypeVar("_View", bound=Callable[..., object])


def takes_files(most_bytes: int) -> Callable[[_View], _View]:
    """Marks a view; stands outermost, above `@guarded`, below the route."""

    def mark(view: _View) -> _View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def reads_first(view: _View) -> _View:
    """Marks a view that looks at much before it changes little: it begins without the write lock, as those with files
    do. Stands outermost, above `@guarded`, below the route."""
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def admit() -> None:
    """Called before anything of the request's body is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "reads_first", False):
        may_write.set(False)
    most_bytes = getattr(view, "most_bytes", None)
    if most_bytes is None:
        return
    may_write.set(False)
    if session.get("_user_id"):  # signed by us; whether it still holds is asked by the guard
        request.max_content_length = most_bytes
