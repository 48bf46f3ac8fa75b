"""Editors of questions in a real browser: rows without a new page, a look at the question, two authors, no scripts."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.questions import banks_of
from lms.authoring.rules.questions import BankValues
from lms.core.db import db
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.windows import Site

SINGLE = "/studio/sample-questions/questions/parcels/which-label"
NEW = "/studio/sample-questions/questions/new?kind=single"
CALCULATED = "/studio/sample-questions/questions/parcels/landed-price"


@dataclass
class Studio:
    """An author before the questions of the sample."""

    site: Site
    course: StudioCourse
    author: int
    page: Page

    def bank(self) -> BankValues:
        with self.site.app.app_context():
            db.session.expire_all()
            return banks_of(self.course.id)["parcels"]


@pytest.fixture
def studio(site: Site) -> Studio:
    with site.app.app_context():
        author = a_person().id
        course = authoring.a_sample_draft(author, slug="sample-questions")
        db.session.commit()
    return Studio(site, course, author, site.window(author))


def _option(page: Page, number: int) -> str:
    """The key of the row at this place, from 0."""
    return page.locator("[data-rows=option] [data-rows-list] input[name=option]").nth(number).input_value()


def test_options_are_added_moved_and_removed_where_they_stand(studio: Studio) -> None:
    page = studio.page
    page.goto(SINGLE)
    page.get_by_role("button", name="Option", exact=True).click()
    added = _option(page, 4)
    assert added == "new-2"
    page.fill(f"[name=option-{added}-text]", "A shirt, 1 kg")
    page.check(f"[name=right][value={added}]")
    page.locator(f"button[value='up:option:{added}']").click()
    page.locator("button[value='remove:option:c']").click()
    assert [_option(page, number) for number in range(3)] == ["a", "b", added]
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("The question which-label is saved.")).to_be_visible()
    entry = studio.bank().entry("which-label")
    assert entry is not None and (entry["options"], entry["answer"]) == (["a", "b", "d"], "d")


def test_the_key_enter_saves_and_moves_no_row(studio: Studio) -> None:
    page = studio.page
    page.goto(SINGLE)
    page.fill("[name=option-a-text]", "Gift!")
    page.press("[name=option-a-text]", "Enter")
    expect(page.get_by_text("The question which-label is saved.")).to_be_visible()
    bank = studio.bank()
    assert bank.words["en"]["which-label"]["options"]["a"] == "Gift!"
    assert list(bank.entry("which-label")["options"]) == ["a", "b", "c"]  # type: ignore[index]


def test_a_question_is_tried_on_the_page_that_it_is_written_on(studio: Studio) -> None:
    page = studio.page
    page.goto(SINGLE)
    page.fill("[name=prompt]", "Which **label** passes now?")
    look = page.locator("[data-question-look]")
    page.get_by_role("button", name="Show how it looks").click()
    expect(look.locator("strong").first).to_have_text("label")
    look.get_by_label("Cotton shirt").check()
    look.get_by_role("button", name="Check this answer").click()
    expect(look.get_by_text("Right: what and how many.")).to_be_visible()
    expect(look.locator(".badge.good")).to_have_text("Correct")
    assert page.url.endswith("/which-label") and page.input_value("[name=prompt]") == "Which **label** passes now?"
    assert "now" not in studio.bank().words["en"]["which-label"]["prompt"]


def test_a_calculated_question_draws_other_numbers_and_refuses_a_bad_formula(studio: Studio) -> None:
    page = studio.page
    page.goto(CALCULATED)
    look = page.locator("[data-question-look]")
    before = look.locator("fieldset .prose").inner_text()
    look.get_by_role("button", name="Other numbers").click()
    expect(look.locator("fieldset .prose")).not_to_have_text(before)
    page.get_by_role("button", name="Variable", exact=True).click()
    page.locator("[data-rows=variable] [data-row]").last.get_by_label("Name").fill("tax")
    for label, value in (("Smallest", "0"), ("Largest", "5"), ("Steps of", "1")):
        page.locator("[data-rows=variable] [data-row]").last.get_by_label(label).fill(value)
    page.fill("[name=formula]", "price / tax")
    page.get_by_role("button", name="Save", exact=True).first.click()
    summary = page.locator(".notice.summary")
    expect(summary).to_contain_text("tax = 0")
    expect(page.locator("[name=formula]")).to_have_value("price / tax")
    page.fill("[name=formula]", "(price + freight + tax) * (1 + duty / 100)")
    page.fill("[name=prompt]", "Price {price}, freight {freight}, duty {duty}, tax {tax}: what does it cost?")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("The question landed-price is saved.")).to_be_visible()
    expect(page.get_by_role("columnheader", name="tax")).to_be_visible()
    entry = studio.bank().entry("landed-price")
    assert entry is not None and entry["variables"]["tax"] == {"min": 0, "max": 5, "step": 1}


def test_the_second_author_keeps_both_versions_before_the_eyes(studio: Studio) -> None:
    page, other = studio.page, studio.page.context.new_page()
    for each in (page, other):
        each.goto(SINGLE)
    other.fill("[name=explanation]", "Theirs.")
    other.get_by_role("button", name="Save", exact=True).first.click()
    expect(other.get_by_text("is saved.")).to_be_visible()
    page.fill("[name=explanation]", "Mine.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("Yours is not saved yet")).to_be_visible()
    expect(page.locator("del")).to_contain_text("Theirs")
    assert page.input_value("[name=explanation]") == "Mine."
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("The question which-label is saved.")).to_be_visible()
    assert studio.bank().words["en"]["which-label"]["explanation"] == "Mine."


RESTORED = "What you wrote and could not save is back."


def test_what_was_typed_comes_back_with_its_rows_after_a_crash_and_goes_when_it_is_saved(studio: Studio) -> None:
    page = studio.page
    page.goto(SINGLE)
    page.fill("[name=prompt]", "Which one, after all?")
    page.get_by_role("button", name="Option", exact=True).click()
    added = _option(page, 4)
    page.fill(f"[name=option-{added}-text]", "A shirt, 1 kg")
    page.check(f"[name=right][value={added}]")
    page.locator("button[value='remove:option:c']").click()
    page.goto("/studio/")
    page.goto(SINGLE)
    expect(page.locator("[data-kept-state]")).to_have_text(RESTORED)
    assert page.input_value("[name=prompt]") == "Which one, after all?"
    assert [_option(page, number) for number in range(4)] == ["a", "b", "new-1", added]
    expect(page.locator(f"[name=right][value={added}]")).to_be_checked()
    page.locator(f"button[value='up:option:{added}']").click()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("The question which-label is saved.")).to_be_visible()
    entry = studio.bank().entry("which-label")
    assert entry is not None and (entry["options"], entry["answer"]) == (["a", "b", "d"], "d")
    assert page.url.endswith("/which-label")
    page.reload()
    assert page.input_value("[name=prompt]") == "Which one, after all?"
    assert page.evaluate("Object.keys(sessionStorage)") == []
    expect(page.locator("[data-kept-state]")).to_have_text("")


def test_a_session_that_has_expired_loses_nothing_of_a_question(studio: Studio) -> None:
    page = studio.page
    page.goto(SINGLE)
    page.fill("[name=explanation]", "Because it says so.")
    page.wait_for_function("sessionStorage.length")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator("form[data-question]")).to_have_count(0)
    page.context.clear_cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(SINGLE)
    expect(page.locator("[data-kept-state]")).to_have_text(RESTORED)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("The question which-label is saved.")).to_be_visible()
    assert studio.bank().words["en"]["which-label"]["explanation"] == "Because it says so."


def test_a_question_that_was_refused_is_kept_and_one_that_was_added_does_not_come_back_as_another(
    studio: Studio,
) -> None:
    page = studio.page
    page.goto(NEW)
    page.fill("[name=prompt]", "A new question?")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".notice.summary")).to_contain_text("Write at least two options.")
    page.goto(NEW)
    expect(page.locator("[data-kept-state]")).to_have_text(RESTORED)
    for number, text in (("1", "One"), ("2", "Two")):
        page.fill(f"[name=option-new-{number}-text]", text)
    page.check("[name=right][value=new-1]")
    page.get_by_role("button", name="Save and write another").click()
    expect(page.get_by_text("The question a-new-question is saved.")).to_be_visible()
    assert page.input_value("[name=prompt]") == "" and page.url.endswith("kind=single&bank=parcels")
    page.reload()
    assert page.input_value("[name=prompt]") == "" and page.evaluate("Object.keys(sessionStorage)") == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_editors_fit_a_phone_and_work_without_scripts(studio: Studio, width: int) -> None:
    page = studio.site.window(studio.author, width=width, java_script_enabled=False)
    for path in ("/questions", "/questions/parcels/which-label", "/questions/parcels/landed-price",
                 "/questions/parcels/who-pays", "/questions/parcels/which-label/revisions",
                 "/questions/exchange", "/final-quiz/quiz"):  # fmt: skip
        page.goto(f"/studio/sample-questions{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(CALCULATED)
    page.get_by_role("button", name="Variable", exact=True).click()
    expect(page.locator("[data-rows=variable] [data-rows-list] > [data-row]")).to_have_count(4)
    page.locator("button[value='remove:variable:v3']").click()
    expect(page.locator("[data-rows=variable] [data-rows-list] > [data-row]")).to_have_count(3)
