"""What this process runs with: its settings and its store. `create_app` says it once; services read it."""

from dataclasses import dataclass

from lms.core.settings import Settings
from lms.core.storage import Storage


@dataclass
class Runtime:
    """One process serves one installation."""

    settings: Settings
    storage: Storage


_current: Runtime | None = None


def start(settings: Settings, storage: Storage) -> None:
    """Called by `create_app`; the last application made in a process is the one that counts."""
    global _current
    _current = Runtime(settings, storage)


def current() -> Runtime:
    """Raises `RuntimeError` before `start`."""
    if _current is None:
        raise RuntimeError("no application has been created in this process")
    return _current
