"""What the state of a place allows, and how it is said. Pure: plain data in, decision out."""

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.core.messages import PluralSentence, Said, Sentence, phrase

TAKES_PART = frozenset({"active", "completed"})
WAITS = frozenset({"pending", "waitlisted"})
MAY_COME_BACK = frozenset({"withdrawn", "refused", "expired"})
ONE_LETTER_IN = timedelta(days=1)

# How a place stands, in a list of them, and the tone of its badge.
STATUS_WORDS = {
    "pending": (phrase("Asks for a place"), "warn"),
    "waitlisted": (phrase("On the waiting list"), "warn"),
    "active": (phrase("Learning"), "jade"),
    "completed": (phrase("Completed"), "good"),
    "withdrawn": (phrase("Has left"), "plain"),
    "refused": (phrase("Not given a place"), "plain"),
    "expired": (phrase("Time is over"), "plain"),
}

# Whether a course takes people in on a day, beside how it does.
OPEN, NOT_YET, OVER = "open", "not yet", "over"
CLOSES_BEFORE_IT_OPENS = phrase("The last day to enrol is before the first.")

# How a course takes people in; staff choose among them.
MODE_WORDS = {
    "open": phrase("Anyone may enrol"),
    "approval": phrase("Staff approve each request"),
    "code": phrase("Whoever knows the code may enrol"),
}


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A course to complete first; `title` is None while it is not published."""

    slug: str
    title: str | None
    is_met: bool


@dataclass(frozen=True, slots=True)
class PrimaryAction:
    """The one primary button of a course page.

    `kind`: sign_in | learn | enrol | code | prerequisite | none. `enrol` and `code` are forms, the others links.
    """

    kind: str
    label: Said = ""


def is_full(capacity: int | None, taken: int) -> bool:
    """Whether every seat is taken; no capacity is no limit."""
    return capacity is not None and taken >= capacity


def enrolment_window(opens_on: date | None, closes_on: date | None, today: date) -> str:
    """`OPEN`, `NOT_YET` or `OVER` on `today`, a day in UTC as the others; both bounds belong to it, None is none."""
    if opens_on is not None and today < opens_on:
        return NOT_YET
    return OVER if closes_on is not None and today > closes_on else OPEN


def are_days_in_order(opens_on: date | None, closes_on: date | None) -> bool:
    """Whether there is a day on which one can enrol; a bound that is not set leaves one."""
    return opens_on is None or closes_on is None or opens_on <= closes_on


def is_code_right(expected: str | None, typed: str | None) -> bool:
    """Compares in constant time, whatever the case and the spaces around; no code set fits nothing."""
    mine, theirs = (unicodedata.normalize("NFKC", text or "").strip().casefold() for text in (expected, typed))
    return hmac.compare_digest(mine.encode(), theirs.encode()) and bool(mine)


def is_staff_told(*, others_unanswered: bool, asked_before_at: datetime | None, now: datetime) -> bool:
    """Whether a request that arrives is worth a letter to the staff of the course (G16).

    Not while others wait for their answer: the letter about the first of them led to the same page. Nor when this
    person asked within `ONE_LETTER_IN` already and took it back, so that nobody fills a mailbox by asking again.
    """
    asks_again = asked_before_at is not None and now - asked_before_at < ONE_LETTER_IN
    return not others_unanswered and not asks_again


def primary_action(
    *,
    is_signed_in: bool,
    status: str | None,
    mode: str | None,
    window: str,
    full: bool,
    has_started: bool,
    prerequisites_met: bool,
) -> PrimaryAction:
    """The button whose label follows the state; `mode` is None while the course takes nobody in.

    Outside of the `window` (`enrolment_window`) there is nothing to sign in for: whoever has a place does it above.
    """
    if status is None and window != OPEN:
        return PrimaryAction("none")
    if not is_signed_in:
        return PrimaryAction("sign_in", Sentence("Sign in to enrol"))
    if status == "completed":
        return PrimaryAction("learn", Sentence("Review"))
    if status == "active":
        return PrimaryAction("learn", Sentence("Resume") if has_started else Sentence("Start"))
    if status in WAITS or mode is None or window != OPEN:
        return PrimaryAction("none")
    if not prerequisites_met:
        return PrimaryAction("prerequisite", Sentence("Open the course that comes first"))
    if mode == "code":
        return PrimaryAction("code", Sentence("Enter the code"))
    if mode == "approval":
        return PrimaryAction("enrol", Sentence("Request a place"))
    return PrimaryAction("enrol", Sentence("Full: join the waiting list") if full else Sentence("Enrol"))


def completion_in_words(*, required_count: int, required_items: int | None, final_percent: int | None) -> list[Said]:
    """How a course is completed. `required_items` None means all of them; `final_percent` is None without a final."""
    words: list[Said] = []
    if required_items is None or required_items >= required_count:
        words.append(
            PluralSentence("Complete the one required step.", "Complete all %(count)s required steps.", required_count)
        )
    else:
        words.append(
            Sentence(
                "Complete at least %(needed)s of the %(count)s required steps.",
                {"needed": required_items, "count": required_count},
            )
        )
    if final_percent is not None:
        words.append(Sentence("Reach at least %(percent)s%% in the final quiz.", {"percent": final_percent}))
    return words


def certificate_in_words(issue: str) -> Sentence:
    """`automatic`, `approval` or `none`, as a sentence."""
    if issue == "automatic":
        return Sentence("Your certificate is issued as soon as you complete the course. Anyone can verify it.")
    if issue == "approval":
        return Sentence("After you complete the course an administrator approves your certificate.")
    return Sentence("This course gives no certificate.")


def standing_in_words(status: str | None) -> Sentence:
    """Why somebody may not enter the lessons of a course."""
    return {
        "pending": Sentence("The course staff have not answered your request yet. We will write to you when they do."),
        "waitlisted": Sentence("You are on the waiting list. We will write to you as soon as a place is free."),
        "withdrawn": Sentence("You left this course. Enrol again and go on where you stopped."),
        "refused": Sentence("The course staff did not give you a place in this course."),
        "expired": Sentence("Your time in this course is over. Enrol again and go on where you stopped."),
    }.get(status or "", Sentence("Enrol in this course to open its lessons."))
