"""The permission table of the product: every route, every kind of actor, own and foreign objects.

A route without a row, or a view without a policy, fails here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.world import World, a_world

# `trainee` owns the objects of the world, `stranger` is a trainee without any of them; `instructor` is staff of
# the course, `other_instructor` of another one.
ACTORS = (
    "visitor", "suspended", "stranger", "other_instructor", "coordinator", "observer",
    "trainee", "instructor", "administrator",
)  # fmt: skip

OK = "let in"
SIGN_IN = "asked to sign in"
FORBIDDEN = "403"
MISSING = "404"
BAD = "400"
CONFLICT = "409"
GONE = "410"


def everyone(answer: str = OK) -> dict[str, str]:
    return dict.fromkeys(ACTORS, answer)


def only(*let_in: str, others: str) -> dict[str, str]:
    """These are let in; whoever is not signed in (any more) is asked to, the others get `others`."""
    table = {actor: OK if actor in let_in else others for actor in ACTORS}
    return {**table, "visitor": SIGN_IN, "suspended": SIGN_IN}


SIGNED_IN = only(*ACTORS[2:], others=OK)
OWN_OR_MISSING = only("trainee", others=MISSING)
OWN_OR_ADMINISTRATOR = only("trainee", "administrator", others=MISSING)
ADMINISTRATOR = only("administrator", others=FORBIDDEN)
STAFF = only("instructor", "administrator", others=MISSING)
AUTHORS = only("instructor", "other_instructor", "administrator", others=FORBIDDEN)
FOLLOWING = only("trainee", "instructor", "administrator", others=FORBIDDEN)


@dataclass(frozen=True)
class Row:
    endpoint: str
    expected: dict[str, str]
    method: str = "GET"
    arguments: Callable[[World], dict[str, Any]] = field(default=lambda _world: {})
    form: Callable[[World], dict[str, Any]] = field(default=lambda _world: {})

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def course(_world: World) -> dict[str, Any]:
    return {"slug": "the-course"}


def draft_course(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft"}


def draft_question(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "bank": "parcels", "key": "which-label"}


def new_question(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "kind": "single"}


def draft_film(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "item": "packing-film"}


def a_change(world: World) -> dict[str, Any]:
    """Of the draft's outline, whatever the button."""
    return {"of": "item:at-the-door", "title": "T", "module": "receive", "kind": "reading", "steps": "1",
            "to": "receive", "after": "", "change": world.step, "language": "zh"}  # fmt: skip


def entry(world: World) -> dict[str, Any]:
    return {"public_id": world.entry}


def in_library(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "of": "item:what-is-in-it"}


def invitation(world: World) -> dict[str, Any]:
    return {"public_id": world.invitation}


def reading(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "item": "welcome"}


def quiz(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "item": "quiz"}


def grades_of(world: World) -> dict[str, Any]:
    return {"slug": "the-course", "public_id": world.people["trainee"].public_id}


def score_of(world: World) -> dict[str, Any]:
    return {**grades_of(world), "item": "quiz"}


def a_grade(_world: World) -> dict[str, Any]:
    return {"percent": "80", "reason": "A test."}


def attempt(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "quiz", "attempt": world.attempt.public_id}


def claim(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "item": "claim"}


def draft(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "claim", "work": world.draft.public_id}


def handed_in(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "essay", "work": world.handed_in.public_id}


def graded(world: World) -> dict[str, Any]:
    return {"slug": "the-course", "work": world.handed_in.public_id}


def peer_review(world: World) -> dict[str, Any]:
    return {"course": "the-course", "item": "essay", "review": world.review}


def certificate(world: World) -> dict[str, Any]:
    return {"code": world.certificate.code}


def upload(world: World) -> dict[str, Any]:
    return {"upload": world.upload.public_id}


def stranger(world: World) -> dict[str, Any]:
    return {"public_id": world.people["stranger"].public_id}


def granted(world: World) -> dict[str, Any]:
    return {"public_id": world.people["granted"].public_id, "grant_id": world.grant}


