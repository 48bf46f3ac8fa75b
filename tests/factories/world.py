"""One small world with an actor of every kind and an object of every kind, for the laws."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from lms.accounts.queries import invitations_to
from lms.accounts.services import invite_to_staff, suspend
from lms.assessment import services as assessment
from lms.assessment.drafts import Section
from lms.assessment.queries import AttemptFacts
from lms.assessment.queries.reviews import reviews_to_give
from lms.assessment.queries.work_files import files_of
from lms.authoring.services.library.entries import put_into_library
from lms.authoring.services.outline import delete_item, rename_item
from lms.certificates.queries import CertificateFacts
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts, outline
from lms.jobs.models import Job
from lms.media.facts import UploadFacts
from tests.factories import accounts, assignments, authoring, certificates, courses, enrolment, media
from tests.factories import assessment as sittings
from tests.factories.assignments import Work

FIGURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'


@dataclass
class World:
    """`people` by kind of actor; the other fields belong to the trainee, or wait for an administrator."""

    new_client: Callable[[], FlaskClient]
    people: dict[str, Any] = field(default_factory=dict)
    course: CourseFacts = None  # type: ignore[assignment]
    attempt: AttemptFacts = None  # type: ignore[assignment]
    draft: Work = None  # type: ignore[assignment]
    handed_in: Work = None  # type: ignore[assignment]
    review: str = ""  # a peer review that the trainee was asked for
    file: str = ""  # a file of the trainee's handed-in work
    certificate: CertificateFacts = None  # type: ignore[assignment]
    revoked: CertificateFacts = None  # type: ignore[assignment]
    upload: UploadFacts = None  # type: ignore[assignment]
    asking: int = 0  # an enrolment that waits for approval
    question: str = ""  # the key of a question of the quiz
    awaiting: int = 0  # an enrolment whose certificate waits for approval
    completed: int = 0  # a completed enrolment without a certificate
    grant: int = 0  # a role of the other trainee
    step: int = 0  # a deletion in the draft, which can be taken back
    member: str = ""  # an assistant of the draft
    invitation: str = ""  # to the trainee, to join the staff of the draft
    withdrawn: str = ""  # to somebody else
    entry: str = ""  # what the instructor put into the library: a reading of the draft

    def client(self, actor: str) -> FlaskClient:
        """The browser of one kind of actor, signed in unless it is the visitor's."""
        client = self.new_client()
        if actor != "visitor":
            client.sign_in(self.people[actor])  # type: ignore[attr-defined]
        if actor == "suspended":
            now = utc_now()
            suspend(self.people[actor].id, reason="A test.", by=self.people["administrator"].id, now=now)
            db.session.commit()
        return client


def a_world(new_client: Callable[[], FlaskClient]) -> World:
    world = World(new_client)
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
    world.course = facts
    quiz = outline(facts.revision_id).item("quiz")
    assert quiz is not None
    drafts = tuple(sittings.a_question(kind) for kind in sittings.KINDS)
    world.question = drafts[0].key
    versions = assessment.store_questions(facts.id, drafts)
    assessment.store_quiz(
        quiz.version_id, {"shuffle_questions": False, "pass_percent": 70}, [Section(None, tuple(versions.values()))]
    )
    foreign_course = courses.a_course(slug="another-course", title="Another course")
    world.people = {
        "trainee": accounts.a_person(),
        "stranger": accounts.a_person(),
        "instructor": accounts.an_instructor(facts),
        "other_instructor": accounts.an_instructor(foreign_course),
        "coordinator": accounts.a_coordinator("KZ"),
        "observer": accounts.an_observer(),
        "administrator": accounts.an_administrator(),
        "suspended": accounts.a_person(),
    }
    _begin_draft(world)
    _give_objects(world, quiz)
    db.session.execute(db.update(Job).values(state="done"))  # letters and PDFs of a past that no worker has seen
    db.session.commit()
    return world


def _begin_draft(world: World) -> None:
    """A course that the instructor owns and nobody has published: `the-draft`."""
    owner, now = world.people["instructor"], utc_now()
    draft = authoring.a_sample_draft(owner.id, slug="the-draft")
    rename_item(draft.id, "what-is-in-it", "What is in a parcel", by=owner.id, now=now)  # its translations are older
    world.step = delete_item(draft.id, "write-a-claim", subject="A claim", by=owner.id, now=now) or 0
    world.entry = put_into_library(draft.id, "item:what-is-in-it", note="For beginners.", by=owner.id, now=now)
    world.member = accounts.an_instructor(draft, "assistant").public_id
    for email in (world.people["trainee"].email, "nobody@example.org"):
        invite_to_staff(draft.id, email, "assistant", course_title="The draft", by=owner.id, now=now)
    world.invitation, world.withdrawn = (one.public_id for one in invitations_to(draft.id, now))


def _give_objects(world: World, quiz: Any) -> None:
    trainee = world.people["trainee"]
    place = enrolment.an_enrolment(trainee, world.course, utc_now() - timedelta(days=1))
    world.attempt = assessment.start_attempt(
        enrolment_id=place.id,
        person_id=trainee.id,
        item_id=quiz.id,
        item_version_id=quiz.version_id,
        now=utc_now(),
    )
    _give_work(world)
    world.upload = media.an_upload(trainee)
    world.certificate = certificates.a_certificate(trainee)
    world.revoked = certificates.a_revoked_certificate(trainee)
    world.awaiting = certificates.an_awaiting_award().id
    world.completed = certificates.a_completed_enrolment().id
    world.asking = enrolment.an_enrolment(accounts.a_person(), world.course, status="pending").id
    coordinator = accounts.a_coordinator("UZ")
    db.session.flush()
    world.people["granted"] = coordinator
    from lms.accounts.models import RoleGrant

    world.grant = db.session.scalars(db.select(RoleGrant.id).where(RoleGrant.person_id == coordinator.id)).one()


def _give_work(world: World) -> None:
    """A draft at one assignment; at another, work with a file that a peer reviews, as the trainee does theirs."""
    trainee, steps = world.people["trainee"], outline(world.course.revision_id)
    claim, essay = steps.item("claim"), steps.item("essay")
    assert claim is not None and essay is not None
    settings = {"pass_percent": 60, "rubric": assignments.RUBRIC, "submission": {"files": 1, "kinds": ["pdf"]}}
    for item, more in ((claim, {}), (essay, {"peer_review": {"reviews": 1, "days": 7, "grade": "median"}})):
        assessment.store_assignment(item.version_id, {**settings, **more}, assignments.WORDS)
    world.draft = assignments.a_draft_of(assignments.AnAssignment(world.course, claim), trainee)
    for person in (trainee, accounts.a_person()):
        work = assignments.a_draft_of(assignments.AnAssignment(world.course, essay), person)
        assignments.bring_file(work.sheet().id, work.person_id)
        assignments.hand_in(work)
        if person is trainee:
            world.handed_in, world.file = work, files_of(work.sheet().id)[0].public_id
    assessment.allot_reviews(world.course.id, essay.id, now=utc_now())
    (review,) = reviews_to_give(world.handed_in.enrolment.id, essay.id)
    world.review = review.public_id
    teacher = world.people["instructor"]
    comments = [{"paragraph": 1, "quote": "First.", "text": "Why first?"}]
    assignments.give_back(world.handed_in, teacher, feedback="Well done.", comments=comments)
