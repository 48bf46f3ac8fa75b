"""Which function does which kind of job, and which kinds recur."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

Handler = Callable[[dict[str, Any], datetime], None]

handlers: dict[str, Handler] = {}
periodic: dict[str, timedelta] = {}


def handles(kind: str, *, every: timedelta | None = None) -> Callable[[Handler], Handler]:
    """Registers `handler(payload, now)` for a kind of job; with `every`, the worker also queues it itself.

    A handler runs in a transaction that the worker commits together with "done". It may run twice when a
    machine dies, so its effects outside the database must be harmless when repeated.
    """

    def register(handler: Handler) -> Handler:
        handlers[kind] = handler
        if every is not None:
            periodic[kind] = every
        return handler

    return register
