"""What people do at the site, as rounds of requests, and what the same costs in Moodle."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from queue import SimpleQueue
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from lms.certificates.models import Certificate
from lms.core.db import db
from lms.courses.models import Course
from lms.courses.queries import outline, published_course
from lms.enrolment.models import Enrolment
from lms.progress.models import ItemProgress
from tests.bench import population
from tests.bench.driver import Answer, Journey, Round, Visit

CSRF = "0123456789abcdef0123456789abcdef01234567"  # what the session of every browser here remembers
QUERIES = ("platform", "площадка", "平台", "pay", "рынок", "digital trade 17", "работа")
SITTINGS = 64  # quizzes that are going on while answers are saved


@dataclass(frozen=True)
class Learner:
    """Somebody on the way through a course: `opened` steps, the last of which is not complete."""

    person_id: int
    slug: str
    opened: int


@dataclass
class Sitting:
    """An open attempt; `seq` is the last answer's that the server acknowledged."""

    path: str
    person_id: int
    answer: dict[str, str]
    seq: int = 0

    def answer_to(self, slot: int) -> dict[str, str]:
        """The fields of one question."""
        return {name: value for name, value in self.answer.items() if name.split("-")[1] == str(slot)}


@dataclass(frozen=True)
class Page:
    """A row of the result. `moodle_ms` is the CPU time that Moodle takes for the same, None where it has no such."""

    name: str
    journey: Journey
    moodle_ms: float | None = None
    prepare: Callable[[], Round] | None = None
    must_be_cheaper: bool = True


@dataclass
class Browsers:
    """Cookies and tokens as the product makes them when somebody signs in."""

    app: Flask
    kept: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.token = str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(CSRF))
        self.visitor = self._cookie({"csrf_token": CSRF})

    def _cookie(self, session: dict[str, Any]) -> str:
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return f"{self.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(session)}"

    def of(self, person_id: int) -> str:
        """The cookie of a person's browser."""
        if person_id not in self.kept:
            token = population.token_of(person_id)
            self.kept[person_id] = self._cookie(
                {"_user_id": token, "_fresh": True, "_permanent": True, "csrf_token": CSRF}
            )
        return self.kept[person_id]

    def form(self, **values: str) -> str:
        return urlencode({**values, "csrf_token": self.token})


class People:
    """Who there is in the database, in an order that mixes them; each use takes the next one."""

    def __init__(self, app: Flask) -> None:
        self.browsers = Browsers(app)
        slugs: dict[int, str] = dict(db.session.execute(select(Course.id, Course.slug)).tuples().all())
        first = published_course(min(slugs.values()))
        assert first is not None
        self.items = [(item.key, item.kind) for item in outline(first.revision_id).items]
        opened = _opened_steps()
        rows = db.session.execute(
            select(Enrolment.id, Enrolment.person_id, Enrolment.course_id)
            .where(Enrolment.status == "active")
            .order_by(Enrolment.id)
        )
        self.learners = [Learner(row.person_id, slugs[row.course_id], opened.get(row.id, 0)) for row in rows]
        self.codes = list(db.session.scalars(select(Certificate.code).order_by(Certificate.id)))
        db.session.rollback()
        Random(7).shuffle(self.learners)
        Random(8).shuffle(self.codes)

    def at(self, *kinds_opened: str) -> list[Learner]:
        """Learners whose last opened step is of one of these kinds."""
        return [who for who in self.learners if who.opened and self.items[who.opened - 1][1] in kinds_opened]


def _opened_steps() -> dict[int, int]:
    rows = db.session.execute(select(ItemProgress.enrolment_id, func.count()).group_by(ItemProgress.enrolment_id))
    return dict(rows.tuples().all())


def _in_turn(things: list[Any]) -> Iterator[Any]:
    """Endlessly; one thing after another, also when several threads ask."""
    return map(lambda number: things[number % len(things)], count())  # noqa: C417 - threads can't share a generator


