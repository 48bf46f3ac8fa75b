"""Requests over kept-alive connections, one thread a connection, each as another signed-in person."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.server import Server


@dataclass(frozen=True)
class Visit:
    """One request: `body` makes it a POST of a form."""

    path: str
    cookie: str = ""
    body: str | None = None


@dataclass(frozen=True)
class Figures:
    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_ms: float  # the server's CPU milliseconds for one request
    bytes_each: int


Journey = Callable[[int], list[Visit]]


def send(connection: http.client.HTTPConnection, visit: Visit) -> tuple[int, bytes, Any]:
    """Sends one request. Raises `RuntimeError` for an answer that no person should get."""
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "en", "Cookie": visit.cookie, "Sec-Fetch-Site": "same-origin"}
    if visit.body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if visit.body is None else "POST", visit.path, visit.body, headers)
    answer = connection.getresponse()
    data = answer.read()
    if answer.status >= 400:
        raise RuntimeError(f"{visit.path} answered {answer.status}: {data[:200]!r}")
    return answer.status, data, answer.headers


def measure(server: Server, journey: Journey, *, connections: int, seconds: float) -> Figures:
    """Runs `journey(n)` for growing n on every connection for a while."""
    times: list[float] = []
    sizes: list[int] = []
    failures: list[BaseException] = []
    lock = threading.Lock()
    counter = iter(range(10**9))
    stop_at = time.perf_counter() + seconds

    def run() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        mine: list[float] = []
        try:
            while time.perf_counter() < stop_at:
                with lock:
                    number = next(counter)
                for visit in journey(number):
                    began = time.perf_counter()
                    _status, data, _headers = send(connection, visit)
                    mine.append(time.perf_counter() - began)
                    sizes.append(len(data))
        except BaseException as error:
            failures.append(error)
        with lock:
            times.extend(mine)

    before, began = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=run) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    if failures:
        raise failures[0]
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
    return Figures(
        requests=len(times),
        per_second=len(times) / wall,
        p50_ms=cuts[49] * 1000,
        p95_ms=cuts[94] * 1000,
        p99_ms=cuts[98] * 1000,
        cpu_ms=cpu * 1000 / len(times),
        bytes_each=sum(sizes) // len(sizes),
    )
