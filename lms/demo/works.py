"""Work that demo people hand in, and what the instructor says of it: enough that a queue and a gradebook live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from lms.accounts.queries import person_id_by_email
from lms.assessment.queries.assignments import assignment_content, submission_by_id, submission_sheet, times_of
from lms.assessment.rules.assignments import paragraphs, quote_of
from lms.assessment.services import hand_in, save_grading, save_text, start_work
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.enrolment.queries import EnrolmentFacts, enrolment_of

_WORKS = Path(__file__).with_name("works.yaml")
ASSIGNMENT = "describe-a-market"


@dataclass(frozen=True)
class Author:
    """One demo person before the assignment."""

    person_id: int
    enrolment: EnrolmentFacts
    course: CourseFacts
    item: ItemFacts

    def give(self, told: Mapping[str, Any], grader: int, now: datetime) -> None:
        """Writes, hands in, and has it graded as far as it is told; then once more where there is another try."""
        handed_in_at = self._moment(told, now)
        work = start_work(
            enrolment_id=self.enrolment.id,
            person_id=self.person_id,
            course_id=self.course.id,
            item_id=self.item.id,
            item_version_id=self.item.version_id,
            now=handed_in_at - timedelta(hours=2),
        )
        sheet = submission_sheet(work)
        assert sheet is not None
        save_text(submission_id=sheet.id, text=told["text"].strip(), base_seq=sheet.seq, now=handed_in_at)
        hand_in(sheet.id, now=handed_in_at + timedelta(minutes=3))
        if levels := told.get("marks") or told.get("begun"):
            self._grade(sheet.id, told, levels, grader, handed_in_at + timedelta(days=1, hours=5))
        if "again" in told:
            self.give(told["again"], grader, now)

    def _moment(self, told: Mapping[str, Any], now: datetime) -> datetime:
        if "late" not in told:
            return now - timedelta(days=told["ago"], hours=3)
        due = times_of(assignment_content(self.item.version_id).settings, self.enrolment.activated_at, now).due_at
        assert due is not None
        return min(due + timedelta(days=told["late"] - 1, hours=4), now - timedelta(hours=5))

    def _grade(self, submission_id: int, told: Mapping[str, Any], levels: list[str], grader: int, at: datetime) -> None:
        sheet = submission_by_id(submission_id)
        assert sheet is not None
        parts = paragraphs(sheet.text)
        rubric = assignment_content(sheet.item_version_id).settings.rubric
        save_grading(
            submission_id=submission_id,
            marks={criterion.key: level for criterion, level in zip(rubric, levels, strict=False)},
            given_percent=None,
            comments=[
                {"paragraph": number, "quote": quote_of(parts[number - 1]), "text": text}
                for number, text in told.get("comments", {}).items()
            ],
            feedback=told.get("feedback", "").strip(),
            base_seq=0,
            by=grader,
            now=at,
            is_returned="marks" in told,
        )


def hand_in_works(course: CourseFacts, grader: int, now: datetime) -> None:
    """Everybody's in turn, as works.yaml tells."""
    item = outline(course.revision_id).item(ASSIGNMENT)
    assert item is not None
    for told in yaml.safe_load(_WORKS.read_text(encoding="utf-8")):
        person_id = person_id_by_email(f"{told['who']}@example.org")
        assert person_id is not None, told["who"]
        enrolment = enrolment_of(person_id, course.id)
        assert enrolment is not None, told["who"]
        Author(person_id, enrolment, course, item).give(told, grader, now)
