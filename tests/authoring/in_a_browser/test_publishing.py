"""An author publishes a second revision while a trainee is in the middle of a quiz of the first, both in a browser."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lms.authoring.services.publishing import publish_draft
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import published_course
from lms.jobs.worker import Worker
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.progress import a_learner
from tests.windows import Site


@dataclass
class Two:
    """The author's window and the trainee's."""

    site: Site
    author: Page
    trainee: Page


@pytest.fixture
def two(site: Site) -> Two:
    with site.app.app_context():
        me, trainee = a_person(), a_person()
        course = authoring.a_sample_draft(me.id, slug="sample-parcels")
        publish_draft(course.id, course.slug, seq=1, by=me.id, now=utc_now())
        facts = published_course(course.slug)
        assert facts is not None
        a_learner(trainee, facts, "what-is-in-it")
        author_id, trainee_id = me.id, trainee.id
        db.session.commit()
        db.session.remove()
    return Two(site, site.window(author_id), site.window(trainee_id, width=360, height=740))


def test_a_second_revision_reaches_a_trainee_in_the_middle_of_a_quiz_and_nothing_is_lost(two: Two) -> None:
    author, trainee = two.author, two.trainee
    trainee.goto("/learn/sample-parcels/quiz-send/")
    trainee.get_by_role("button", name="Start the quiz").click()
    first = trainee.locator("form.attempt fieldset").first
    prompt = first.locator(".prose").inner_text()
    first.locator("input[type=radio]").first.check()
    expect(trainee.locator("[data-attempt-status]")).to_contain_text("Saved")

    # The author looks at the draft as trainees would, deletes a step, and reads what that means.
    author.goto("/studio/sample-parcels/")
    author.get_by_role("link", name="Preview as trainee").click()
    expect(author.get_by_text("Preview: nothing is recorded.")).to_be_visible()
    author.goto("/studio/sample-parcels/?open=item:quiz-send")
    author.get_by_role("button", name="Delete").click()
    confirmed = author.locator("#confirm-dialog button[value=yes]")
    if confirmed.is_visible():
        confirmed.click()
    expect(author.get_by_text("is deleted.")).to_be_visible()
    author.goto("/studio/sample-parcels/publish")
    expect(author.get_by_text("What people achieved in it is kept.")).to_be_visible()
    expect(author.get_by_text("1 quiz attempt is open. It stays on the questions it began with.")).to_be_visible()
    author.get_by_role("button", name="Publish now").click()
    expect(author.get_by_text("Revision 2 is published. This is what trainees see now.")).to_be_visible()
    with two.site.app.app_context():
        Worker(two.site.app.app_context).drain()
        db.session.remove()

    # The trainee goes on: the same questions, the saved answer, a result.
    trainee.reload()
    again = trainee.locator("form.attempt fieldset").first
    assert again.locator(".prose").inner_text() == prompt
    expect(trainee.get_by_role("heading", level=1)).to_have_text("Quiz: send")
    expect(again.locator("input[type=radio]").first).to_be_checked()
    trainee.get_by_role("button", name="Finish and see the result").click()
    trainee.locator("#confirm-dialog button[value=yes]").click()
    trainee.get_by_role("button", name="Finish and see the result").click()  # one question is left open
    expect(trainee.get_by_role("heading", name="Your answers")).to_be_visible()
    trainee.goto("/learn/sample-parcels/")
    expect(trainee.get_by_text("What is in it").first).to_be_visible()
    expect(trainee.locator("ol.outline-list")).not_to_contain_text("Quiz: send")


def test_a_quiz_is_tried_in_a_preview_on_a_phone_and_going_back_is_asked_first(two: Two) -> None:
    author = two.author
    author.set_viewport_size({"width": 360, "height": 740})
    author.goto("/studio/sample-parcels/preview/final-quiz/")
    author.get_by_role("button", name="Try the quiz").click()
    author.wait_for_url("**/preview/final-quiz/attempts/*/")
    author.get_by_role("button", name="See the result").click()
    expect(author.get_by_role("heading", name="Your answers")).to_be_visible()
    author.get_by_role("button", name="Draw again").click()
    author.wait_for_url("**/attempts/*/")
    author.goto("/studio/sample-parcels/revisions")
    author.get_by_role("link", name="Revision 1").click()
    expect(author.get_by_text("The draft is like this revision.")).to_be_visible()
    for path in (
        "publish",
        "revisions",
        "revisions/1",
        "revisions/compare",
        "history",
        "preview/",
        "preview/final-quiz/",
    ):
        author.goto(f"/studio/sample-parcels/{path}")
        assert author.evaluate("document.documentElement.scrollWidth") <= 360, path
