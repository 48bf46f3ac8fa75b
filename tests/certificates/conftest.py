from typing import Any

import pytest
from flask import Flask

from lms.core.db import db
from tests.factories.accounts import an_administrator


@pytest.fixture
def admin(app: Flask) -> Any:
    person = an_administrator(printed_name="Admin Adminova", latin_name="Admin Adminova")
    db.session.commit()
    return person
