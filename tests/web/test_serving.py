"""How answers reach the server that sends them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from lms.serving import LONG_AT_ONCE, LONGEST_WHOLE, WholeAnswers


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
