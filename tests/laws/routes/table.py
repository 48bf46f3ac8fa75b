"""How the permission table is written: who asks, what they are answered, and a row of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, url_for

from tests.factories.world import World

# `trainee` owns the objects of the world, `stranger` is a trainee without any of them. `assistant`, `instructor` and
# `owner` are staff of its courses, each by one role; `other_instructor` is of another course.
ACTORS = (
    "visitor", "suspended", "stranger", "other_instructor", "coordinator", "observer",
    "trainee", "assistant", "instructor", "owner", "administrator",
)  # fmt: skip

OK = "let in"
SIGN_IN = "asked to sign in"
FORBIDDEN = "403"
MISSING = "404"
BAD = "400"
CONFLICT = "409"
GONE = "410"
INVALID = "422"

Answers = dict[str, str]


def everyone(answer: str = OK) -> Answers:
    return dict.fromkeys(ACTORS, answer)


def only(*let_in: str, others: str) -> Answers:
    """These are let in; whoever is not signed in (any more) is asked to, the others get `others`."""
    table = {actor: OK if actor in let_in else others for actor in ACTORS}
    return {**table, "visitor": SIGN_IN, "suspended": SIGN_IN}


def answered(answer: str, allowed: Answers) -> Answers:
    """Whoever is let in gets this answer, because nothing that could be done is sent."""
    return {actor: answer if each == OK else each for actor, each in allowed.items()}


STAFF_ACTORS = ("assistant", "instructor", "owner", "administrator")
AUTHOR_ACTORS = ("instructor", "owner", "administrator")

SIGNED_IN = only(*ACTORS[2:], others=OK)
OWN_OR_MISSING = only("trainee", others=MISSING)
OWN_OR_ADMINISTRATOR = only("trainee", "administrator", others=MISSING)
ADMINISTRATOR = only("administrator", others=FORBIDDEN)
FOLLOWING = only("trainee", *STAFF_ACTORS, others=FORBIDDEN)
# Of the course that is asked for; to people without a role in it there is no such course.
STAFF = only(*STAFF_ACTORS, others=MISSING)
AUTHORS = only(*AUTHOR_ACTORS, others=MISSING)
OWNERS = only("owner", "administrator", others=MISSING)
# Of any course.
ALL_STAFF = only(*STAFF_ACTORS, "other_instructor", others=FORBIDDEN)
ALL_AUTHORS = only(*AUTHOR_ACTORS, "other_instructor", others=FORBIDDEN)


@dataclass(frozen=True)
class Row:
    """What each actor is answered who asks this with these arguments of the route and these fields of the form."""

    endpoint: str
    expected: Answers
    method: str = "GET"
    arguments: Callable[[World], dict[str, Any]] = field(default=lambda _world: {})
    form: Callable[[World], dict[str, Any]] = field(default=lambda _world: {})

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"

    def address(self, app: Flask, world: World) -> str:
        with app.test_request_context():
            return url_for(self.endpoint, **self.arguments(world))

    def furthest(self) -> str:
        """An actor who is let in, or is answered as those are; the more they may, the rather."""
        order = ("administrator", "owner", "trainee", "visitor")
        refusals = (SIGN_IN, FORBIDDEN, MISSING)
        return next((each for each in order if self.expected[each] not in refusals), "trainee")
