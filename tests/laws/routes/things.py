"""What the rows ask for: arguments of routes, and fields of forms, that name things of the world."""

from typing import Any

from tests.factories.world import World


def course(_world: World) -> dict[str, Any]:
    return {"slug": "the-course"}


def reading(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "item": "welcome"}


def quiz(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "item": "quiz"}


def claim(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "item": "claim"}


def attempt(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "quiz", "attempt": world.attempt}


def work_begun(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "claim", "work": world.work_begun}


def handed_in(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "essay", "work": world.handed_in}


def graded(world: World) -> dict[str, Any]:
    return {"slug": "the-course", "work": world.handed_in}


def peer_review(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "essay", "review": world.review}


def certificate(world: World) -> dict[str, Any]:
    return {"code": world.certificate}


def upload(world: World) -> dict[str, Any]:
    return {"upload": world.upload}


# people


def stranger(world: World) -> dict[str, Any]:
    return {"public_id": world.people["stranger"].public_id}


def granted(world: World) -> dict[str, Any]:
    return {"public_id": world.people["granted"].public_id, "grant_id": world.grant}


def asking(world: World) -> dict[str, Any]:
    return {"enrolment": world.asking, "mode": "open"}


def grades_of(world: World) -> dict[str, Any]:
    return {"slug": "the-course", "public_id": world.people["trainee"].public_id}


def score_of(world: World) -> dict[str, Any]:
    return {**grades_of(world), "item": "quiz"}


def a_grade(_world: World) -> dict[str, Any]:
    return {"percent": "80", "reason": "A test."}


# the studio


def draft_course(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft"}


def draft_item(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "item": "what-is-in-it"}


def draft_film(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "item": "packing-film"}


def draft_quiz(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "item": "quiz-send"}


def draft_picture(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "name": "scale.png"}


def draft_question(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "bank": "parcels", "key": "which-label"}


def new_question(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "kind": "single"}


def draft_step(world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "number": world.step}


def a_change(world: World) -> dict[str, Any]:
    """Of the draft's outline, whatever the button."""
    return {"of": "item:at-the-door", "title": "T", "module": "receive", "kind": "reading", "steps": "1",
            "to": "receive", "after": "", "change": world.step, "language": "zh"}  # fmt: skip


def into_russian(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "language": "ru"}


def translated(world: World) -> dict[str, Any]:
    return {**into_russian(world), "unit": "item:what-is-in-it"}


def first_revision(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "number": 1}


def invitation(world: World) -> dict[str, Any]:
    return {"public_id": world.invitation}


def entry(world: World) -> dict[str, Any]:
    return {"public_id": world.entry}


def in_library(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "of": "item:what-is-in-it"}


def shared_module(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "of": "module:send"}
