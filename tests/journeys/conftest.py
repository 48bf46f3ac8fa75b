"""A real browser against the real server with the demo in it, as `make run` starts it."""

import email
import fcntl
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench.server import Server, run_command, serving

PASSWORD = "learn-and-trade-2026"
LINKS = "letters.json"
# What the Content-Security-Policy forbids is an error of ours wherever it happens.
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation",
    (event) => console.error("CSP", event.effectiveDirective, event.blockedURI));"""
# axe measures the page as it stands: neither under what stays in sight, nor with parts that wait to be scrolled to.
LAY_OUT = """() => {
    scrollTo(0, 0);
    for (const part of document.querySelectorAll("main *")) {
        const style = getComputedStyle(part);
        if (style.contentVisibility === "auto") part.style.contentVisibility = "visible";
        if (style.position === "sticky") part.style.position = "static";
    }
}"""
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Site:
    """The running site: its address, its files, its server process.

    `keys` are the cookies of those who have signed in, so that not every journey begins at the door.
    """

    url: str
    instance: Path
    server: Server
    keys: dict[str, Any] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.instance / "lms.sqlite3"

    def letter_to(self, address: str, about: str = "", seconds: float = 15) -> Any:
        """The newest letter to this address whose subject contains `about`, once the worker has sent it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            paths = sorted((self.instance / "mail").glob("*.eml"), key=lambda p: p.stat().st_mtime, reverse=True)
            for path in paths:
                letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
                if letter["To"] == address and about in letter["Subject"]:
                    return letter
            time.sleep(0.2)
        raise AssertionError(f"no letter to {address} arrived in {seconds} s")

    def link_in_letter_to(self, address: str, about: str = "") -> str:
        text = self.letter_to(address, about).get_body(("plain",)).get_content()
        found = re.search(rf"{re.escape(self.url)}/\S+", text)
        assert found is not None, text
        return found.group()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The files of an installation with the demo and the furniture in it, that nobody serves: for copying.

    Of several workers the first that comes makes it for all.
    """
    mine = tmp_path_factory.getbasetemp()
    instance = (mine.parent if hasattr(request.config, "workerinput") else mine) / "furnished"
    with instance.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (instance / LINKS).exists():
            instance.mkdir()
            furnish(instance)
    return instance


@pytest.fixture(scope="session")
def site(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    instance = copy_of(furnished, tmp_path_factory.mktemp("site"))
    with serving(instance, database_url(instance)) as server:
        yield Site(f"http://127.0.0.1:{server.port}", instance, server)


def furnish(instance: Path) -> None:
    """Fills an installation with the demo and with what the demo lacks; last, `LINKS` are the links of its letters."""
    run_command(instance, database_url(instance), "demo")
    links = run_command(instance, database_url(instance), module="tests.journeys.furniture")
    (instance / LINKS).write_text(links)


def database_url(instance: Path) -> str:
    return f"sqlite:///{instance / 'lms.sqlite3'}"


def copy_of(furnished: Path, folder: Path) -> Path:
    return Path(shutil.copytree(furnished, folder, dirs_exist_ok=True))


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        options.setdefault("locale", "en")
        options.setdefault("viewport", {"width": 1280, "height": 900})
        self.site = site
        self.has_scripts = bool(options.get("java_script_enabled", True))
        self.context: BrowserContext = browser.new_context(base_url=site.url, **options)
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(TELL_VIOLATIONS)
        self.complaints: list[str] = []
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("response", self._notice_missing)
        self.page: Page = self.context.new_page()

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _notice_missing(self, answer: Any) -> None:
        if answer.status >= 400 and answer.request.resource_type in ("stylesheet", "script", "image", "media"):
            self.complaints.append(f"{answer.status} {answer.url}")

    def sign_in(self, address: str, password: str = PASSWORD) -> Page:
        """Through the form, with a name and a password."""
        self.page.goto("/auth/login")
        self.page.locator("[name=email]").fill(address)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url("**/learn/**")
        return self.page

    def enter(self, address: str, path: str = "/learn/") -> Page:
        """As somebody who is signed in already, or else by the door."""
        if address in self.site.keys:
            self.context.add_cookies(self.site.keys[address])
        else:
            self.sign_in(address)
            self.site.keys[address] = self.context.cookies()
        self.page.goto(path)
        return self.page

    def speak(self, language: str) -> None:
        """Chooses the language of the interface in the menu at the top."""
        form = self.page.locator(f"form[action='/language/{language}']").first
        with self.page.expect_navigation():
            form.evaluate("form => form.requestSubmit()")

    def axe(self, rules: Sequence[str] = ()) -> list[str]:
        """What axe finds wrong with the page as it stands, by these rules or WCAG 2.2 A and AA and best practices."""
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text())
        self.page.evaluate(LAY_OUT)
        found = self.page.evaluate(
            "async options => (await axe.run(document, options)).violations"
            ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))",
            {
                "runOnly": list(rules) or ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                "resultTypes": ["violations"],
            },
        )
        return list(found)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def people(browser: Browser, site: Site) -> Iterator[Any]:
    """`people(**options)` sits somebody down at a new browser; at the end nobody may have seen a script error."""
    seated: list[Person] = []

    def sit_down(**options: Any) -> Person:
        person = Person(browser, site, **options)
        seated.append(person)
        return person

    yield sit_down
    for person in seated:
        person.context.close()
        assert person.complaints == []
