"""What the rules need to know of a course; `courses.queries` gives it, tests make it up."""

from collections.abc import Sequence
from typing import Any, Protocol


class Step(Protocol):
    """One item of a course."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def after(self) -> str | None: ...
    @property
    def rule(self) -> dict[str, Any]: ...
    @property
    def module_key(self) -> str: ...


class Part(Protocol):
    """One module of a course."""

    @property
    def key(self) -> str: ...
    @property
    def after(self) -> str | None: ...
    @property
    def items(self) -> Sequence[Step]: ...
