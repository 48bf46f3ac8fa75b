"""One demo person in one course, going as far as they are told, through the rooms' own services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from lms.assessment.queries import attempt_sheet, quiz_content
from lms.assessment.services import grade, save_answers, start_attempt
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.demo.answers import right_answer, wrong_answer
from lms.enrolment.queries import enrolment_of
from lms.enrolment.services import enrol, withdraw
from lms.progress.services import mark_complete, record_opening


@dataclass
class Learner:
    """Time passes for this person while they learn; `now` is where they stand."""

    person_id: int
    course: CourseFacts
    now: datetime
    chance: Random

    def reach(self, stage: str) -> None:
        """enrolled | begun (two items) | midway (about half) | failing (a quiz not passed) | finished | withdrawn."""
        enrol(person_id=self.person_id, course_id=self.course.id, prerequisites_met=True, now=self.now)
        items = outline(self.course.revision_id).items
        share = {"enrolled": 0, "withdrawn": 3, "begun": 2, "failing": 6, "midway": len(items) * 11 // 20}
        for item in items[: share.get(stage, len(items))]:
            self._do(item, well=stage != "failing" or item.kind != "quiz")
        if stage in ("begun", "midway"):
            self._open(items[share[stage]])
        if stage == "withdrawn":
            withdraw(person_id=self.person_id, course_id=self.course.id, now=self.now)

    @property
    def _enrolment_id(self) -> int:
        enrolment = enrolment_of(self.person_id, self.course.id)
        assert enrolment is not None
        return enrolment.id

    def _pass_time(self, minutes: float) -> datetime:
        self.now += timedelta(minutes=minutes * self.chance.uniform(0.8, 1.6))
        return self.now

    def _open(self, item: ItemFacts) -> None:
        record_opening(enrolment_id=self._enrolment_id, course=self.course, item_id=item.id, now=self._pass_time(3))

    def _do(self, item: ItemFacts, *, well: bool) -> None:
        self._open(item)
        if item.kind == "quiz":
            self._sit(item, well=well)
        elif item.kind != "assignment":  # which others grade, see works.py
            mark_complete(enrolment_id=self._enrolment_id, item=item, now=self._pass_time(item.minutes))

    def _sit(self, item: ItemFacts, *, well: bool) -> None:
        attempt = start_attempt(
            enrolment_id=self._enrolment_id,
            person_id=self.person_id,
            item_id=item.id,
            item_version_id=item.version_id,
            now=self.now,
        )
        questions = quiz_content(item.version_id).questions
        sheet = attempt_sheet(attempt.public_id)
        assert sheet is not None
        slots = sheet.slots
        # A good sitting misses about one question in eight, a bad one knows one in three.
        wrong = set(self.chance.sample(range(len(slots)), len(slots) // 8 if well else len(slots) * 2 // 3))
        answers = {
            place + 1: (wrong_answer if place in wrong else right_answer)(slot, questions[slot.question_version_id])
            for place, slot in enumerate(slots)
        }
        finished = self._pass_time(min(item.minutes, 20))
        save_answers(attempt_id=attempt.id, answers=answers, base_seqs={}, now=finished)
        grade(attempt.id, now=finished + timedelta(minutes=1))
