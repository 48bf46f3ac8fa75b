"""Requests over kept-alive connections, one thread a connection, each as another signed-in person."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from tests.bench.server import Server
from tests.bench.wire import unpack


@dataclass(frozen=True)
class Visit:
    """One request: `body` makes it a POST of a form."""

    path: str
    cookie: str = ""
    body: str | None = None


@dataclass(frozen=True)
class Answer:
    """What came back; `wire_bytes` counts the body as it was sent, compressed, and the headers."""

    status: int
    body: bytes
    location: str
    encoding: str
    wire_bytes: int

    @property
    def text(self) -> str:
        """The body, unpacked."""
        return unpack(self.body, self.encoding).decode()


@dataclass(frozen=True)
class Figures:
    """`cpu_ms` is the server's CPU time for one round, `database_cpu_ms` that of a database server beside it."""

    rounds: int
    per_second: float  # requests, of which a round may have several
    p50_ms: float  # of one request, as are the next two
    p95_ms: float
    p99_ms: float
    cpu_ms: float
    database_cpu_ms: float
    bytes_each: int


# A round of what a person does: yields a request, is sent its answer, until it is done.
Round = Generator[Visit, Answer, None]
Journey = Callable[[], Round]


def connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


def send(connection: http.client.HTTPConnection, visit: Visit) -> Answer:
    """Sends one request. Raises `RuntimeError` for an answer that no person should get."""
    headers = {
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Accept-Language": "en",
        "Sec-Fetch-Site": "same-origin",
        "User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
    }
    if visit.cookie:
        headers["Cookie"] = visit.cookie
    if visit.body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if visit.body is None else "POST", visit.path, visit.body, headers)
    response = connection.getresponse()
    body = response.read()
    if response.status >= 400:
        raise RuntimeError(f"{visit.path} answered {response.status}: {body[:300]!r}")
    sent = response.getheaders()
    in_headers = sum(len(name) + len(value) + 4 for name, value in sent)
    named = {name.lower(): value for name, value in sent}
    return Answer(
        response.status,
        body,
        named.get("location", ""),
        named.get("content-encoding", ""),
        len(body) + in_headers,
    )


def measure(server: Server, journey: Journey, *, connections: int, seconds: float) -> Figures:
    """Goes through `journey()` again and again on every connection for a while."""
    runners = [_Runner(server, journey, time.perf_counter() + seconds) for _ in range(connections)]
    before, beside, began = server.cpu_seconds(), server.database_cpu_seconds(), time.perf_counter()
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    wall = time.perf_counter() - began
    cpu, database_cpu = server.cpu_seconds() - before, server.database_cpu_seconds() - beside
    for runner in runners:
        if runner.failure is not None:
            raise runner.failure
    times = [each for runner in runners for each in runner.times]
    rounds = sum(runner.rounds for runner in runners)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    return Figures(
        rounds=rounds,
        per_second=len(times) / wall,
        p50_ms=cuts[49] * 1000,
        p95_ms=cuts[94] * 1000,
        p99_ms=cuts[98] * 1000,
        cpu_ms=cpu * 1000 / rounds,
        database_cpu_ms=database_cpu * 1000 / rounds,
        bytes_each=sum(runner.bytes for runner in runners) // len(times),
    )


class _Runner(threading.Thread):
    """One connection."""

    def __init__(self, server: Server, journey: Journey, stop_at: float) -> None:
        super().__init__(daemon=True)
        self.connection = connect(server)
        self.journey = journey
        self.stop_at = stop_at
        self.times: list[float] = []
        self.bytes = 0
        self.rounds = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while self.rounds == 0 or time.perf_counter() < self.stop_at:
                self._go(self.journey())
                self.rounds += 1
        except BaseException as error:
            self.failure = error
        finally:
            self.connection.close()

    def _go(self, steps: Round) -> None:
        visit = next(steps)
        while True:
            began = time.perf_counter()
            answer = send(self.connection, visit)
            self.times.append(time.perf_counter() - began)
            self.bytes += len(answer.body)
            try:
                visit = steps.send(answer)
            except StopIteration:
                return
