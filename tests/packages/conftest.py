import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.packages.checking import check_package
from lms.packages.problems import BadPackage
from lms.packages.reading import read_package
from tests.factories import courses


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample package to change."""
    return Path(shutil.copytree(courses.SAMPLE, tmp_path / "sample"))


@pytest.fixture
def mistakes(sample: Path) -> Callable[[], list[str]]:
    """What a check of the copy tells, one line a mistake."""

    def check() -> list[str]:
        try:
            check_package(read_package(sample))
        except BadPackage as error:
            return [str(problem) for problem in error.problems]
        return []

    return check


@pytest.fixture
def change(sample: Path) -> Callable[[str, str, str], None]:
    """Replaces a text that stands once in a file of the copy."""

    def replace(path: str, before: str, after: str) -> None:
        text = (sample / path).read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {path}"
        (sample / path).write_text(text.replace(before, after), encoding="utf-8")

    return replace