def asking(world: World) -> dict[str, Any]:
    return {"enrolment": world.asking, "mode": "open"}


def draft_item(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "item": "what-is-in-it"}


def into_russian(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "language": "ru"}


def translated(world: World) -> dict[str, Any]:
    return {**into_russian(world), "unit": "item:what-is-in-it"}


def draft_quiz(_world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "item": "quiz-send"}


def draft_step(world: World) -> dict[str, Any]:
    return {"slug": "the-draft", "number": world.step}


def first_revision(_world: World) -> dict[str, Any]:
    return {"slug": "the-course", "number": 1}


ROWS = [
    # visitors
    *(Row(endpoint, everyone()) for endpoint in (
        "web.healthz", "web.readyz", "web.privacy", "web.accessibility", "web.robots", "courses.home",
        "courses.catalogue", "accounts.register", "accounts.login", "accounts.forgot_password",
        "certificates.verify_form",
    )),
    Row("enrolment.course", everyone(), arguments=course),
    Row("certificates.verify", everyone(), arguments=certificate),
    Row("courses.programme", everyone(MISSING), arguments=lambda _w: {"slug": "no-such-programme"}),
    Row("web.set_language", everyone(), "POST", lambda _w: {"tag": "ru"}),
    Row("web.set_theme", everyone(), "POST", form=lambda _w: {"theme": "dark"}),
    Row("accounts.do_register", everyone(), "POST"),
    Row("accounts.do_login", everyone(), "POST"),
    Row("accounts.do_forgot_password", everyone(), "POST"),
    # Without an address that has just registered there is nothing to wait for, so these lead to sign in.
    Row("accounts.check_mail", everyone(SIGN_IN)),
    Row("accounts.send_again", everyone(SIGN_IN), "POST"),
    Row("accounts.logout", everyone(), "POST"),
    *(Row(endpoint, everyone(GONE), method, lambda _w: {"token": "forged"}) for endpoint, method in (
        ("accounts.confirm", "GET"), ("accounts.do_confirm", "POST"),
        ("accounts.reset_password", "GET"), ("accounts.do_reset_password", "POST"),
    )),
    # signed in, about oneself
    *(Row(endpoint, SIGNED_IN) for endpoint in (
        "accounts.account", "accounts.own_data", "accounts.download_data", "accounts.change_email",
        "accounts.change_password", "accounts.sign_ins", "progress.dashboard", "certificates.my_certificates",
    )),
    *(Row(endpoint, SIGNED_IN, "POST") for endpoint in (
        "accounts.save_account", "accounts.do_change_email", "accounts.do_change_password", "accounts.erase",
        "accounts.end_other_sign_ins",
    )),
    Row("enrolment.enrol", SIGNED_IN, "POST", course),
    Row("enrolment.withdraw", SIGNED_IN, "POST", course),
    # files: whoever is let in sends no piece here, so nothing can be counted or finished
    Row("media.begin", SIGNED_IN, "POST", form=lambda _w: {
        "purpose": "test.files", "scope": "open", "name": "a.png", "size": "9"}),
    Row("media.state", OWN_OR_MISSING, arguments=upload),
    *(Row(endpoint, {**OWN_OR_MISSING, "trainee": CONFLICT}, "POST", upload) for endpoint in (
        "media.add", "media.finish")),
    Row("media.cancel", OWN_OR_MISSING, "POST", upload),
    # learning
    *(Row(endpoint, FOLLOWING, arguments=course) for endpoint in (
        "progress.course", "progress.resume", "progress.grades",
    )),
    Row("progress.set_language", FOLLOWING, "POST", course, lambda _w: {"language": "ru", "item": ""}),
    Row("progress.item", FOLLOWING, arguments=reading),
    Row("progress.media", {**FOLLOWING, **dict.fromkeys(("visitor", "suspended"), MISSING),
        **dict.fromkeys(("stranger", "other_instructor", "coordinator", "observer"), MISSING)},
        arguments=lambda _w: {"slug": "the-course", "item": "welcome", "name": "figure.svg"}),
    Row("progress.complete_item", {**FOLLOWING}, "POST", reading),
    Row("progress.start_quiz", {**FOLLOWING}, "POST", quiz),
    # Nobody has opened the film, and staff are not enrolled.
    Row("progress.watch", {**FOLLOWING, "trainee": "409", "instructor": BAD, "administrator": BAD}, "POST",
        lambda _w: {"slug": "the-course", "item": "film"},
        lambda _w: {"segments": "[]", "position": "0", "duration": "100"}),
    *(Row(endpoint, OWN_OR_MISSING, arguments=attempt) for endpoint in (
        "assessment.attempt", "assessment.review", "assessment.result",
    )),
    *(Row(endpoint, OWN_OR_MISSING, "POST", attempt) for endpoint in (
        "assessment.save_answers", "assessment.submit",
    )),
    # assignments
    Row("progress.start_work", {**FOLLOWING}, "POST", claim),
    Row("assessment.work", OWN_OR_MISSING, arguments=draft),
    Row("assessment.work", OWN_OR_MISSING, arguments=handed_in),
    *(Row(endpoint, OWN_OR_MISSING, "POST", draft, lambda _w: {"seq": "0", "text": "A text.", "action": "save"})
      for endpoint in ("assessment.save_work", "assessment.save_draft")),
    Row("assessment.take_back", OWN_OR_MISSING, "POST", handed_in),
    Row("assessment.work_file", only("trainee", "instructor", "administrator", others=MISSING),
        arguments=lambda w: {"file": w.file}),
    Row("assessment.review_work", OWN_OR_MISSING, arguments=peer_review),
    Row("assessment.send_review", OWN_OR_MISSING, "POST", peer_review, lambda _w: {"seq": "0", "action": "save"}),
    Row("assessment.grading_queue", STAFF, arguments=course),
    Row("assessment.grade_work", STAFF, arguments=graded),
    # Whoever saw another state of the grading is told.
    Row("assessment.return_work", {**STAFF, "instructor": "409", "administrator": "409"}, "POST", graded,
        lambda _w: {"seq": "9", "action": "save"}),
    Row("assessment.save_answer", {**OWN_OR_MISSING, "trainee": BAD}, "POST",
        lambda w: {**attempt(w), "slot": 99}, lambda _w: {"seq": "0"}),
    # certificates
    Row("certificates.certificate", OWN_OR_ADMINISTRATOR, arguments=certificate),
    Row("certificates.pdf", OWN_OR_ADMINISTRATOR, arguments=certificate),
    # staff
    *(Row(endpoint, AUTHORS) for endpoint in ("authoring.studio", "authoring.new_course", "authoring.propose_address")),
    Row("authoring.begin_course", AUTHORS, "POST", form=lambda _w: {
        "title": "A course", "source_language": "en", "level": "basic", "hours": "4"}),
    # Nobody brings a package here, so the form is shown again.
    Row("authoring.begin_with_package", {actor: "422" if answer == OK else answer for actor, answer in AUTHORS.items()},
        "POST"),
    *(Row(f"authoring.{page}", STAFF, arguments=draft_course) for page in (
        "outline", "problems", "settings", "staff", "download")),
    *(Row(f"authoring.{verb}", STAFF, "POST", draft_course, a_change) for verb in (
        "add_module", "add_item", "rename", "move", "place", "copy", "delete", "lock", "take_back_step",
        "add_language", "remove_language", "archive", "restore")),
    *(Row(f"authoring.{page}", STAFF, arguments=draft_course) for page in (
        "preview", "publish", "revisions", "compare", "history")),
    *(Row(f"authoring.{page}", STAFF, arguments=draft_item) for page in ("preview_item", "item_history")),
    *(Row(f"authoring.{page}", STAFF, arguments=draft_item) for page in ("item", "item_state")),
    *(Row(f"authoring.{verb}", STAFF, "POST", draft_item) for verb in (
        "save_item", "look_at_item", "change_item_settings")),
    *(Row(f"authoring.{verb}", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", draft_item)
      for verb in ("autosave_item", "bring_picture")),
    Row("authoring.film", STAFF, arguments=draft_film),
    *(Row(f"authoring.{verb}", STAFF, "POST", draft_film) for verb in (
        "bring_film", "link_film", "save_captions", "delete_captions")),
    Row("authoring.media", STAFF, arguments=draft_course),
    Row("authoring.bring_media", STAFF, "POST", draft_course),
    *(Row(f"authoring.{page}", STAFF, arguments=lambda _w: {"slug": "the-draft", "name": "scale.png"})
      for page in ("media_file", "replace_media")),
    *(Row(f"authoring.{verb}", STAFF, "POST", lambda _w: {"slug": "the-draft", "name": "scale.png"})
      for verb in ("put_media", "remove_media")),
    Row("authoring.item_media", STAFF, arguments=lambda w: {**draft_item(w), "name": "scale.png"}),
    # The world's draft has lost its assignment, which can be taken back.
    *(Row(endpoint, {**STAFF, "instructor": MISSING, "administrator": MISSING}, method,
          lambda _w: {"slug": "the-draft", "item": "write-a-claim"})
      for endpoint, method in (("authoring.assignment", "GET"), ("authoring.change_assignment", "POST"))),
    *(Row(f"authoring.{page}", STAFF, arguments=draft_course) for page in (
        "questions", "exchange", "question_template")),
    Row("authoring.new_question", STAFF, arguments=new_question),
    *(Row(f"authoring.{page}", STAFF, arguments=draft_question) for page in ("question", "question_revisions")),
    *(Row(f"authoring.{verb}", STAFF, "POST", draft_course, a_change) for verb in (
        "add_bank", "delete_bank", "move_questions", "undo_questions")),
    *(Row(f"authoring.{verb}", STAFF, "POST", draft_question) for verb in ("copy_question", "delete_question")),
    Row("authoring.restore_question", STAFF, "POST", lambda w: {**draft_question(w), "step": 1}),
    Row("authoring.quiz", STAFF, arguments=draft_quiz),
    # Nothing was filled in, so the forms are shown again.
    *(Row(f"authoring.{verb}", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", of)
      for verb, of in (("add_question", new_question), ("save_question", draft_question), ("save_quiz", draft_quiz),
                       ("import_questions", draft_course), ("take_imported", draft_course),
                       ("export_questions", draft_course))),
    Row("authoring.preview_media", STAFF, arguments=lambda w: {**draft_item(w), "name": "parcel.en.svg"}),
    Row("authoring.translations", STAFF, arguments=draft_course),
    Row("authoring.translation_files", STAFF, arguments=into_russian),
    Row("authoring.translation", STAFF, arguments=translated),
    Row("authoring.translation_media", STAFF, arguments=lambda w: {**into_russian(w), "name": "parcel.en.svg"}),
    Row("authoring.export_translation", STAFF, arguments=lambda w: {**into_russian(w), "format": "xliff"}),
    # What is sent says nothing of the texts that were seen, and brings no file.
    Row("authoring.save_translation", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", translated,
        lambda _w: {"seen": "nothing"}),
    Row("authoring.autosave_translation", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", translated,
        lambda _w: {"seen": "nothing"}),
    Row("authoring.keep_translation", {**STAFF, "instructor": BAD, "administrator": BAD}, "POST", translated),
    Row("authoring.import_translation", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", into_russian),
    Row("authoring.preview_language", STAFF, "POST", draft_course, lambda _w: {"language": "ru"}),
    Row("authoring.preview_quiz", STAFF, "POST", draft_quiz),
    Row("authoring.preview_attempt", STAFF, arguments=lambda w: {**draft_quiz(w), "seed": 1}),
    Row("authoring.preview_result", STAFF, "POST", lambda w: {**draft_quiz(w), "seed": 1}),
    Row("authoring.do_publish", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", draft_course),
    Row("authoring.history_step", STAFF, arguments=draft_step),
    Row("authoring.undo_step", STAFF, "POST", draft_step),
    Row("authoring.revision", STAFF, arguments=first_revision),
    Row("authoring.take_revision", STAFF, "POST", first_revision),
    # This revision was made from no package.
    Row("authoring.revision_archive", {**STAFF, "instructor": MISSING, "administrator": MISSING},
        arguments=first_revision),
    # What is sent is no order, no setting, no address, so whoever is let in is told so.
    Row("authoring.arrange", {**STAFF, "instructor": BAD, "administrator": BAD}, "POST", draft_course),
    *(Row(f"authoring.{verb}", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", draft_course)
      for verb in ("save_settings", "save_grading", "copy_course", "delete_course", "invite")),
    # the library
    Row("authoring.library", AUTHORS),
    Row("authoring.library_entry", AUTHORS, arguments=entry),
    Row("authoring.library_version", AUTHORS, arguments=lambda w: {**entry(w), "number": 1}),
    Row("authoring.library_media", AUTHORS, arguments=lambda w: {**entry(w), "number": 1, "name": "parcel.en.svg"}),
    *(Row(f"authoring.{verb}_entry", only("instructor", "administrator", others=FORBIDDEN), "POST", entry)
      for verb in ("archive", "restore")),
    Row("authoring.share", STAFF, arguments=lambda _w: {"slug": "the-draft", "of": "module:send"}),
    Row("authoring.do_share", STAFF, "POST", lambda _w: {"slug": "the-draft", "of": "module:send"}),
    Row("authoring.add_from_library", STAFF, "POST", lambda w: {**draft_course(w), **entry(w)},
        lambda _w: {"module": "receive"}),
    Row("authoring.library_use", STAFF, arguments=in_library),
    *(Row(f"authoring.{verb}", STAFF, "POST", in_library) for verb in ("take_version", "stay_on_version", "detach")),
    Row("authoring.update_library", {**STAFF, "instructor": "422", "administrator": "422"}, "POST", in_library),
    Row("authoring.change_member", STAFF, "POST", draft_course, lambda w: {"person": w.member, "role": "assistant"}),
    Row("authoring.remove_member", STAFF, "POST", draft_course,
        lambda w: {"person": w.member}),
    Row("authoring.withdraw_invitation", STAFF, "POST", lambda w: {"slug": "the-draft", "public_id": w.withdrawn}),
    Row("authoring.invitation", OWN_OR_MISSING, arguments=invitation),
    *(Row(f"authoring.{verb}_invitation", OWN_OR_MISSING, "POST", invitation) for verb in ("accept", "decline")),
    Row("enrolment.people", STAFF, arguments=course),
    *(Row(endpoint, STAFF, "POST", course, asking) for endpoint in (
        "enrolment.approve", "enrolment.refuse", "enrolment.remove", "enrolment.change_offering",
    )),
    # grades
    Row("progress.gradebook", STAFF, arguments=course),
    Row("progress.export_gradebook", STAFF, "POST", course, lambda _w: {"kind": "csv"}),
    Row("progress.gradebook_person", STAFF, arguments=grades_of),
    Row("progress.gradebook_score", STAFF, arguments=score_of),
    *(Row(f"progress.{deed}_total", STAFF, "POST", grades_of, a_grade) for deed in ("override", "remove")),
    *(Row(f"progress.{deed}_score", STAFF, "POST", score_of, a_grade) for deed in ("override", "remove")),
    Row("assessment.analysis", STAFF, arguments=course),
    Row("assessment.question_analysis", STAFF, arguments=lambda w: {**quiz(w), "question": w.question}),
    # administrators
    *(Row(endpoint, ADMINISTRATOR) for endpoint in (
        "accounts.admin_home", "accounts.people", "accounts.audit", "certificates.admin_certificates",
        "certificates.approve_awards", "certificates.issue_certificate",
    )),
    Row("accounts.person", ADMINISTRATOR, arguments=stranger),
    *(Row(endpoint, ADMINISTRATOR, "POST", stranger, lambda _w: {"reason": "A test.", "role": "observer"})
      for endpoint in ("accounts.suspend", "accounts.restore", "accounts.grant_role")),
    Row("accounts.revoke_role", ADMINISTRATOR, "POST", granted),
    Row("certificates.admin_certificate", ADMINISTRATOR, arguments=certificate),
    *(Row(endpoint, ADMINISTRATOR, method, certificate) for endpoint in (
        "certificates.correct_certificate", "certificates.revoke_certificate") for method in ("GET", "POST")),
    *(Row("certificates.issue_again", ADMINISTRATOR, method, lambda w: {"code": w.revoked.code})
      for method in ("GET", "POST")),
    *(Row("certificates.decline_award", ADMINISTRATOR, method, lambda w: {"enrolment_id": w.awaiting})
      for method in ("GET", "POST")),
    Row("certificates.approve_awards", ADMINISTRATOR, "POST"),
    Row("certificates.export_certificates", ADMINISTRATOR, "POST"),
    Row("certificates.issue_to_enrolment", ADMINISTRATOR, "POST", lambda w: {"enrolment_id": w.completed}),
]  # fmt: skip


@pytest.fixture
def world(app: Flask, new_client: Callable[[], FlaskClient]) -> World:
    return a_world(new_client)


def _answer(response: TestResponse) -> str:
    location = response.headers.get("Location", "")
    if response.status_code == 302 and "/auth/login" in location:
        return SIGN_IN
    return OK if response.status_code < 400 else str(response.status_code)


def _is(answer: str, expected: str, method: str) -> bool:
    # A visitor who posts is refused outright: there is no page to come back to.
    return answer == expected or (method == "POST" and expected == SIGN_IN and answer in (FORBIDDEN, SIGN_IN))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_actor_gets_what_the_table_says(row: Row, world: World, app: Flask) -> None:
    with app.test_request_context():
        from flask import url_for

        address = url_for(row.endpoint, **row.arguments(world))
    got = {}
    # Who is refused comes first, so that nothing is changed before they ask.
    for actor in sorted(ACTORS, key=lambda a: row.expected[a] == OK):
        client = world.client(actor)
        got[actor] = _answer(client.open(address, method=row.method, data=row.form(world)))
    wrong = {a: f"{got[a]}, not {row.expected[a]}" for a in ACTORS if not _is(got[a], row.expected[a], row.method)}
    assert wrong == {}


def test_every_route_has_a_policy_and_a_row(app: Flask) -> None:
    covered = {(row.endpoint, row.method) for row in ROWS}
    missing = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static_file":
            continue
        assert hasattr(app.view_functions[rule.endpoint], "policy"), f"{rule.endpoint} names no policy"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if (rule.endpoint, method) not in covered:
                missing.append(f"{method} {rule.endpoint}")
    assert missing == []


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.method == "GET" and "administrator" in row.expected and row.expected is ADMINISTRATOR],
    ids=str,
)
def test_a09_another_method_or_spelling_opens_nothing_that_get_refuses(row: Row, world: World, app: Flask) -> None:
    with app.test_request_context():
        from flask import url_for

        address = url_for(row.endpoint, **row.arguments(world))
    client = world.client("stranger")
    for method in ("HEAD", "PUT", "PATCH", "DELETE"):
        assert client.open(address, method=method).status_code in (403, 404, 405)
    for spelling in (
        f"{address}/",
        f"/{address}",
        address.replace("/admin", "/Admin"),
        address.replace("admin", "%61dmin"),
    ):
        answer = client.get("/", environ_overrides={"PATH_INFO": unquote(spelling)})
        assert answer.status_code in (301, 308, 403, 404)
    assert client.get(address, headers={"X-HTTP-Method-Override": "POST", "X-Original-URL": address}).status_code == 403
