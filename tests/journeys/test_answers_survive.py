"""No acknowledged answer is lost, whatever breaks, and no older one wins."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.server import Server, serving
from tests.journeys.conftest import Person, Site, copy_of, database_url
from tests.journeys.learning import COURSE, Learner

QUIZ = f"/learn/{COURSE}/quiz-business-models/"


def kill(server: Server) -> None:
    """As a power cut does it: the server and all its processes, at once."""
    parent = psutil.Process(server.process.pid)
    family = [*parent.children(recursive=True), parent]
    for process in family:
        process.kill()
    server.process.wait(10)
    psutil.wait_procs(family, timeout=10)


def give_first_answer(page: Page, number: int = 1) -> tuple[str, str]:
    """Answers a question with whatever its first control takes; returns the control and the value."""
    control = page.locator(f"fieldset[data-slot='{number}'] :is(input:not([type=hidden]), select)").first
    name = str(control.get_attribute("name"))
    if control.evaluate("e => e.tagName") == "SELECT":
        value = str(control.locator("option").nth(1).get_attribute("value"))
        control.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('change', {bubbles: true})) }", value)
    elif control.get_attribute("type") in ("radio", "checkbox"):
        value = str(control.get_attribute("value"))
        control.check()
    else:
        value = "7"
        control.fill(value)
    return name, value


def answer_of(page: Page, name: str) -> str | None:
    """What the form would send for this control."""
    given: str | None = page.evaluate(
        "name => new FormData(document.querySelector('form[data-attempt]')).get(name)", name
    )
    return given


@pytest.fixture
def instance(furnished: Path, tmp_path: Path) -> Iterator[Path]:
    yield copy_of(furnished, tmp_path / "fragile")


def test_killing_the_server_loses_no_answer_that_was_called_saved(browser: Browser, instance: Path) -> None:
    with serving(instance, database_url(instance)) as server:
        before = Person(browser, Site(f"http://127.0.0.1:{server.port}", instance, server))
        before.sign_in("trainee@example.org").goto(QUIZ)
        learner = Learner(before)
        learner.start_quiz()
        name, value = give_first_answer(before.page)
        assert learner.saved_text(1).startswith("Saved ")
        where = before.page.url.removeprefix(before.site.url)
        kill(server)
        before.context.close()
    with serving(instance, database_url(instance)) as server:
        after = Person(browser, Site(f"http://127.0.0.1:{server.port}", instance, server))
        after.sign_in("trainee@example.org").goto(where)
        assert answer_of(after.page, name) == value
        after.context.close()


def test_an_answer_given_before_the_scripts_arrive_is_saved_when_they_do(people: Any) -> None:
    early: Person = people()
    early.enter("priya.raman@example.org", QUIZ)
    learner = Learner(early)
    learner.start_quiz()
    learner.wait_until_saved()
    scripts: list[Any] = []
    early.page.route("**/quiz.*.js", lambda route: scripts.append(route))
    early.page.goto(early.page.url, wait_until="commit")
    name, value = give_first_answer(early.page, 2)
    early.page.wait_for_timeout(200)
    assert not early.page.locator("fieldset[data-slot='2'][data-state]").count()
    for route in scripts:
        route.continue_()
    assert learner.saved_text(2).startswith("Saved ")
    early.page.unroute("**/quiz.*.js")
    early.page.reload()
    assert answer_of(early.page, name) == value


def test_without_a_connection_nothing_is_handed_in_and_the_page_stays(people: Any) -> None:
    person: Person = people()
    person.enter("bilal.ahmed@example.org", QUIZ)
    learner = Learner(person)
    learner.start_quiz()
    person.context.set_offline(True)
    name, value = give_first_answer(person.page, 3)
    status = person.page.locator("[data-attempt-status]")
    expect(status).to_contain_text("No connection")
    person.page.locator("form[data-attempt] button[value=submit]").click()
    person.page.locator("#confirm-dialog button[value=yes]").click()
    expect(status).to_be_in_viewport()
    assert answer_of(person.page, name) == value
    person.context.set_offline(False)
    assert learner.saved_text(3).startswith("Saved ")
    person.complaints[:] = [text for text in person.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


def test_closing_the_browser_loses_no_answer_that_was_called_saved(people: Any) -> None:
    first: Person = people()
    first.enter("arjun.mehta@example.org", QUIZ)
    learner = Learner(first)
    learner.start_quiz()
    name, value = give_first_answer(first.page)
    learner.saved_text(1)
    where = first.page.url
    first.context.close()
    elsewhere: Person = people()
    elsewhere.enter("arjun.mehta@example.org", QUIZ)
    elsewhere.page.get_by_role("link", name="Go on with your attempt").click()
    expect(elsewhere.page).to_have_url(where)
    assert answer_of(elsewhere.page, name) == value


def test_an_answer_that_arrived_unanswered_is_no_conflict_with_the_next_one(people: Any) -> None:
    trainee: Person = people()
    page = trainee.enter("rajesh.kumar@example.org", QUIZ)
    learner = Learner(trainee)
    learner.start_quiz()

    def swallow(route: Any) -> None:
        route.fetch()  # the server has it
        route.abort("connectionreset")

    page.route("**/answers", swallow, times=1)
    radio = page.locator("fieldset[data-slot]:has(input[type=radio])").first
    number = int(str(radio.get_attribute("data-slot")))
    choices = page.locator(f"fieldset[data-slot='{number}'] input[type=radio]")
    choices.nth(0).check()
    expect(page.locator("[data-attempt-status]")).to_contain_text("No connection")
    choices.nth(1).check()
    assert learner.saved_text(number).startswith("Saved ")
    page.reload()
    expect(choices.nth(1)).to_be_checked()
    trainee.complaints[:] = [text for text in trainee.complaints if "ERR_CONNECTION_RESET" not in text]


def test_an_answer_given_while_the_page_is_loaded_again_counts(people: Any) -> None:
    trainee: Person = people()
    page = trainee.enter("anita.sharma@example.org", QUIZ)
    learner = Learner(trainee)
    learner.start_quiz()
    radio = page.locator("fieldset[data-slot]:has(input[type=radio])").first
    number = int(str(radio.get_attribute("data-slot")))
    choices = page.locator(f"fieldset[data-slot='{number}'] input[type=radio]")
    choices.nth(0).check()
    learner.saved_text(number)
    held: list[Any] = []
    page.route("**/quiz.*.js", lambda route: held.append(route))
    page.reload(wait_until="commit")
    expect(choices.nth(0)).to_be_checked()
    choices.nth(1).check()
    page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    assert learner.saved_text(number).startswith("Saved ")
    page.unroute("**/quiz.*.js")
    page.reload()
    expect(choices.nth(1)).to_be_checked()


def test_an_older_tab_can_not_overwrite_a_newer_answer(people: Any) -> None:
    trainee: Person = people()
    newer = trainee.enter("sana.malik@example.org", QUIZ)
    learner = Learner(trainee)
    learner.start_quiz()
    older = trainee.context.new_page()
    older.goto(newer.url)
    radio = newer.locator("fieldset[data-slot]:has(input[type=radio])").first
    number = int(str(radio.get_attribute("data-slot")))
    choices = newer.locator(f"fieldset[data-slot='{number}'] input[type=radio]")
    choices.nth(0).check()
    learner.saved_text(number)
    older.locator(f"fieldset[data-slot='{number}'] input[type=radio]").nth(1).check()
    expect(older.get_by_text("This question was answered in another window.")).to_be_visible()
    older.close()
    newer.reload()
    expect(choices.nth(0)).to_be_checked()
