"""What this room adds to the export of one's own data: what somebody gave, and what they were told of it.

No more than their own pages show them: nothing that tells a hidden answer, no name of a grader, a reviewer or the
author of a reviewed work, no word of a grader who is still thinking. Each part costs a fixed number of statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.assessment.queries import AttemptSheet, QuestionFacts, ResponseFacts
from lms.assessment.queries.assignments import AssignmentContent, SubmissionSheet, assignments_of, submissions_of
from lms.assessment.queries.grading import NOTHING_SAID, gradings_of
from lms.assessment.queries.quizzes import attempts_of, questions_of_attempts, responses_of, settings_of_attempts
from lms.assessment.queries.reviews import ReviewLine, readable_reviews, reviews_by, reviews_of_work_by
from lms.assessment.queries.work_files import file_names_of
from lms.assessment.question_pages import answer_lines, question_page
from lms.assessment.rules.attempts import NOTHING, Shown, shown_after
from lms.assessment.rules.drawing import Slot
from lms.assessment.wording import in_plain_words
from lms.core.clock import utc_now
from lms.courses.queries.identities import step_titles
from lms.enrolment.queries import enrolments_of
from lms.web.language import wanted_languages


@dataclass(frozen=True, slots=True)
class _Places:
    """Where somebody's attempts, work and reviews belong, and in which languages they read each course."""

    titles: Mapping[int, str]
    own_languages: Mapping[int, str | None]

    def of(self, enrolment_id: int, item_id: int) -> dict[str, Any]:
        return {"enrolment_id": enrolment_id, "step": self.titles.get(item_id, "")}

    def languages(self, enrolment_id: int) -> list[str]:
        chosen = self.own_languages.get(enrolment_id)
        return [*([chosen] if chosen else []), *wanted_languages()]


def _places(person_id: int, item_ids: set[int]) -> _Places:
    languages = {enrolment.id: enrolment.language for enrolment in enrolments_of(person_id)}
    return _Places(step_titles(item_ids, wanted_languages()), languages)


def quizzes_of(person_id: int) -> list[dict[str, Any]]:
    """Every attempt with its answers as they were given, and as much of their result as may be shown: six statements.

    Percents are 0-100.
    """
    sheets = attempts_of(person_id)
    responses, questions, settings = (
        responses_of(person_id), questions_of_attempts(person_id), settings_of_attempts(person_id),
    )  # fmt: skip
    places = _places(person_id, {sheet.item_id for sheet in sheets})
    sittings: dict[tuple[int, int], list[AttemptSheet]] = {}
    for sheet in sheets:
        sittings.setdefault((sheet.enrolment_id, sheet.item_id), []).append(sheet)

    def answers(sheet: AttemptSheet) -> list[dict[str, Any]]:
        made = sittings[sheet.enrolment_id, sheet.item_id]
        shown = NOTHING if sheet.is_open else shown_after(settings[sheet.item_version_id], made)
        given, languages = responses.get(sheet.id, {}), places.languages(sheet.enrolment_id)
        return [
            _answer(number, slot, questions[slot.question_version_id], given.get(number), languages, shown)
            for number, slot in enumerate(sheet.slots, 1)
        ]

    return [
        {
            **places.of(sheet.enrolment_id, sheet.item_id), "attempt": sheet.number, "state": sheet.state,
            "started_at": sheet.started_at, "deadline_at": sheet.deadline_at, "submitted_at": sheet.submitted_at,
            "points": sheet.points, "most_points": sheet.max_points, "percent": sheet.percent,
            "passed": sheet.passed, "answers": answers(sheet),
        }
        for sheet in sheets
    ]  # fmt: skip


def _answer(
    number: int,
    slot: Slot,
    question: QuestionFacts,
    response: ResponseFacts | None,
    languages: Sequence[str],
    shown: Shown,
) -> dict[str, Any]:
    """A question and what was answered; what is not shown, or not known yet, has no key."""
    page = question_page(slot, number, question, response, languages).graded(slot, question, response, shown)
    told: dict[str, Any] = {
        "question": in_plain_words(page.prompt),
        "answer": list(answer_lines(page)),
        "saved_at": response.saved_at if response else None,
        "most_points": slot.points,
    }
    if shown.points:
        told["points"] = (response.points if response else None) or 0
    if page.remarks:
        told["feedback"] = [f"{in_plain_words(option)}: {in_plain_words(remark)}" for option, remark in page.remarks]
    return told


def work_of(person_id: int) -> list[dict[str, Any]]:
    """Everything that somebody has written and handed in, drafts too, and what they may read of it: eight statements.

    Percents are 0-100.
    """
    now = utc_now()
    sheets = submissions_of(person_id)
    files, gradings, contents = file_names_of(person_id), gradings_of(person_id), assignments_of(person_id)
    got, asked = reviews_of_work_by(person_id), reviews_by(person_id)
    places = _places(person_id, {sheet.item_id for sheet in sheets})

    def reviews(sheet: SubmissionSheet, content: AssignmentContent) -> list[dict[str, Any]]:
        here = (sheet.enrolment_id, sheet.item_id)
        to_give = [each.line for each in asked if (each.enrolment_id, each.item_id) == here]
        readable = readable_reviews(got.get(sheet.id, ()), to_give, is_returned=sheet.is_returned, now=now)
        return [_review(review, content, places.languages(sheet.enrolment_id)) for review in readable]

    def told(sheet: SubmissionSheet) -> dict[str, Any]:
        content = contents[sheet.item_version_id]
        said = gradings.get(sheet.id, NOTHING_SAID) if sheet.shows_staff_words else NOTHING_SAID
        return {
            **places.of(sheet.enrolment_id, sheet.item_id), "work": sheet.public_id, "number": sheet.number,
            "state": sheet.state, "text": sheet.text, "files": files.get(sheet.id, []), "saved_at": sheet.saved_at,
            "submitted_at": sheet.submitted_at, "due_at": sheet.due_at, "late_days": sheet.late_days,
            "returned_at": sheet.returned_at, "graded_by": sheet.graded_by, "percent": sheet.percent,
            "passed": sheet.passed, "feedback": said.feedback,
            "marks": _marks(said.marks, content, places.languages(sheet.enrolment_id)),
            "comments": [{"to": comment["quote"], "comment": comment["text"]} for comment in said.comments],
            "reviews": reviews(sheet, content) if content.settings.peers else [],
        }  # fmt: skip

    return [told(sheet) for sheet in sheets]


def reviews_written_by(person_id: int) -> list[dict[str, Any]]:
    """What somebody was asked to review, and what they said or have begun to say of it: four statements."""
    asked, contents = reviews_by(person_id), assignments_of(person_id)
    places = _places(person_id, {each.item_id for each in asked})
    return [
        places.of(each.enrolment_id, each.item_id)
        | {"due_at": each.line.due_at}
        | _review(each.line, contents[each.item_version_id], places.languages(each.enrolment_id))
        for each in asked
    ]


def _review(review: ReviewLine, content: AssignmentContent, languages: list[str]) -> dict[str, Any]:
    marks = _marks(review.marks, content, languages)
    return {"given_at": review.given_at, "marks": marks, "comment": review.comment}


def _marks(marks: Mapping[str, Any], content: AssignmentContent, languages: list[str]) -> list[dict[str, Any]]:
    """The levels that were chosen, with their points, in words."""
    return [
        {"criterion": row.title, "level": words, "points": points, "most_points": row.most}
        for row in content.rubric_in(languages)
        for key, points, words in row.levels
        if marks.get(row.key) == key
    ]