def all_pages(people: People) -> list[Page]:
    """Every row, in the order in which it is measured."""
    browsers = people.browsers
    anyone, codes, queries = _in_turn(people.learners), _in_turn(people.codes), _in_turn(list(QUERIES))
    again = _in_turn(people.at("reading"))

    def visit(path: Callable[[Learner], str]) -> Journey:
        def journey() -> Round:
            who = next(anyone)
            yield Visit(path(who), browsers.of(who.person_id))

        return journey

    def as_visitor(path: Callable[[], str]) -> Journey:
        def journey() -> Round:
            yield Visit(path())

        return journey

    def lesson_again() -> Round:
        who = next(again)
        yield Visit(f"/learn/{who.slug}/{people.items[who.opened - 1][0]}/", browsers.of(who.person_id))

    quiz, save, lesson = QuizJourney(people), SaveJourney(people), _next_lesson(people)
    return [
        Page("home, visitor", as_visitor(lambda: "/")),
        Page("catalogue, visitor", as_visitor(lambda: "/courses/"), 75),
        Page("catalogue, signed in", visit(lambda _who: "/courses/"), 75),
        Page("catalogue, search", visit(lambda _who: "/courses/?" + urlencode({"q": next(queries)})), 75),
        Page("course page", visit(lambda who: f"/courses/{who.slug}/"), 248),
        Page("course outline", visit(lambda who: f"/learn/{who.slug}/"), 248),
        Page("dashboard", visit(lambda _who: "/learn/"), 154),
        Page("lesson, seen before", lesson_again, 113),
        Page("lesson, opened first", lesson, 113),
        Page("verify", as_visitor(lambda: f"/verify/{next(codes)}")),
        Page("quiz, 7 requests", quiz, 986),
        Page("save an answer", save, prepare=save.prepare),
        Page("sign in", _sign_in(people), 292, must_be_cheaper=False),
    ]


def _next_lesson(people: People) -> Journey:
    """Goes on to the next reading that this person has not opened: the server writes it down."""
    readings = [place for place, (_key, kind) in enumerate(people.items) if kind == "reading"]
    to_come = [
        (who, people.items[place][0])
        for turn in range(4)
        for who in people.learners
        for place in [place for place in readings if place >= who.opened][turn : turn + 1]
    ]
    steps = _in_turn(to_come)

    def journey() -> Round:
        who, key = next(steps)
        yield Visit(f"/learn/{who.slug}/{key}/", people.browsers.of(who.person_id))

    return journey


def _sign_in(people: People) -> Journey:
    numbers = _in_turn([who.person_id for who in people.learners])

    def journey() -> Round:
        form = people.browsers.form(email=population.email_of(next(numbers)), password=population.PASSWORD, next="")
        answer = yield Visit("/auth/login", people.browsers.visitor, form)
        _expect(answer, 302)

    return journey


class QuizJourney:
    """View the quiz, start it, read the questions, answer two, hand in, read the result."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.sitters = _in_turn(people.at("quiz")[SITTINGS:])

    def __call__(self) -> Round:
        who = next(self.sitters)
        sitting = yield from begin(self.people, who, view_first=True)
        cookie, browsers = self.people.browsers.of(who.person_id), self.people.browsers
        for slot in (1, 2):
            answer = {k: v for k, v in sitting.answer.items() if k.split("-")[1] == str(slot)}
            said = yield Visit(
                f"{sitting.path}answers/{slot}", cookie, browsers.form(seq="0", slot=str(slot), **answer)
            )
            _expect(said, 200)
        done = yield Visit(f"{sitting.path}submit", cookie, browsers.form(action="submit"))
        _expect(done, 302, 303)
        result = yield Visit(_path(done), cookie)
        _expect(result, 200)


class SaveJourney:
    """Saves one answer after another in attempts that are going on."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.free: SimpleQueue[Sitting] = SimpleQueue()

    def prepare(self) -> Round:
        for who in self.people.at("quiz")[:SITTINGS]:
            self.free.put((yield from begin(self.people, who, view_first=False)))

    def __call__(self) -> Round:
        sitting = self.free.get()
        form = self.people.browsers.form(seq=str(sitting.seq), slot="1", **sitting.answer_to(1))
        said = yield Visit(f"{sitting.path}answers/1", self.people.browsers.of(sitting.person_id), form)
        _expect(said, 200)
        sitting.seq = json.loads(said.text)["seq"]
        self.free.put(sitting)


def begin(people: People, who: Learner, *, view_first: bool) -> Any:
    """Starts the quiz that this person has before them; returns the sitting."""
    quiz, cookie = f"/learn/{who.slug}/{people.items[who.opened - 1][0]}/", people.browsers.of(who.person_id)
    if view_first:
        _expect((yield Visit(quiz, cookie)), 200)
    started = yield Visit(f"{quiz}attempts", cookie, people.browsers.form())
    _expect(started, 302, 303)
    page = yield Visit(_path(started), cookie)
    _expect(page, 200)
    return Sitting(_path(started), who.person_id, _answers(page.text))


def _answers(markup: str) -> dict[str, str]:
    """Some answer to each question of the page, by the names of its fields."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", markup):
        name = re.search(r'name="(answer-[\d-]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] not in found:
            choice = 'type="radio"' in tag or 'type="checkbox"' in tag
            found[name[1]] = value[1] if choice and value else "1"
    return found


def _path(answer: Answer) -> str:
    return urlsplit(answer.location).path


def _expect(answer: Answer, *statuses: int) -> None:
    if answer.status not in statuses:
        raise RuntimeError(f"answered {answer.status} to {answer.location or 'itself'}, not {statuses}")
