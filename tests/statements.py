"""Counting what a page asks of the database."""

from typing import Any, ClassVar


class Statements:
    """A context manager; `count` is the number of statements inside, savepoints and BEGIN apart."""

    _open: ClassVar[list["Statements"]] = []

    def __init__(self) -> None:
        self.texts: list[str] = []

    @property
    def count(self) -> int:
        return len(self.texts)

    def __enter__(self) -> "Statements":
        self.texts = []
        Statements._open.append(self)
        return self

    def __exit__(self, *_error: object) -> None:
        Statements._open.remove(self)

    @classmethod
    def notice(cls, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(" ", 1)[0].upper() in ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA"):
            return
        for counter in cls._open:
            counter.texts.append(statement)
