"""The application as the server runs it: with its job worker beside it."""

import atexit
import gc
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask

from lms import create_app
from lms.accounts.services import check_may_serve
from lms.jobs.worker import Worker

# Longer answers than this are films and packages that a browser asks for without `Range`.
LONGEST_WHOLE = 1024 * 1024
LONG_AT_ONCE = 2


class WholeAnswers:
    """Hands each answer to the server as one list, which it sends by itself, however slowly it is read (G12).

    Anything but a list Granian fetches piece by piece and keeps our thread until the last reader has the last piece:
    eight slow phones with a film stopped the site for everyone. So only `LONG_AT_ONCE` answers may be that long.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        self.long_ones = threading.BoundedSemaphore(LONG_AT_ONCE)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        said: list[Any] = []
        body = self.app(environ, lambda *what: said.extend(what))
        is_long = any(name.lower() == "content-length" and int(value) > LONGEST_WHOLE for name, value in said[1])
        if is_long and environ["REQUEST_METHOD"] != "HEAD":
            if self.long_ones.acquire(blocking=False):
                start_response(*said)
                return _LongAnswer(body, self.long_ones)
            _close(body)
            start_response("503 Service Unavailable", [("Retry-After", "10"), ("Content-Type", "text/plain")])
            return [b"Too many large files are being sent. Please try again.\n"]
        try:
            whole = b"".join(body)
        finally:
            _close(body)
        start_response(*said)
        return [whole]


class _LongAnswer:
    """Gives its place back once, when it was read to the end or the visitor went away."""

    def __init__(self, body: Iterable[bytes], places: threading.BoundedSemaphore) -> None:
        self.body = body
        self.pieces = iter(body)
        self.places: threading.BoundedSemaphore | None = places

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self.pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        places, self.places = self.places, None
        if places is not None:
            places.release()
            _close(self.body)


def _close(body: Iterable[bytes]) -> None:
    if hasattr(body, "close"):
        body.close()


def _end_with(server_pid: int) -> None:
    """Ends this process soon after the server that started it was killed.

    It would go on serving otherwise, and share the port with the next server: half the answers by yesterday's code.
    """

    def watch() -> None:
        while os.getppid() == server_pid:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="lms-watch", daemon=True).start()


def application() -> Flask:
    """For a WSGI server: `granian --interface wsgi --factory lms.serving:application`.

    Raises `BadSettings` when production holds demo people or a weak secret.
    """
    app = create_app()
    settings = app.extensions["lms_settings"]
    with app.app_context():
        check_may_serve(settings)
    for _ in range(settings.worker_threads):
        worker = Worker(app.app_context)
        worker.start_thread()
        atexit.register(worker.stop)
    if server_pid := os.environ.get("LMS_SERVER_PID"):
        _end_with(int(server_pid))
    app.wsgi_app = WholeAnswers(app.wsgi_app)  # type: ignore[method-assign]
    _calm_the_collector()
    return app


def _calm_the_collector() -> None:
    """What stands now stands until the end: the collector need not look at it again, nor after every 700 objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(25_000, 20, 20)
