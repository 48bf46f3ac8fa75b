"""The real server as a process, and what it costs."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil


class Server:
    """A running `lms serve`; CPU and memory are summed over its processes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, database_pid: int | None = None) -> None:
        self.process = process
        self.port = port
        self.database_pid = database_pid

    def cpu_seconds(self) -> float:
        return _cpu_seconds(self.process.pid)

    def database_cpu_seconds(self) -> float:
        """What a database server beside it has used; 0 for SQLite, which works inside ours."""
        return _cpu_seconds(self.database_pid) if self.database_pid else 0.0

    def worker_memory_mb(self) -> float:
        """Resident memory of the largest process, which is the worker."""
        return float(max(p.memory_info().rss for p in _family(self.process.pid)) / 2**20)


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process, of its children, and of children that have ended."""
    used = 0.0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            used += times.user + times.system
            if process.pid == pid:
                used += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return used


def _environment(instance: Path, database_url: str, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return {
        **kept,
        "LMS_INSTANCE": str(instance),
        "LMS_DATABASE_URL": database_url,
        "LMS_BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }


def run_command(instance: Path, database_url: str, *words: str, module: str = "lms") -> str:
    """Runs `lms …` (or another module) against an installation and returns what it printed; raises when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=_environment(instance, database_url, 8000),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


@contextmanager
def serving(instance: Path, database_url: str, database_pid: int | None = None) -> Iterator[Server]:
    """Starts the product's own server on a free port and stops it at the end.

    `database_pid` is the first process of a database server beside it, whose CPU time is counted too.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (instance / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lms", "serve", "--port", str(port)],
            env=_environment(instance, database_url, port),
            stdout=log,
            stderr=log,
        )
    try:
        if not _answers(process, f"http://127.0.0.1:{port}/readyz"):
            raise RuntimeError(f"the server did not start:\n{(instance / 'server.log').read_text(errors='replace')}")
        yield Server(process, port, database_pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(process: subprocess.Popen[bytes], url: str, seconds: float = 90) -> bool:
    """Whether it is ready before so much time has passed or the process has ended; a busy machine is slow."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return True
        except OSError:
            time.sleep(0.2)
    return False
