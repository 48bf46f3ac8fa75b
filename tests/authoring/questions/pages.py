"""What the tests of questions say to their pages."""

import html
import re
from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.questions import banks_of
from lms.authoring.rules.questions import BankValues
from tests.authoring.filled import form_values

BASE = "/studio/sample-questions"
KEYS = (
    "which-label",
    "what-belongs",
    "gift-is-enough",
    "total-value",
    "which-form",
    "who-pays",
    "steps",
    "landed-price",
)


def filled(markup: str, part: str) -> dict[str, Any]:
    """What the form with this in its tag would send; rows that only a script could add are no part of it."""
    plain = re.sub(r"<template>.*?</template>", "", markup, flags=re.DOTALL)
    tag = next(found for found in re.findall(r"<form[^>]*>", plain) if part in found)
    action = re.search(r'action="([^"]*)"', tag)
    assert action is not None
    return form_values(plain, html.unescape(action[1]))


def bank_of(course: StudioCourse, name: str = "parcels") -> BankValues:
    """The bank as the draft has it."""
    return banks_of(course.id)[name]


def address_of(key: str) -> str:
    """The editor of a question of the sample."""
    return f"{BASE}/questions/parcels/{key}"
