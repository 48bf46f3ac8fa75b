"""What course staff may ask for about the people of a course: places, work, grades."""

from tests.laws.routes import things
from tests.laws.routes.table import AUTHORS, CONFLICT, STAFF, Row, answered

ROWS = [
    Row("enrolment.people", STAFF, arguments=things.course),
    # Assistants see the people, and decide about none.
    *(Row(f"enrolment.{verb}", AUTHORS, "POST", things.course, things.asking) for verb in (
        "approve", "refuse", "remove", "change_offering")),
    Row("assessment.grading_queue", STAFF, arguments=things.course),
    Row("assessment.grade_work", STAFF, arguments=things.graded),
    # Whoever saw another state of the grading is told.
    Row("assessment.return_work", answered(CONFLICT, STAFF), "POST", things.graded,
        lambda _w: {"seq": "9", "action": "save"}),
    Row("assessment.analysis", STAFF, arguments=things.course),
    Row("assessment.question_analysis", STAFF, arguments=lambda w: {**things.quiz(w), "question": w.question}),
    Row("progress.gradebook", STAFF, arguments=things.course),
    Row("progress.export_gradebook", STAFF, "POST", things.course, lambda _w: {"kind": "csv"}),
    Row("progress.gradebook_person", STAFF, arguments=things.grades_of),
    Row("progress.gradebook_score", STAFF, arguments=things.score_of),
    *(Row(f"progress.{deed}_total", STAFF, "POST", things.grades_of, things.a_grade) for deed in (
        "override", "remove")),
    *(Row(f"progress.{deed}_score", STAFF, "POST", things.score_of, things.a_grade) for deed in (
        "override", "remove")),
]  # fmt: skip
