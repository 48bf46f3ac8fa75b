"""One small world with an actor of every kind and an object of every kind, for the laws."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from lms.accounts.models import Person, RoleGrant
from lms.accounts.queries import invitations_to
from lms.accounts.services import begin_sign_in, grant_role, invite_to_staff, suspend
from lms.assessment import services as assessment
from lms.assessment.drafts import Section
from lms.assessment.queries.reviews import reviews_to_give
from lms.assessment.queries.work_files import files_of
from lms.authoring.services.library.entries import put_into_library
from lms.authoring.services.outline import delete_item, rename_item
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.jobs.models import Job
from tests.factories import accounts, assignments, authoring, certificates, courses, enrolment, media
from tests.factories import assessment as sittings

FIGURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
STAFF = ("owner", "instructor", "assistant")


@dataclass(frozen=True)
class Somebody:
    """An actor, with the token of a sign-in that lasts."""

    id: int
    public_id: str
    token: str


@dataclass
class World:
    """`people` by kind of actor; the other fields belong to the trainee, or wait for an administrator.

    All of it is plain: a world that was committed can be asked by other sessions than the one that built it.
    """

    new_client: Callable[[], FlaskClient]
    people: dict[str, Somebody] = field(default_factory=dict)
    attempt: str = ""
    work_begun: str = ""  # a draft at the assignment `claim`
    handed_in: str = ""  # work at the assignment `essay`
    file: str = ""  # of that work
    review: str = ""  # a peer review that the trainee was asked for
    certificate: str = ""
    revoked: str = ""
    upload: str = ""
    asking: int = 0  # an enrolment that waits for approval
    question: str = ""  # the key of a question of the quiz
    awaiting: int = 0  # an enrolment whose certificate waits for approval
    completed: int = 0  # a completed enrolment without a certificate
    grant: int = 0  # a role of somebody else, whom `people` calls granted
    step: int = 0  # a deletion in the draft, which can be taken back
    member: str = ""  # one more assistant of the draft
    invitation: str = ""  # to the trainee, to join the staff of the draft
    withdrawn: str = ""  # to somebody else
    entry: str = ""  # what the owner put into the library: a reading of the draft

    def client(self, actor: str) -> FlaskClient:
        """The browser of one kind of actor, signed in unless it is the visitor's."""
        client = self.new_client()
        if actor != "visitor":
            client.carry(self.people[actor].token)  # type: ignore[attr-defined]
        return client


def a_world(new_client: Callable[[], FlaskClient]) -> World:
    """Builds and commits it: `the-course`, which is published, and `the-draft`; all roles of staff in each."""
    world = World(new_client)
    course = _a_course(world)
    people = {
        "trainee": accounts.a_person(),
        "stranger": accounts.a_person(),
        **{role: accounts.an_instructor(course, role) for role in STAFF},
        "other_instructor": accounts.an_instructor(courses.a_course(slug="another-course", title="Another course")),
        "coordinator": accounts.a_coordinator("KZ"),
        "observer": accounts.an_observer(),
        "administrator": accounts.an_administrator(),
        "suspended": accounts.a_person(),
        "granted": accounts.a_coordinator("UZ"),
    }
    _begin_draft(world, people)
    _give_objects(world, people["trainee"], course)
    _give_work(world, people["trainee"], people["instructor"], course)
    world.grant = db.session.scalars(db.select(RoleGrant.id).where(RoleGrant.person_id == people["granted"].id)).one()
    now = utc_now()
    world.people = {
        actor: Somebody(person.id, person.public_id, begin_sign_in(person.id, now=now))
        for actor, person in people.items()
    }
    suspend(people["suspended"].id, reason="A test.", by=people["administrator"].id, now=now)
    db.session.execute(db.update(Job).values(state="done"))  # letters and PDFs of a past that no worker has seen
    db.session.commit()
    return world


