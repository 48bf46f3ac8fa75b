"""States that the demo does not have: courses joined in every way, awards that wait, letters' links, odd accounts.

`python -m tests.journeys.furniture` puts them into the installation that LMS_… names, after `lms demo`, and prints
what cannot be found again: the links of letters.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from lms import create_app
from lms.accounts.drafts import ProfileDraft
from lms.accounts.models import Person
from lms.accounts.services import create_person, erase_person, give_token, suspend
from lms.accounts.tokens import signed
from lms.assessment.models import PeerReview
from lms.assessment.queries.assignments import submission_sheet
from lms.assessment.services import (
    allot_reviews,
    grade,
    hand_in,
    save_review,
    save_text,
    start_attempt,
    start_work,
)
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.library.entries import library_entry
from lms.authoring.services.drafts import open_draft
from lms.authoring.services.files import change_files
from lms.authoring.services.library.entries import put_into_library, update_library
from lms.authoring.services.library.taking import use_entry
from lms.certificates.services import decline
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts, outline, published_course
from lms.demo.learning import Learner
from lms.demo.people import PASSWORD
from lms.enrolment.queries import enrolment_of
from lms.enrolment.services import approve, change_offering, enrol, refuse
from lms.packages.pages import write_page
from lms.packages.services import import_courses
from tests.journeys.learning import COURSE

SAMPLE = Path(__file__).parents[1] / "packages" / "sample"
FILM, BY_REQUEST, WITH_CODE = "sample-parcels", "parcels-by-request", "parcels-with-code"
FULL, LATER = "parcels-full", "parcels-later"
CODE = "PARCEL-2026"
# Slug -> number, titles in English and Russian, how one joins, and other lines of course.yaml.
COPIES = {
    BY_REQUEST: (91, "Parcels for a large shop", "Посылки для крупного магазина", "approval", "", "approval"),
    WITH_CODE: (92, "Parcels by sea", "Посылки морем", "open", "", "automatic"),  # a package carries no code
    FULL: (93, "Parcels in winter", "Посылки зимой", "open", "\n  capacity: 1", "none"),
    LATER: (94, "Parcels to forty countries", "Посылки в сорок стран", "open", "", "automatic"),
}
READING = "item:what-is-in-it"
UNCONFIRMED, SUSPENDED = "unconfirmed@example.org", "suspended@example.org"


def packages(folder: Path) -> Iterator[Path]:
    """The sample, and copies of it that are joined otherwise."""
    yield SAMPLE
    for slug, (number, english, russian, mode, capacity, certificate) in COPIES.items():
        copy = Path(shutil.copytree(SAMPLE, folder / slug))
        needs = f"\nprerequisites: [{FILM}]" if slug == LATER else ""
        changes = {
            f"course: {FILM}": f"course: {slug}{needs}",
            "number: 90": f"number: {number}",
            "mode: open": f"mode: {mode}{capacity}",
            "issue: automatic": f"issue: {certificate}",
        }
        change(copy / "course.yaml", changes)
        change(copy / "course.en.yaml", {"Parcels for a small shop": english})
        change(copy / "course.ru.yaml", {"Посылки для небольшого магазина": russian})
        yield copy


def change(path: Path, changes: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, f"{path.name} has no “{old}” any more"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def who(name: str) -> int:
    """The id of a demo person."""
    return db.session.scalars(select(Person.id).where(Person.email == f"{name}@example.org")).one()


def course(slug: str) -> CourseFacts:
    found = published_course(slug)
    assert found is not None, slug
    return found


def place(name: str, slug: str) -> int:
    """The id of the enrolment of somebody in a course."""
    found = enrolment_of(who(name), course(slug).id)
    assert found is not None, (name, slug)
    return found.id


def ask(name: str, slug: str, now: datetime, code: str | None = None) -> None:
    enrol(person_id=who(name), course_id=course(slug).id, prerequisites_met=True, access_code=code, now=now)


def learn(name: str, slug: str, stage: str, now: datetime) -> None:
    Learner(who(name), course(slug), now - timedelta(days=3), Random(7)).reach(stage)


def fill_courses(now: datetime) -> None:
    admin = who("admin")
    change_offering(course(WITH_CODE).id, mode="code", capacity=None, access_code=CODE, by=admin, now=now)
    learn("nurgul.asanova", FILM, "enrolled", now)
    learn("rajesh.kumar", FILM, "failing", now)
    learn("anna.sokolova", FILM, "midway", now)
    learn("bilal.ahmed", FILM, "midway", now)
    learn("malika.yuldosheva", FILM, "finished", now)
    learn("arjun.mehta", FULL, "finished", now)  # in the only seat, without a certificate
    for name in ("olga.kim", "sana.malik"):
        ask(name, FULL, now)
    finished = ("aibek.toktogulov", "bakyt.mambetov", "maria.galimova", "zhyldyz.esenova")
    for name in (*finished, "olga.kim", "sergey.shcherbakov", "pavel.novik"):
        ask(name, BY_REQUEST, now - timedelta(days=4))
    for name in finished:
        approve(place(name, BY_REQUEST), by=admin, now=now - timedelta(days=4))
        learn(name, BY_REQUEST, "finished", now)
    refuse(place("pavel.novik", BY_REQUEST), by=admin, now=now)
    decline(place("zhyldyz.esenova", BY_REQUEST), reason="The final quiz was sat together.", by=admin, now=now)


def sit_down(name: str, key: str, now: datetime) -> int:
    """The id of an attempt that goes on."""
    item = outline(course(FILM).revision_id).item(key)
    assert item is not None
    enrolment_id, person_id = place(name, FILM), who(name)
    attempt = start_attempt(
        enrolment_id=enrolment_id, person_id=person_id, item_id=item.id, item_version_id=item.version_id, now=now
    )
    return attempt.id


def begin_work(name: str, slug: str, key: str, text: str, now: datetime) -> int:
    """The id of a draft with this text."""
    item, facts = outline(course(slug).revision_id).item(key), course(slug)
    assert item is not None
    public_id = start_work(
        enrolment_id=place(name, slug), person_id=who(name), course_id=facts.id, item_id=item.id,
        item_version_id=item.version_id, now=now,
    )  # fmt: skip
    sheet = submission_sheet(public_id)
    assert sheet is not None
    save_text(submission_id=sheet.id, text=text, base_seq=0, now=now)
    return sheet.id


def write_claims(now: datetime) -> None:
    """A draft; and three claims whose authors review each other, one of these reviews given."""
    text = "A shop of felt slippers, and the city of Bishkek.\n\nAdults: 750,000 (S: statistics committee, 2025)."
    begin_work("maria.galimova", COURSE, "describe-a-market", text, now)
    claim = "Parcel 4821 of 3 November arrived torn, two of six cups are broken.\n\nPlease send two cups, or 18 USD."
    for name in ("malika.yuldosheva", "anna.sokolova", "bilal.ahmed"):
        hand_in(begin_work(name, FILM, "write-a-claim", claim, now - timedelta(hours=5)), now=now - timedelta(hours=4))
    item = outline(course(FILM).revision_id).item("write-a-claim")
    assert item is not None
    allot_reviews(course(FILM).id, item.id, now=now - timedelta(hours=3))
    first = db.session.execute(
        select(PeerReview.id, PeerReview.submission_id).where(PeerReview.person_id == who("malika.yuldosheva"))
    ).first()
    assert first is not None
    save_review(
        review_id=first.id, submission_id=first.submission_id, marks={"facts": "all", "tone": "polite"},
        comment="Clear and polite. Say until when you want an answer.", base_seq=0, now=now, is_given=True,
    )  # fmt: skip


def fill_library(now: datetime) -> None:
    """A module, and a reading whose second version is offered to the demo's first course, which changed its first."""
    author, film, demo = who("instructor"), course(FILM), course(COURSE)
    for one in (film, demo):
        open_draft(one.id, one.revision_id, now=now)
    put_into_library(film.id, "module:receive", note="", by=author, now=now)
    reading = library_entry(
        put_into_library(film.id, READING, note="For those who send their first parcel.", by=author, now=now)
    )
    assert reading is not None
    use_entry(demo.id, reading.id, course_files(demo.id).course["modules"][0]["key"], by=author, now=now)
    text = "A parcel needs **three facts**: what is in it, how many, and what it is worth.\n\n- In two languages."
    for course_id, words in ((film.id, text), (demo.id, f"{text}\n\nKeep a copy.")):
        page = {"items/what-is-in-it.en.md": write_page("What is in your parcel", words)}
        change_files(course_id, page, kind="edit-item", subject="What is in it", by=author, now=now)
    update_library(film.id, READING, seen=1, note="Shorter, with one fact more.", by=author, now=now)


