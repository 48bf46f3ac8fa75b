"""The server killed while people answer: what was called saved is there when it comes back."""

import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask_migrate import stamp

from lms.assessment import queries
from lms.core.clock import utc_now
from lms.core.db import db
from tests.commands import running
from tests.factories.assessment import a_question, a_sitting

PEOPLE = 6
ANSWERS = 3  # that each has saved before the server dies in the middle of the next ones


class Learner(threading.Thread):
    """Gives one answer after another to one question, and remembers the last that was called saved."""

    def __init__(self, port: int, path: str, cookie: str, token: str, slot: int) -> None:
        super().__init__(daemon=True)
        self.port, self.path, self.slot = port, path, slot
        self.headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        self.saved: tuple[int, str] = (0, "")

    def run(self) -> None:
        try:
            while True:
                seq, number = self.saved[0], str(self.saved[0] * 7 + self.slot)
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                body = urlencode({"seq": seq, f"answer-{self.slot}": number})
                connection.request("POST", f"{self.path}answers/{self.slot}", body, self.headers)
                answer = connection.getresponse()
                told = json.loads(answer.read())
                assert answer.status == 200, told
                self.saved = (told["seq"], number)
        except (OSError, http.client.HTTPException):
            return  # the server is gone


def _wait_until(is_so: Callable[[], bool]) -> None:
    """Looks every twentieth of a second, for half a minute at most."""
    for _look in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise TimeoutError("it did not come to that")


def _answers_at(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


def _page(port: int, path: str, cookie: str) -> tuple[str, str]:
    """The page, and the cookie that it sets."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    return answer.read().decode(), str(answer.headers["Set-Cookie"]).split(";")[0]


def test_no_answer_that_was_called_saved_is_lost_when_the_server_is_killed(live_app: Flask) -> None:
    settings = live_app.extensions["lms_settings"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with live_app.app_context():
        stamp()  # made by create_all: as new as the migrations make it
        sitting = a_sitting(*(a_question("numeric") for _ in range(PEOPLE)), now=utc_now())
        browser: Any = live_app.test_client()
        browser.sign_in(sitting.person)
        cookie = f"session={browser.get_cookie('session').value}"
        url, attempt_id = sitting.url, sitting.attempt.id
        db.session.remove()
    command = ("serve", "--port", str(port))
    with running(settings.instance, settings.database_url, *command, LMS_SECRET_KEY=settings.secret_key):
        _wait_until(lambda: _answers_at(port))
        page, cookie = _page(port, url, cookie)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token
        learners = [Learner(port, url, cookie, token.group(1), slot) for slot in range(1, PEOPLE + 1)]
        for learner in learners:
            learner.start()
        _wait_until(lambda: all(learner.saved[0] >= ANSWERS for learner in learners))
    for learner in learners:
        learner.join(10)
    with live_app.app_context():
        kept = queries.responses_to(attempt_id)
        db.session.remove()
    for learner in learners:
        seq, number = learner.saved
        # The last one may have been committed without the answer reaching the browser any more.
        assert kept[learner.slot].seq in (seq, seq + 1)
        assert kept[learner.slot].seq > seq or kept[learner.slot].answer == {"text": number}
