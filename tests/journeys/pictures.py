"""The pictures of the README: `python -m tests.journeys.pictures` serves the demo and takes them into docs/pictures.

`python -m tests.journeys.pictures FOLDER` takes every screen into the folder instead, wide and on a phone, light and
dark, in English and in Persian: 1280-light-en-dashboard.png and so on.
"""

import math
import struct
import sys
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, sync_playwright

from tests.bench.server import run_command, serving
from tests.journeys import chromium
from tests.journeys.conftest import Person, Site, database_url, furnish
from tests.journeys.learning import COURSE, Learner
from tests.journeys.screens import QUIZ, SHELVES, codes

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}


PIXELS = """async (address) => {
    const picture = await createImageBitmap(await (await fetch(address)).blob());
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    pen.drawImage(picture, 0, 0);
    const bytes = pen.getImageData(0, 0, picture.width, picture.height).data;
    const parts = [];
    for (let at = 0; at < bytes.length; at += 32768) parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
    return [picture.width, picture.height, btoa(parts.join(""))];
}"""


def take(person: Person, name: str, path: str = "") -> None:
    if path:
        person.page.goto(path)
    person.page.wait_for_load_state("networkidle")
    darkroom = person.context.browser.new_page()  # type: ignore[union-attr]
    shot = b64encode(person.page.screenshot()).decode()
    width, height, pixels = darkroom.evaluate(PIXELS, f"data:image/png;base64,{shot}")
    darkroom.close()
    (FOLDER / f"{name}.png").write_bytes(with_palette(width, height, b64decode(pixels)))


def with_palette(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG of at most 256 colours, a third as large as one of all colours; `pixels` are RGBA."""
    colours = list(struct.iter_unpack("BBBx", pixels))
    palette = [colour for colour, _count in Counter(colours).most_common(256)]
    places = {colour: place for place, colour in enumerate(palette)}

    def place(colour: tuple[int, ...]) -> int:
        if colour not in places:
            places[colour] = min(range(len(palette)), key=lambda n: math.dist(palette[n], colour))
        return places[colour]

    lines = bytes(place(colour) for colour in colours)
    body = b"".join(b"\0" + lines[row * width : (row + 1) * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", bytes(chain(*palette))), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def quiz(person: Person) -> None:
    """A quiz in which some answers have been given and saved."""
    person.page.goto(QUIZ)
    learner = Learner(person)
    learner.start_quiz()
    learner.answer_rightly()
    person.page.evaluate("scrollTo(0, 0)")


def take_those_of_the_readme(browser: Browser, site: Site) -> None:
    code = codes(site)
    visitor = Person(browser, site, **DESK)
    take(visitor, "home", "/")
    trainee = Person(browser, site, **DESK)
    trainee.enter("trainee@example.org")
    take(trainee, "dashboard", "/learn/")
    take(trainee, "certificate", f"/certificates/{code.of_trainee}")
    night = Person(browser, site, color_scheme="dark", **DESK)
    night.enter("trainee@example.org")
    take(night, "lesson-dark", f"/learn/{COURSE}/money-in-one-order/")
    candidate = Person(browser, site, **DESK)
    candidate.enter("finished@example.org")
    quiz(candidate)
    take(candidate, "quiz")
    author = Person(browser, site, **DESK)
    author.enter("instructor@example.org")
    take(author, "studio-outline", f"/studio/{COURSE}/")
    take(author, "studio-editor", f"/studio/{COURSE}/money-in-one-order/")
    administrator = Person(browser, site, **DESK)
    administrator.enter("admin@example.org")
    take(administrator, "certificates-admin", "/admin/certificates")
    employer = Person(browser, site, **PHONE)
    take(employer, "verify-phone", f"/verify/{code.valid}")
    reader = Person(browser, site, **PHONE)
    reader.enter("trainee@example.org")
    reader.speak("fa")
    take(reader, "dashboard-persian-phone", "/learn/")


def take_every_screen(browser: Browser, site: Site, folder: Path) -> None:
    """Each screen is opened once a language: the same page is then turned dark, and narrow."""
    for language in ("en", "fa"):
        for who, screens in chain.from_iterable(shelf(site).items() for shelf in SHELVES.values()):
            person = Person(browser, site, reduced_motion="reduce")
            person.enter(who) if who else person.page.goto("/")
            person.speak(language)
            for screen in screens:
                person.page.set_viewport_size(DESK["viewport"])
                screen.open(person.page)
                for width in (1280, 360):
                    take_whole(person, width, folder, f"{language}-{screen.name}")
            person.context.close()


def take_whole(person: Person, width: int, folder: Path, name: str) -> None:
    """The whole page, light and dark, in a window as high as the page: nothing sticks to its edges or loads late."""
    page = person.page
    page.set_viewport_size({"width": width, "height": 740})
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.wait_for_load_state("networkidle")
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=folder / f"{width}-{theme}-{name}.png", full_page=True)


def main(words: list[str]) -> None:
    target = Path(words[0]) if words else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        instance = Path(folder)
        if words:
            furnish(instance)
        else:
            run_command(instance, database_url(instance), "demo")
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.FLAGS, env={**chromium.environment()}
        )
        with serving(instance, database_url(instance)) as server:
            site = Site(f"http://127.0.0.1:{server.port}", instance, server)
            if words:
                take_every_screen(browser, site, target)
            else:
                take_those_of_the_readme(browser, site)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