def _a_course(world: World) -> CourseFacts:
    figure = courses.a_media_file("figure.svg", FIGURE)
    facts = courses.a_course(
        courses.a_module(
            "basics",
            courses.a_reading("welcome", media=(figure,)),
            courses.a_quiz_item("quiz"),
            courses.a_video_item(),
            courses.an_assignment_item("claim", required=False),
            courses.an_assignment_item("essay", required=False),
        ),
        courses.a_module("practice", courses.a_reading("later", media=(figure,)), after="basics"),
        slug="the-course",
        title="The course",
    )
    drafts = tuple(sittings.a_question(kind) for kind in sittings.KINDS)
    world.question = drafts[0].key
    versions = assessment.store_questions(facts.id, drafts)
    assessment.store_quiz(
        _item(facts, "quiz").version_id,
        {"shuffle_questions": False, "pass_percent": 70},
        [Section(None, tuple(versions.values()))],
    )
    return facts


def _item(course: CourseFacts, key: str) -> ItemFacts:
    found = outline(course.revision_id).item(key)
    assert found is not None, key
    return found


def _begin_draft(world: World, people: dict[str, Person]) -> None:
    """`the-draft`, which nobody has published."""
    owner, now = people["owner"], utc_now()
    draft = authoring.a_sample_draft(owner.id, slug="the-draft")
    for role in ("instructor", "assistant"):
        grant_role(people[role].id, role, course_id=draft.id, by=owner.id, now=now)
    rename_item(draft.id, "what-is-in-it", "What is in a parcel", by=owner.id, now=now)  # its translations are older
    world.step = delete_item(draft.id, "write-a-claim", subject="A claim", by=owner.id, now=now) or 0
    world.entry = put_into_library(draft.id, "item:what-is-in-it", note="For beginners.", by=owner.id, now=now)
    world.member = accounts.an_instructor(draft, "assistant").public_id
    for email in (people["trainee"].email, "nobody@example.org"):
        invite_to_staff(draft.id, email, "assistant", course_title="The draft", by=owner.id, now=now)
    world.invitation, world.withdrawn = (one.public_id for one in invitations_to(draft.id, now))


def _give_objects(world: World, trainee: Person, course: CourseFacts) -> None:
    place = enrolment.an_enrolment(trainee, course, utc_now() - timedelta(days=1))
    quiz = _item(course, "quiz")
    world.attempt = assessment.start_attempt(
        enrolment_id=place.id, person_id=trainee.id, item_id=quiz.id, item_version_id=quiz.version_id, now=utc_now()
    ).public_id
    world.upload = media.an_upload(trainee).public_id
    world.certificate = certificates.a_certificate(trainee).code
    world.revoked = certificates.a_revoked_certificate(trainee).code
    world.awaiting = certificates.an_awaiting_award().id
    world.completed = certificates.a_completed_enrolment().id
    world.asking = enrolment.an_enrolment(accounts.a_person(), course, status="pending").id


def _give_work(world: World, trainee: Person, teacher: Person, course: CourseFacts) -> None:
    """A draft at one assignment; at another, work with a file that a peer reviews, as the trainee does theirs."""
    claim, essay = _item(course, "claim"), _item(course, "essay")
    settings = {"pass_percent": 60, "rubric": assignments.RUBRIC, "submission": {"files": 1, "kinds": ["pdf"]}}
    peers: dict[str, Any] = {"peer_review": {"reviews": 1, "days": 7, "grade": "median"}}
    assessment.store_assignment(claim.version_id, settings, assignments.WORDS)
    assessment.store_assignment(essay.version_id, {**settings, **peers}, assignments.WORDS)
    world.work_begun = assignments.a_draft_of(assignments.AnAssignment(course, claim), trainee).public_id
    theirs = [
        assignments.a_draft_of(assignments.AnAssignment(course, essay), p) for p in (trainee, accounts.a_person())
    ]
    for work in theirs:
        assignments.bring_file(work.sheet().id, work.person_id)
        assignments.hand_in(work)
    mine = theirs[0]
    world.handed_in, world.file = mine.public_id, files_of(mine.sheet().id)[0].public_id
    assessment.allot_reviews(course.id, essay.id, now=utc_now())
    (review,) = reviews_to_give(mine.enrolment.id, essay.id)
    world.review = review.public_id
    comments = [{"paragraph": 1, "quote": "First.", "text": "Why first?"}]
    assignments.give_back(mine, teacher, feedback="Well done.", comments=comments)
