"""Assignments and work for tests: `some_work()` is a person with a draft at an assignment with a rubric."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.assessment import services
from lms.assessment.queries.assignments import SubmissionSheet, submission_by_id, submission_sheet
from lms.assessment.queries.grading import grading_of
from lms.assessment.rules.work_files import PURPOSE, WorkScope
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.enrolment.queries import EnrolmentFacts
from lms.media.purposes import purpose_at
from lms.media.services import prepare_file
from tests.factories.accounts import a_person
from tests.factories.courses import a_course, a_module, a_reading, an_assignment_item
from tests.factories.enrolment import an_enrolment

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RUBRIC = [
    {"key": "facts", "levels": [{"key": "none", "points": 0}, {"key": "all", "points": 6}]},
    {"key": "tone", "levels": [{"key": "rude", "points": 0}, {"key": "kind", "points": 4}]},
]
WORDS = {
    "en": {
        "facts": {"title": "The facts", "levels": {"none": "None is there.", "all": "All are there."}},
        "tone": {"title": "The tone", "levels": {"rude": "It is rude.", "kind": "It is kind."}},
    }
}
BEST = {"facts": "all", "tone": "kind"}
PEERS = {"reviews": 2, "days": 7, "grade": "median"}


def an_office_file(folder: str = "word/", **more: str) -> bytes:
    """The directory of a DOCX, without anything a person could read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}document.xml", *more.values()):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def bring_file(submission_id: int, person_id: int, name: str = "a.pdf", data: bytes = PDF, now: Any = None) -> None:
    """Adds a file to a draft, as it comes with the form of a browser without scripts; the caller commits."""
    sheet = submission_by_id(submission_id)
    assert sheet is not None
    purpose = purpose_at(PURPOSE, str(WorkScope(sheet.enrolment_id, sheet.item_id)))
    assert purpose is not None
    prepared = prepare_file(io.BytesIO(data), name, purpose)
    services.add_files(
        submission_id=submission_id, person_id=person_id, uploads=(), prepared=[prepared], now=now or utc_now()
    )


@dataclass(frozen=True)
class AnAssignment:
    course: CourseFacts
    item: ItemFacts


def an_assignment(rule: dict[str, Any] | None = None, **settings: Any) -> AnAssignment:
    """A published course with one assignment; `settings` as in docs/course-format.md, a rubric unless `rubric=[]`."""
    course = a_course(a_module("basics", a_reading(), an_assignment_item("claim", rule)))
    item = outline(course.revision_id).item("claim")
    assert item is not None
    kept = {"pass_percent": 60, "rubric": RUBRIC, **settings}
    if not kept["rubric"]:
        del kept["rubric"]
    services.store_assignment(item.version_id, kept, WORDS)
    db.session.commit()
    return AnAssignment(course, item)


def publish_again(assignment: AnAssignment, rubric: list[dict[str, Any]]) -> None:
    """The next revision of the course: the same step, with another rubric."""
    step = an_assignment_item("claim", minutes=99)
    course = a_course(a_module("basics", a_reading(), step), slug=assignment.course.slug, title="Again")
    item = outline(course.revision_id).item("claim")
    assert item is not None and item.id == assignment.item.id and item.version_id != assignment.item.version_id
    services.store_assignment(item.version_id, {"pass_percent": 60, "rubric": rubric}, WORDS)
    db.session.commit()


@dataclass(frozen=True)
class Work:
    """Ids and facts only, so that it can be used after the session forgot its objects."""

    assignment: AnAssignment
    person: Any
    person_id: int
    enrolment: EnrolmentFacts
    public_id: str

    @property
    def url(self) -> str:
        return f"/learn/{self.assignment.course.slug}/{self.assignment.item.key}/work/{self.public_id}/"

    @property
    def grading_url(self) -> str:
        return f"/studio/{self.assignment.course.slug}/grading/{self.public_id}/"

    @property
    def item_url(self) -> str:
        return f"/learn/{self.assignment.course.slug}/{self.assignment.item.key}/"

    def sheet(self) -> SubmissionSheet:
        sheet = submission_sheet(self.public_id)
        assert sheet is not None
        return sheet


def a_draft_of(assignment: AnAssignment, person: Any = None, now: datetime | None = None) -> Work:
    """A draft of this person, who is enrolled when they are not yet."""
    person = person or a_person()
    moment = now or utc_now()
    place = an_enrolment(person, assignment.course, moment)
    public_id = services.start_work(
        enrolment_id=place.id, person_id=person.id, course_id=assignment.course.id, item_id=assignment.item.id,
        item_version_id=assignment.item.version_id, now=moment,
    )  # fmt: skip
    db.session.commit()
    return Work(assignment, person, person.id, place, public_id)


def some_work(now: datetime | None = None, person: Any = None, **settings: Any) -> Work:
    """A person with a draft."""
    return a_draft_of(an_assignment(**settings), person, now)


def hand_in(work: Work, text: str = "First.\n\nSecond.", now: datetime | None = None) -> Work:
    """Writes a text into the draft and hands it in."""
    sheet, moment = work.sheet(), now or utc_now()
    services.save_text(submission_id=sheet.id, text=text, base_seq=sheet.seq, now=moment)
    services.hand_in(sheet.id, now=moment)
    db.session.commit()
    return work


def give_back(
    work: Work, by: Any, marks: dict[str, str] | None = None, now: datetime | None = None, **said: Any
) -> None:
    """Grades and returns the work."""
    sheet = work.sheet()
    values = {"given_percent": None, "comments": [], "feedback": "", "is_returned": True, **said}
    services.save_grading(
        submission_id=sheet.id, marks=BEST if marks is None else marks, base_seq=grading_of(sheet.id).seq, by=by.id,
        now=utc_now(), **values,
    )  # fmt: skip
    db.session.commit()
