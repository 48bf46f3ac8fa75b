"""One small world with an actor of every kind and an object of every kind, for the laws."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from lms.accounts.services import suspend
from lms.assessment import services as assessment
from lms.assessment.drafts import Section
from lms.assessment.queries import AttemptFacts
from lms.certificates.queries import CertificateFacts
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts, outline
from lms.jobs.models import Job
from lms.media.queries import UploadFacts
from tests.factories import accounts, certificates, courses, enrolment, media
from tests.factories import assessment as sittings

FIGURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'


@dataclass
class World:
    """`people` by kind of actor; the other fields belong to the trainee, or wait for an administrator."""

    new_client: Callable[[], FlaskClient]
    people: dict[str, Any] = field(default_factory=dict)
    course: CourseFacts = None  # type: ignore[assignment]
    attempt: AttemptFacts = None  # type: ignore[assignment]
    certificate: CertificateFacts = None  # type: ignore[assignment]
    revoked: CertificateFacts = None  # type: ignore[assignment]
    upload: UploadFacts = None  # type: ignore[assignment]
    asking: int = 0  # an enrolment that waits for approval
    awaiting: int = 0  # an enrolment whose certificate waits for approval
    completed: int = 0  # a completed enrolment without a certificate
    grant: int = 0  # a role of the other trainee

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
            "basics", courses.a_reading("welcome", media=(figure,)), courses.a_quiz_item("quiz"), courses.a_video_item()
        ),
        courses.a_module("practice", courses.a_reading("later", media=(figure,)), after="basics"),
        slug="the-course",
        title="The course",
    )
    world.course = facts
    quiz = outline(facts.revision_id).item("quiz")
    assert quiz is not None
    drafts = tuple(sittings.a_question(kind) for kind in sittings.KINDS)
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
    _give_objects(world, quiz)
    db.session.execute(db.update(Job).values(state="done"))  # letters and PDFs of a past that no worker has seen
    db.session.commit()
    return world


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
