"""What is wrong with a package, told so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.core.messages import Fault


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake, or a remark; `str()` is `file:line: what is wrong: what to do`. Lines count from 1.

    The words are English strings; those that are `Told` are said in the reader's language on a page.

    A mistake refuses the package. A remark tells its author what trainees will miss: a translation, an explanation.
    """

    path: str
    line: int
    wrong: str
    todo: str
    is_remark: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.wrong}: {self.todo}"


def problem_from(path: str, line: int, fault: Fault) -> Problem:
    """From what another room's rules found."""
    return Problem(path, line, fault.wrong, fault.todo)


class BadPackage(Exception):
    """A package that can't be used, with every mistake in it, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted({problem for problem in problems if not problem.is_remark})
        super().__init__("\n".join(map(str, self.problems)))
