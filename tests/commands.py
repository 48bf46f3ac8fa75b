"""The product's own commands, run as a person at a terminal runs them, and killed as a power cut kills them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SECRET = "q8fTzq3wXr5m9VbnKp2sLd7hYj4cGa6e"


def environment(instance: Path, database_url: str, **settings: str) -> dict[str, str]:
    """What a process of its own needs to know to work on this installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    ours = {"LMS_INSTANCE": str(instance), "LMS_DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}
    return {**kept, **ours, **settings}


def _how(instance: Path, database_url: str, settings: dict[str, str]) -> dict[str, object]:
    return {
        "env": environment(instance, database_url, **settings),
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
    }


def lms(instance: Path, database_url: str, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs `lms …` to its end, at most 60 seconds."""
    how = _how(instance, database_url, settings)
    return subprocess.run([sys.executable, "-m", "lms", *words], timeout=60, check=False, **how)  # type: ignore[call-overload, no-any-return]


@contextmanager
def running(instance: Path, database_url: str, *words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """`lms …` at work; whatever happens, it and its children are killed at the end, without a chance to tidy up."""
    how = {**_how(instance, database_url, settings), "start_new_session": True}
    process = subprocess.Popen([sys.executable, "-m", "lms", *words], **how)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)
