"""Work in a real browser: a file that comes by pieces, taking back, and the keys of a grader with their switch."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Person, Site
from tests.journeys.learning import COURSE

STEP = f"/learn/{COURSE}/describe-a-market/"


def test_a_trainee_brings_a_file_hands_in_and_takes_it_back(people: Any, site: Site, tmp_path: Path) -> None:
    trainee: Person = people()
    page = trainee.enter("jamshed.nazarov@example.org", STEP)
    trainee.speak("en")  # the account's language is another
    with page.expect_navigation():
        page.get_by_role("button", name="Start your work").click()
    table = tmp_path / "Таблица.pdf"
    table.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + bytes(1_500_000))
    page.set_input_files("[name=files]", table)
    expect(page.locator(".upload-line").get_by_role("status")).to_have_text("Ready")
    page.locator("[name=text]").fill("Dried apricots, and the city of Kazan.")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")
    page.get_by_role("button", name="Hand in").click()
    with page.expect_navigation():
        page.locator("#confirm-dialog button[value=yes]").click()
    expect(page.locator(".files")).to_contain_text("Таблица.pdf")
    page.get_by_role("button", name="Take it back").click()
    with page.expect_navigation():
        page.locator("#confirm-dialog button[value=yes]").click()
    expect(page.locator("[name=text]")).to_have_value("Dried apricots, and the city of Kazan.")
    expect(page.locator(".files")).to_contain_text("Таблица.pdf")


def test_what_a_trainee_wrote_without_a_connection_comes_back_after_a_reload_and_is_saved(people: Any) -> None:
    trainee: Person = people()
    page = trainee.enter("farhod.rahimov@example.org", STEP)
    trainee.speak("en")
    with page.expect_navigation():
        page.get_by_role("button", name="Start your work").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/text", lambda route: route.abort("connectionreset"))
    page.locator("[name=text]").fill("Written in a tunnel.")
    expect(page.locator("[data-save-state]")).to_contain_text("No connection")
    page.unroute("**/text")
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("Written in a tunnel.")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")
    assert page.evaluate("sessionStorage.length") == 0

    def slow(route: Route) -> None:
        page.wait_for_timeout(1500)
        route.continue_()

    # The form waits for what is still on its way, is sent once, and is no conflict with it.
    page.route("**/text", slow)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    page.locator("[name=text]").fill("Written in a tunnel, and out of it.")
    expect(page.locator("[data-save-state]")).to_contain_text("Saving")
    with page.expect_navigation():
        page.locator("main form button[value=save]").dblclick()
    expect(page.locator("[name=text]")).to_have_value("Written in a tunnel, and out of it.")
    assert page.get_by_role("alert").count() == 0
    assert len([url for url in sent if url == page.url]) == 2, "sent once, and led to the page again"
    trainee.complaints.clear()


def press(page: Page, key: str) -> None:
    """Once the keys are listened to, which is when their line is shown."""
    expect(page.locator("[data-shortcuts]")).to_be_visible()
    page.keyboard.press(key)


def test_a_grader_goes_on_by_keys_and_can_switch_them_off(people: Any) -> None:
    grader: Person = people()
    page = grader.enter("instructor@example.org", f"/studio/{COURSE}/grading")
    press(page, "j")
    expect(page.locator("[data-row]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/grading/*/")
    first = page.url
    with page.expect_navigation():
        press(page, "j")
    assert page.url != first
    with page.expect_navigation():
        press(page, "k")
    assert page.url == first
    switch = page.get_by_role("button", name="Keys on")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_role("button", name="Keys on")).to_have_attribute("aria-pressed", "false")
    press(page, "j")
    page.wait_for_timeout(300)
    assert page.url == first, "this browser remembers"
