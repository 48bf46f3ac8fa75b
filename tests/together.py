"""Many requests at once, against real commits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from lms.core.db import db

AT_ONCE = 64
_THREADS = 16

Work = Callable[[int], Any]
Together = Callable[[Work], list[Any]]


def all_together(app: Flask, work: Work, count: int = AT_ONCE, threads: int = _THREADS) -> list[Any]:
    """Runs `work(0)` … `work(count - 1)` at once, each in its own session, and returns what each gave or raised."""
    threads = min(count, threads)
    gate = threading.Barrier(threads)

    def one(n: int) -> Any:
        with app.app_context():
            if n < threads:
                gate.wait(30)
            try:
                answer = work(n)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                answer = error
            db.session.remove()
            return answer

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(count)))