def invite(email: str, name: str, password_hash: str, now: datetime, *, confirmed: bool = True) -> int:
    """Somebody whose account is about to get into an odd state."""
    profile = ProfileDraft(name, name, country_code="KZ", language="en", time_zone="Asia/Almaty")
    return create_person(email, profile, password_hash=password_hash, is_demo=True, confirmed=confirmed, now=now).id


def furnish(now: datetime) -> dict[str, str]:
    """Adds everything; the links of letters, by purpose."""
    with tempfile.TemporaryDirectory() as folder:
        import_courses(packages(Path(folder)), now=now)
    fill_courses(now)
    sit_down("malika.yuldosheva", "quiz-send", now)
    grade(sit_down("anna.sokolova", "final-quiz", now - timedelta(hours=1)), now=now)  # handed in empty
    sit_down("anna.sokolova", "final-quiz", now)
    sit_down("bilal.ahmed", "final-quiz", now)
    write_claims(now)
    fill_library(now)
    known = db.session.scalars(select(Person.password_hash).where(Person.email == "trainee@example.org")).one()
    unconfirmed = invite(UNCONFIRMED, "Dana Omarova", known, now, confirmed=False)
    suspend(invite(SUSPENDED, "Asan Beketov", known, now), "Several accounts.", by=who("admin"), now=now)
    leaving = invite("leaving@example.org", "Gulnar Seitova", known, now)
    db.session.commit()  # whoever checks a password lets go of the database meanwhile
    erase_person(leaving, PASSWORD, now=now)
    links = {
        "confirm": give_token(unconfirmed, "confirm_email", email=UNCONFIRMED, now=now),
        "change": give_token(who("priya.raman"), "change_email", email="priya@example.org", now=now),
        "reset": give_token(who("priya.raman"), "reset_password", email="priya.raman@example.org", now=now),
    }
    db.session.commit()
    return {purpose: signed(name) for purpose, name in links.items()}


if __name__ == "__main__":
    with create_app().app_context():
        print(json.dumps(furnish(utc_now())))
