"""No text makes an expression of ours search for long, in the way in which it is used (C09)."""

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

import lms

LONGEST_SECONDS = 0.05
SEEDS = (
    "a", "1", " ", "\n", "-", ".", "/", "a-", "a.", "1.", "1,", "--\n", "---\n", "https://a", "a@", "(", "url(#a", "&#",
    "{a", "\\", "_", "é", "汉", "ก", "ا\u064b", "a'", "%41", "[](", "../media/", "x=1;",
)  # fmt: skip
_WAYS: dict[str, Callable[[re.Pattern[str], str], Any]] = {
    "search": lambda expression, text: expression.search(text),
    "match": lambda expression, text: expression.match(text),
    "fullmatch": lambda expression, text: expression.fullmatch(text),
    "sub": lambda expression, text: expression.sub("", text),
    "split": lambda expression, text: expression.split(text),
    "findall": lambda expression, text: expression.findall(text),
    "finditer": lambda expression, text: list(expression.finditer(text)),
}


def _uses() -> dict[str, tuple[re.Pattern[str], str]]:
    """Every compiled expression that a module of ours keeps, with each method that the module calls on it."""
    found = {}
    for module in pkgutil.walk_packages(lms.__path__, "lms."):
        if module.name == "lms.__main__":
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                for way in sorted(set(re.findall(rf"\b{name}\.(\w+)", inspect.getsource(loaded))) & set(_WAYS)):
                    found[f"{module.name}.{name}.{way}"] = (value, way)
    return found


USES = _uses()


def test_the_law_finds_the_expressions() -> None:
    assert len(USES) > 12


@pytest.mark.parametrize("name", USES)
def test_c09_an_adversarial_text_takes_no_time(name: str) -> None:
    slow = []
    for seed in SEEDS:
        for end in ("", "\x00!"):
            # The small one first, so that a bad expression fails soon instead of searching for minutes.
            for size in (2_000, 100_000):
                seconds = _seconds(name, seed * (size // len(seed)) + end)
                if seconds > LONGEST_SECONDS:
                    slow.append(f"{seconds:.3f} s for {size} characters of {seed!r}")
                    break
    assert slow == []


def _seconds(name: str, text: str) -> float:
    expression, way = USES[name]
    best = 1e9
    for _attempt in range(3):  # the machine may be busy
        began = time.process_time()
        _WAYS[way](expression, text)
        best = min(best, time.process_time() - began)
        if best <= LONGEST_SECONDS:
            break
    return best
