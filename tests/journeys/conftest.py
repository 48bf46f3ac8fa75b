"""A real browser against the real server with the demo in it, as `make run` starts it."""

import email
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench.server import Server, run_command, serving
from tests.journeys import chromium

PASSWORD = "learn-and-trade-2026"
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Site:
    """The running site: its address, its files, its server process."""

    url: str
    instance: Path
    server: Server

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.instance / 'lms.sqlite3'}"

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
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    instance = tmp_path_factory.mktemp("site")
    database_url = f"sqlite:///{instance / 'lms.sqlite3'}"
    run_command(instance, database_url, "demo")
    with serving(instance, database_url) as server:
        yield Site(f"http://127.0.0.1:{server.port}", instance, server)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.executable()
    if path is None:
        pytest.exit(chromium.HOW, returncode=3)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": chromium.FLAGS,
        "env": chromium.environment(),
        "headless": True,
    }


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        options.setdefault("locale", "en")
        options.setdefault("viewport", {"width": 1280, "height": 900})
        self.site = site
        self.context: BrowserContext = browser.new_context(base_url=site.url, **options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, address: str, password: str = PASSWORD) -> Page:
        self.page.goto("/auth/login")
        self.page.locator("[name=email]").fill(address)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url("**/learn/**")
        return self.page

    def axe(self) -> list[str]:
        """What axe finds wrong with the page as it stands, by WCAG 2.2 A and AA and its best practices."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}))"
            ".violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))"
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
