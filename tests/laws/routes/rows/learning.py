"""What trainees may ask for in a course: its steps, their attempts and their work."""

from tests.laws.routes import things
from tests.laws.routes.table import (
    BAD,
    CONFLICT,
    FOLLOWING,
    MISSING,
    OWN_OR_MISSING,
    STAFF_ACTORS,
    Row,
    answered,
    everyone,
    only,
)

ROWS = [
    *(Row(f"progress.{page}", FOLLOWING, arguments=things.course) for page in ("course", "resume", "grades")),
    Row("progress.set_language", FOLLOWING, "POST", things.course, lambda _w: {"language": "ru", "item": ""}),
    Row("progress.item", FOLLOWING, arguments=things.reading),
    # A picture leads nobody to the page that asks to sign in.
    Row("progress.media", {**everyone(MISSING), **{a: FOLLOWING[a] for a in ("trainee", *STAFF_ACTORS)}},
        arguments=lambda w: {**things.reading(w), "name": "figure.svg"}),
    Row("progress.complete_item", FOLLOWING, "POST", things.reading),
    Row("progress.start_quiz", FOLLOWING, "POST", things.quiz),
    Row("progress.start_work", FOLLOWING, "POST", things.claim),
    # Nobody has opened the film, and staff are not enrolled.
    Row("progress.watch", {**answered(BAD, FOLLOWING), "trainee": CONFLICT}, "POST",
        lambda _w: {"slug": "the-course", "item": "film"},
        lambda _w: {"segments": "[]", "position": "0", "duration": "100"}),
    # attempts
    *(Row(f"assessment.{page}", OWN_OR_MISSING, arguments=things.attempt) for page in (
        "attempt", "review", "result")),
    *(Row(f"assessment.{verb}", OWN_OR_MISSING, "POST", things.attempt) for verb in ("save_answers", "submit")),
    Row("assessment.save_answer", answered(BAD, OWN_OR_MISSING), "POST",
        lambda w: {**things.attempt(w), "slot": 99}, lambda _w: {"seq": "0"}),
    # work
    *(Row("assessment.work", OWN_OR_MISSING, arguments=of) for of in (things.work_begun, things.handed_in)),
    *(Row(f"assessment.{verb}", OWN_OR_MISSING, "POST", things.work_begun,
          lambda _w: {"seq": "0", "text": "A text.", "action": "save"}) for verb in ("save_work", "save_draft")),
    Row("assessment.take_back", OWN_OR_MISSING, "POST", things.handed_in),
    Row("assessment.work_file", only("trainee", *STAFF_ACTORS, others=MISSING), arguments=lambda w: {"file": w.file}),
    Row("assessment.review_work", OWN_OR_MISSING, arguments=things.peer_review),
    Row("assessment.send_review", OWN_OR_MISSING, "POST", things.peer_review,
        lambda _w: {"seq": "0", "action": "save"}),
]  # fmt: skip
