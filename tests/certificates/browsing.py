"""What the tests of the certificates' pages share."""

from tests.client import Browser
from tests.laws.page import faults

WRONG = "0" * 26  # a code that nobody has


def page_at(client: Browser, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    assert faults(answer.text) == []
    return str(answer.text)
