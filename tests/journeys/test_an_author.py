"""From an empty studio to a course with trainees in it: written, translated, published, changed, taken back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from lms.accounts.services import grant_role
from lms.core.clock import utc_now
from lms.core.db import db
from lms.jobs.worker import Worker
from tests.factories.accounts import a_person
from tests.factories.courses import SAMPLE
from tests.journeys.author import Author
from tests.journeys.conftest import PASSWORD, Person, Site
from tests.journeys.parcels import (
    COURSE,
    begin_the_quiz,
    catalogue,
    finish_the_quiz,
    learn_half_of_it,
    progress_is_kept,
    read_until,
)  # fmt: skip
from tests.media.pictures import a_picture
from tests.windows import served

SAMPLES = Path(__file__).parents[1] / "packages/exchange/samples"
AUTHOR, PERSIAN = "author@example.org", "nasrin@example.org"
TRAINEE, OTHER = "trainee@example.org", "other@example.org"
OPTIONS = "Options, and what is said to whoever chooses them"


@pytest.fixture
def studio_site(live_app: Flask, tmp_path: Path) -> Iterator[Site]:
    """A new installation with four people and no course."""
    with live_app.app_context():
        for address, language in ((AUTHOR, "en"), (PERSIAN, "fa")):
            author = a_person(email=address, printed_name="Aigerim Saparova", language=language, password=PASSWORD)
            grant_role(author.id, "author", by=None, now=utc_now())
        a_person(email=TRAINEE, printed_name="Rustam Karimov", language="ru", password=PASSWORD)
        a_person(email=OTHER, printed_name="Lin Yun", password=PASSWORD)
        db.session.commit()
    with served(live_app) as url:
        worker = Worker(live_app.app_context)
        working = worker.start_thread()
        yield Site(url, tmp_path, None)  # type: ignore[arg-type]
        worker.stop()
        working.join()


@pytest.fixture
def sit_down(browser: Browser, studio_site: Site) -> Iterator[Callable[..., Person]]:
    seated: list[Person] = []

    def take_a_seat(address: str, path: str = "/learn/", **options: Any) -> Person:
        person = Person(browser, studio_site, **options)
        seated.append(person)
        person.enter(address, path)
        return person

    yield take_a_seat
    for person in seated:
        person.context.close()
        assert person.complaints == []


def test_a_course_from_nothing_to_its_second_revision(sit_down: Callable[..., Person]) -> None:
    author = Author(sit_down(AUTHOR, "/studio/"))
    expect(author.page.get_by_text("Begin your first course")).to_be_visible()
    author.begin("Parcels across a border")
    write_the_course(author)
    describe_it(author)
    translate_some(author)
    author.publish(1)

    trainee = sit_down(TRAINEE, "/courses/parcels-across-a-border/").page
    learn_half_of_it(trainee)
    other = sit_down(OTHER, "/courses/parcels-across-a-border/").page
    prompts = begin_the_quiz(other)

    change_it(author)
    author.publish(2, meaning=("2 people learn in this course.", "1 quiz attempt is open.", "1 step goes."))
    progress_is_kept(trainee)
    finish_the_quiz(other, prompts)
    go_back(author)
    author.publish(3)
    trainee.goto(COURSE)
    read_until(trainee, "3 из 5")


def write_the_course(author: Author) -> None:
    page = author.page
    for module in ("Pack", "Declare", "Claim"):
        author.add_module(module)
    author.add_item("Pack", "Reading", "What a border sees")
    author.add_item("Pack", "Video", "A parcel is packed")
    author.add_item("Declare", "Reading", "The label")
    author.add_item("Declare", "Quiz", "Do you know the label?")
    author.add_item("Claim", "Assignment", "Write a claim")

    author.open_item("What a border sees")
    author.write("## Before the border\n\nEach parcel says **what it is** and what it is worth.")
    author.paste_picture(a_picture(), "A parcel on a scale")
    author.open_item("A parcel is packed")
    author.write("Two shirts go into a box. The box is closed.")
    author.bring_film(SAMPLE / "media/film.webm", SAMPLE / "media/film.en.vtt")
    author.open_item("The label")
    author.write("Name the thing, count it, and say what it is worth.")

    author.open_item("Do you know the label?")
    author.write("Two questions about what you have read.")
    write_the_questions(author)
    author.open_item("Do you know the label?")
    author.follow("Quiz settings")
    page.get_by_role("group", name="Which questions it asks").get_by_label("Bank").first.select_option(index=0)
    page.get_by_label("Pass mark in percent").fill("50")
    author.press("Save")
    author.open_item("Write a claim")
    author.write("A parcel is lost. Write to the post what was in it.")
    author.follow("Assignment settings")
    page.get_by_label("A text, written on the page").check()
    criterion = page.get_by_role("group", name="Another criterion")
    criterion.get_by_label("What is judged").fill("The thing is named")
    for level, (points, words) in enumerate((("0", "Not at all"), ("10", "Anybody knows what it was")), 1):
        criterion.get_by_label(f"Points of level {level}").fill(points)
        criterion.get_by_label(f"Words of level {level}").fill(words)
    author.press("Save")
    author.follow("Assignment settings")
    expect(page.get_by_role("group", name="The thing is named")).to_be_visible()


def write_the_questions(author: Author) -> None:
    page = author.page
    author.add_question("One answer")
    page.get_by_label("New bank").fill("labels")
    page.get_by_label("Question", exact=True).fill("Which label passes?")
    for number, words in enumerate(("Gift", "Cotton shirt, 2 pieces", "Goods"), 1):
        author.row(OPTIONS, number).get_by_label("Option", exact=True).fill(words)
        author.row(OPTIONS, number).get_by_label("Feedback").fill(f"About {words}.")
    author.row(OPTIONS, 2).get_by_label("Right").check()
    page.get_by_label("Explanation").fill("A label names the thing.")
    author.press("Save")
    author.add_question("Calculated")
    page.get_by_label("Question", exact=True).fill("A shirt is {price} EUR, the freight {freight} EUR. The sum?")
    for number, (name, *limits) in enumerate((("price", "20", "60", "1"), ("freight", "4", "12", "1")), 1):
        row = author.row("Numbers that are drawn: each stands in the question as {name}", number)
        row.get_by_label("Name").fill(name)
        for label, limit in zip(("Smallest", "Largest", "Steps of"), limits, strict=True):
            row.get_by_label(label).fill(limit)
    page.get_by_label("Formula").fill("price + freight")
    page.get_by_label("Explanation").fill("Both together.")
    page.get_by_role("button", name="Show how it looks").click()
    expect(page.get_by_role("table", name="Draws to look at")).to_be_visible()
    author.press("Save")


def describe_it(author: Author) -> None:
    page = author.page
    author.go("Settings")
    page.get_by_label("Summary").fill("How a parcel passes customs.")
    page.get_by_label("Who it is for").fill("Small shops.")
    page.get_by_label("Description").fill("What a border wants to know, and **how to say it**.")
    page.get_by_label("Outcomes").fill("Write a label\nName the value")
    author.press("Save")
    author.card("Languages").get_by_label("Add a language").select_option("ru")
    author.press("Add", author.card("Languages"))
    expect(author.card("Languages").get_by_text("Русский")).to_be_visible()


def translate_some(author: Author) -> None:
    author.translate("What a border sees", "Русский", Title="Что видит граница", Text="## До границы\n\nЧто внутри.")


def change_it(author: Author) -> None:
    """Another text, one step more and one fewer, another question."""
    page = author.page
    author.open_item("What a border sees")
    author.write("## At the border\n\nEach parcel is asked what it is.")
    author.go("Outline")
    author.add_item("Declare", "Reading", "A second label")
    author.open_item("A second label")
    author.write("Some parcels carry two.")
    author.open_item("The label")
    author.press("Delete")
    author.go("Questions")
    author.follow("Which label passes?")
    page.get_by_label("Question", exact=True).fill("Which of these labels passes?")
    author.row(OPTIONS, 2).get_by_label("Option", exact=True).fill("Two cotton shirts")
    author.press("Save")


def go_back(author: Author) -> None:
    author.go("Revisions")
    author.follow("Revision 1")
    author.press("Make it the draft", agrees=True)
    author.open_item("The label")
    expect(author.text).to_have_value(re.compile("Name the thing"))


def test_files_of_other_systems_come_in_with_a_full_report(sit_down: Callable[..., Person]) -> None:
    author = Author(sit_down(AUTHOR, "/studio/"))
    page = author.page
    author.begin("Questions from elsewhere")
    author.look_at_file(SAMPLES / "by-hand.gift")
    refused = page.get_by_role("table", name="Questions that do not come in")
    expect(refused.get_by_role("row")).to_have_count(3)
    expect(refused.get_by_role("row").filter(has_text="Not closed")).to_contain_text("A brace is missing")
    author.press("Take the questions")
    expect(page.get_by_text("11 questions", exact=True)).to_be_visible()
    author.look_at_file(SAMPLES / "export-of-moodle-3.xml")
    adapted = page.get_by_role("table", name="Questions that are adapted")
    expect(adapted.get_by_role("row").filter(has_text="What does the label show?")).to_be_visible()
    expect(page.get_by_text("1 picture comes along.")).to_be_visible()
    author.press("Take the questions")
    expect(page.get_by_text("15 questions", exact=True)).to_be_visible()
    page.get_by_role("link", name="What does this label show?").click()
    page.get_by_role("button", name="Show how it looks").click()
    expect(page.get_by_role("img", name="A label with three lines")).to_be_visible()


def test_the_core_works_without_scripts_on_a_phone_in_persian(sit_down: Callable[..., Person]) -> None:
    phone = {"width": 360, "height": 740}
    person = sit_down(PERSIAN, "/studio/", java_script_enabled=False, viewport=phone)
    page, say = person.page, in_persian
    author = Author(person, say)

    def look() -> None:
        expect(page.locator("html[lang=fa][dir=rtl]")).to_have_count(1)
        assert person.overflow() == 0, page.url

    look()
    author.begin("بسته در مرز")
    for title in ("بسته‌بندی", "برچسب"):
        author.add_module(title)
    author.add_item("بسته‌بندی", "Reading", "مرز چه می‌بیند")
    author.add_item("برچسب", "Quiz", "آزمون برچسب")
    look()
    author.open_item("مرز چه می‌بیند")
    author.text.fill("## پیش از مرز\n\nهر بسته می‌گوید چیست.")
    author.press("Show how it looks")
    expect(page.get_by_role("heading", name="پیش از مرز")).to_be_visible()
    look()
    author.press("Save")
    author.add_question("One answer")
    page.get_by_label(say("New bank")).fill("labels")
    page.get_by_label(say("Question"), exact=True).fill("کدام برچسب درست است؟")
    for number, words in enumerate(("هدیه", "پیراهن نخی"), 1):
        author.row(OPTIONS, number).get_by_label(say("Option"), exact=True).fill(words)
        author.row(OPTIONS, number).get_by_label(say("Feedback")).fill(f"{words}.")
    author.row(OPTIONS, 2).get_by_label(say("Right")).check()
    page.get_by_label(say("Explanation")).fill("نام آن را بگو.")
    look()
    author.press("Save")
    look()
    author.open_item("آزمون برچسب")
    author.text.fill("یک پرسش.")
    author.press("Save")
    author.open_item("آزمون برچسب")
    author.follow("Quiz settings")
    look()
    author.press("Save")
    author.go("Settings")
    for label in ("Summary", "Who it is for", "Description", "Outcomes"):
        page.get_by_label(say(label)).fill("بسته‌ها از مرز می‌گذرند.")
    look()
    author.press("Save")
    author.go("Outline")
    page.locator("main").get_by_role("link", name=say("Publish v%(revision)s") % {"revision": "۱"}).click()
    look()
    author.press("Publish now")
    look()
    page.goto("/courses/")
    expect(page.get_by_role("link", name="بسته در مرز").first).to_be_visible()


def in_persian(words: str) -> str:
    """As the interface says it; what it does not say stays as it is."""
    return catalogue("fa").gettext(words)
