"""From the catalogue to a certificate that anyone can verify: with scripts, in Persian on a phone, without scripts."""

import io
import re
from typing import Any

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Person, Site
from tests.journeys.learning import COURSE, Learner

PASSWORD = "felt-slippers-over-the-pass"


def register(person: Person, address: str, name: str, latin_name: str) -> None:
    page = person.page
    page.goto("/auth/register")
    page.locator("[name=name]").fill(name)
    page.locator("[name=latin_name]").fill(latin_name)
    page.locator("[name=country]").select_option("KG")
    page.locator("[name=kind]").select_option("company")
    page.locator("[name=email]").fill(address)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def confirm(person: Person, site: Site, address: str) -> None:
    person.page.goto(site.link_in_letter_to(address))
    with person.page.expect_navigation():
        person.page.locator("main form button[type=submit]").click()


def download_certificate(person: Person) -> tuple[bytes, str]:
    """The PDF of the newest certificate and the words in it."""
    page = person.page
    page.goto("/certificates/")
    with page.expect_download() as download:
        page.locator("main a[href$='.pdf']").first.click()
    content = download.value.path().read_bytes()
    return content, " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split())


def address_to_verify(content: bytes, site: Site) -> str:
    """The address that the certificate links to, which is also the one in its QR code."""
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in PdfReader(io.BytesIO(content)).pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    found = [link for link in links if link.startswith(f"{site.url}/verify/")]
    assert found, links
    return found[0]


def test_a_stranger_becomes_a_certified_trainee(people: Any, site: Site) -> None:
    stranger: Person = people()
    page = stranger.page
    page.goto("/")
    page.get_by_role("link", name="Start learning").click()
    page.locator("input[type=search]").press_sequentially("honest and safe", delay=10)
    expect(page.locator("[data-live-results] article")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=honest\+and\+safe"))
    page.get_by_role("link", name="Digital trade foundations").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Digital trade foundations")

    register(stranger, "aizhan@example.net", "Айжан Бекова", "Aizhan Bekova")
    confirm(stranger, site, "aizhan@example.net")
    if "/learn/" not in page.url:
        stranger.sign_in("aizhan@example.net", PASSWORD)
    expect(page.get_by_role("heading", name="Choose your first course")).to_be_visible()

    learner = Learner(stranger)
    learner.enrol()
    learner.learn_all()
    expect(page.get_by_text("you have completed this course")).to_be_visible()

    content, words = download_certificate(stranger)
    assert content.startswith(b"%PDF")
    assert "Айжан Бекова" in words
    assert "Aizhan Bekova" in words
    assert "Digital trade foundations" in words

    employer: Person = people()
    employer.page.goto(address_to_verify(content, site))
    expect(employer.page.get_by_role("status").filter(has_text="Valid")).to_be_visible()
    shown = employer.page.locator("main").inner_text()
    assert "Айжан Бекова" in shown
    assert "aizhan@example.net" not in employer.page.content()


def test_the_same_course_is_learned_in_persian_on_a_phone(people: Any) -> None:
    trainee: Person = people(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = trainee.enter("sarangerel.dorj@example.org")
    trainee.speak("fa")

    def look() -> None:
        assert page.locator("html[lang=fa][dir=rtl]").count() == 1, page.url
        assert trainee.overflow() == 0, page.url

    look()
    learner = Learner(trainee, "customs-vat-landed-cost", look)
    page.goto("/courses/")
    look()
    learner.enrol()
    learner.learn_all()
    assert page.locator(".notice.good").count() == 1
    for path in ("/learn/", "/certificates/", f"/learn/{COURSE}/", "/account/"):
        page.goto(path)
        look()


def test_everything_works_without_scripts(people: Any) -> None:
    trainee: Person = people(java_script_enabled=False)
    trainee.sign_in("bekzod.aliyev@example.org")
    page = trainee.page
    learner = Learner(trainee)
    learner.enrol()
    page.goto(f"/learn/{COURSE}/resume")
    learner.do_steps()
    expect(page).to_have_url(re.compile(r"/quiz-business-models/attempts/[^/]+/result$"))
    page.goto("/learn/")
    page.locator("details:has(.avatar) > summary").click()
    with page.expect_navigation():
        page.locator("form[action='/auth/logout'] button").click()
    page.goto("/learn/")
    expect(page).to_have_url(re.compile(r"/auth/login"))
