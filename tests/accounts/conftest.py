import re
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def link_in() -> Callable[[Any], str]:
    """The path of the link in a letter, as a mail program shows it."""

    def find(letter: Any) -> str:
        text = letter.get_body(("plain",)).get_content()
        found = re.search(r"http://localhost(/\S+)", text)
        assert found, text
        return found.group(1)

    return find
