"""How answers reach the server that sends them."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lms.serving import LONG_AT_ONCE, LONGEST_WHOLE, WholeAnswers
from tests.commands import running


class Body:
    """An answer of two pieces that remembers whether it was closed."""

    def __init__(self) -> None:
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"one "
        yield b"two"

    def close(self) -> None:
        self.is_closed = True


def ask(app: WholeAnswers, method: str = "GET") -> tuple[str, Any]:
    said: list[str] = []
    answer = app({"REQUEST_METHOD": method}, lambda status, *_rest: said.append(status))
    return said[0], answer


def an_app(body: Iterable[bytes], length: int) -> WholeAnswers:
    def app(_environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", str(length))])
        return body

    return WholeAnswers(app)


@pytest.mark.parametrize(("method", "length"), [("GET", 7), ("GET", LONGEST_WHOLE), ("HEAD", LONGEST_WHOLE + 1)])
def test_g12_an_answer_is_one_list_that_the_server_sends_without_our_thread(method: str, length: int) -> None:
    body = Body()
    assert ask(an_app(body, length), method) == ("200 OK", [b"one two"])
    assert body.is_closed


def test_g12_only_two_threads_send_long_files_and_others_are_asked_to_come_again() -> None:
    body = Body()
    app = an_app(body, LONGEST_WHOLE + 1)
    sending = [ask(app)[1] for _ in range(LONG_AT_ONCE)]
    assert all(not isinstance(one, list) for one in sending)
    assert ask(app)[0] == "503 Service Unavailable" and body.is_closed
    assert b"".join(sending[0]) == b"one two"
    sending[1].close()  # the visitor went away before the first piece
    sending[1].close()
    assert [ask(app)[0] for _ in range(3)] == ["200 OK", "200 OK", "503 Service Unavailable"]


def test_when_the_server_is_killed_its_processes_end_too(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(tmp_path, f"sqlite:///{tmp_path}/lms.sqlite3", "serve", "--port", str(port)) as server:
        assert _becomes(lambda: _answers(port), 40), "it starts"
        server.kill()
        assert _becomes(lambda: not _answers(port), 10), "nobody answers any more"


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _becomes(state: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not state() and time.monotonic() < until:
        time.sleep(0.1)
    return state()
