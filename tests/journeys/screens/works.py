"""Screens of assignments: trainees at their work and at that of others, instructors grading it."""

from playwright.sync_api import Page

from tests.journeys.acts import Screen, sent
from tests.journeys.conftest import Site
from tests.journeys.furniture import FILM
from tests.journeys.learning import COURSE
from tests.journeys.screens.codes import ask, public_id_of

KEY = "describe-a-market"
STEP = f"/learn/{COURSE}/{KEY}/"
CLAIM = f"/learn/{FILM}/write-a-claim/"
GRADING = f"/studio/{COURSE}/grading"
WRITES, PEER = "maria.galimova@example.org", "malika.yuldosheva@example.org"

WORK = """SELECT s.public_id FROM submission s JOIN person p ON p.id = s.person_id JOIN item i ON i.id = s.item_id
    WHERE p.email = ? AND i.key = ? AND s.state = ? ORDER BY s.number DESC"""
REVIEW = """SELECT r.public_id FROM peer_review r JOIN person p ON p.id = r.person_id
    WHERE p.email = ? AND (r.given_at IS NULL) = ?"""


def works(site: Site) -> dict[str, list[Screen]]:
    def work(email: str, state: str, key: str = KEY) -> str:
        return f"{ask(site, WORK, email, key, state)[0]}/"

    def review(*, is_open: bool) -> str:
        return f"{CLAIM}reviews/{ask(site, REVIEW, PEER, is_open)[0]}/"

    draft = f"{STEP}work/{work(WRITES, 'draft')}"
    begun = f"{GRADING}/{work('alena.kavalenka@example.org', 'submitted')}"
    gradebook = f"/studio/{COURSE}/gradebook/{public_id_of(site, 'anita.sharma@example.org')}/{KEY}/"
    return {
        "trainee@example.org": [
            Screen("work-step-returned", STEP),
            Screen("work-returned", f"{STEP}work/{work('trainee@example.org', 'returned')}"),
        ],
        "finished@example.org": [
            Screen("work-step-waiting", STEP),
            Screen("work-handed-in", f"{STEP}work/{work('finished@example.org', 'submitted')}"),
        ],
        "anita.sharma@example.org": [
            Screen("work-not-passed", f"{STEP}work/{work('anita.sharma@example.org', 'returned')}")
        ],
        WRITES: [
            Screen("work-step-writing", STEP),
            Screen("work-writing", draft),
        ],
        "bakyt.mambetov@example.org": [Screen("work-step-not-begun", STEP)],
        PEER: [
            Screen("work-step-with-reviews", CLAIM),
            Screen("review-to-give", review(is_open=True)),
            Screen("review-to-give-errors", review(is_open=True), _send_half_a_review),
            Screen("review-given", review(is_open=False)),
            Screen("work-reviewed-by-peers", f"{CLAIM}work/{work(PEER, 'submitted', 'write-a-claim')}"),
        ],
        "instructor@example.org": [
            Screen("grading-queue", GRADING),
            Screen("grading-queue-returned", f"{GRADING}?state=returned"),
            Screen("grading-queue-late", f"{GRADING}?late=1"),
            Screen("grading-queue-empty", f"{GRADING}?state=returned&late=1"),
            Screen("grading-form", f"{GRADING}/{work('finished@example.org', 'submitted')}"),
            Screen("grading-form-begun", begun),
            Screen("grading-form-errors", begun, _return_half_a_grading),
            Screen("grading-conflict", begun, _send_an_old_grading),
            Screen("grading-form-returned", f"{GRADING}/{work('trainee@example.org', 'returned')}"),
            Screen("gradebook-score-of-work", gradebook),
            Screen("gradebook-score-errors", gradebook, sent("main form:has([name=reason])", percent="120")),
            Screen("analysis-of-a-question", f"/studio/{COURSE}/analysis", _open_first_question),
        ],
        "admin@example.org": [Screen("analysis-without-quizzes", "/studio/parcels-later/analysis")],
    }


def _press(page: Page, form: str, value: str) -> None:
    """Sends the form by the button with this value, not asked back."""
    with page.expect_navigation():
        page.locator(form).evaluate(
            """(form, value) => {
                const action = document.createElement("input");
                [action.type, action.name, action.value] = ["hidden", "action", value];
                form.append(action);
                form.submit();
            }""",
            value,
        )


def _send_half_a_review(page: Page) -> None:
    _press(page, "main form[method=post]:has([name=comment])", "send")


def _return_half_a_grading(page: Page) -> None:
    _press(page, "#grading", "return")


def _send_an_old_grading(page: Page) -> None:
    page.locator("#grading [name=seq]").evaluate("field => field.value = 0")
    page.locator("#grading [name=feedback]").fill("Mine, written at the same time.")
    _press(page, "#grading", "save")


def _open_first_question(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
