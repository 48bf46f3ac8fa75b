"""What the product never does by itself: start a program, call an address, run what it reads (C06, C07, C14, D01)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lms

ROOT = Path(lms.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
# What starts programs, opens connections, or makes objects of bytes.
FORBIDDEN = {
    "subprocess", "multiprocessing", "pty", "ctypes", "pickle", "marshal", "shelve", "socket", "http.client", "ftplib",
    "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "boto3", "smtplib", "redis",
}  # fmt: skip
# Each reaches only what the operator has set.
ALLOWED = {("core/object_store.py", "boto3"), ("mail/transport.py", "smtplib")}
CALLS = {"eval", "exec", "compile", "__import__"}
CALL_STARTS = ("exec", "spawn", "posix_spawn", "fork", "system", "popen", "startfile")


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _calls(tree: ast.AST) -> Iterator[str]:
    """`eval(…)`, and `os.system(…)` whatever the module is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            if name.startswith(tuple(f"os.{start}" for start in CALL_STARTS)):
                yield name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_c06_c07_c14_d01_no_module_starts_programs_calls_addresses_or_runs_what_it_reads(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    place = path.relative_to(ROOT).as_posix()
    used = {name for name in _imports(tree) if name in FORBIDDEN and (place, name) not in ALLOWED}
    assert used | set(_calls(tree)) == set()
