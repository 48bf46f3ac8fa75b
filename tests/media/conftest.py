from typing import Any

import pytest
from flask import Flask

from tests.factories.accounts import a_person


@pytest.fixture
def person(app: Flask) -> Any:
    return a_person()
