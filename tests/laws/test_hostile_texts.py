"""Whatever people and authors write is inert wherever it is shown: every text column × pages, letters, CSV (B01).

A new column has to be named here: as words of people, or as something that only our programs write.
"""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, String, Table, update

from lms.core.cache import forget_all
from lms.core.db import Model, db
from lms.mail.rendering import render
from tests.factories.world import World, a_world
from tests.laws.routes.rows import ROWS
from tests.laws.routes.table import OK
from tests.mail.test_rendering import CONTEXTS, LETTERS, a_letter, words

PAYLOAD = (
    "=HYPERLINK(1)\"'><b data-xss=1><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>"
    "</title></textarea><style>*{display:none}</style><math><mtext></form><input name=q>&#60;b data-xss=1>"
    "{{7*7191}}${7*7191}#{7*7191}<%= 7*7191 %>%s%(x)s javascript:alert(1)"
)

# Column -> what is put there. `item_text.html` and its kind are sanitised when they are published (tests/core).
WORDS: dict[str, Any] = {
    "certificate.course_title": PAYLOAD, "certificate.issuer": PAYLOAD, "certificate.latin_name": PAYLOAD,
    "certificate.printed_name": PAYLOAD, "item_version.titles": {"en": PAYLOAD}, "module.titles": {"en": PAYLOAD},
    "award.reason": PAYLOAD, "grade_override.reason": PAYLOAD, "offering.access_code": PAYLOAD,
    "person.latin_name": PAYLOAD,
    "person.organisation": PAYLOAD, "person.printed_name": PAYLOAD, "person.email": f"{PAYLOAD}@example.org",
    "revision_text.audience": PAYLOAD, "revision_text.outcomes": [PAYLOAD], "revision_text.summary": PAYLOAD,
    "revision.grading": {"ungraded": "skip", "categories": [
        {"key": "all", "weight": 100, "drop_lowest": 0, "titles": {"en": PAYLOAD}}]},
    "revision_text.title": PAYLOAD, "sign_in.browser": PAYLOAD, "response.answer": {"text": PAYLOAD},
    "audit_entry.details": {"reason": PAYLOAD, "explanation": PAYLOAD}, "programme_text.title": PAYLOAD,
    "programme_text.summary": PAYLOAD, "programme_course.titles": {"en": PAYLOAD}, "outgoing_mail.failure": PAYLOAD,
    "job.last_error": PAYLOAD, "account_token.email": PAYLOAD, "submission.text": f"First.\n\n{PAYLOAD}",
    "submission_file.name": PAYLOAD, "grading.feedback": PAYLOAD, "peer_review.comment": PAYLOAD,
    "grading.comments": [{"paragraph": 1, "quote": "First.", "text": PAYLOAD},
                         {"paragraph": 9, "quote": PAYLOAD, "text": PAYLOAD}],
    "assignment.words": {"en": {key: {"title": PAYLOAD, "levels": dict.fromkeys(levels, PAYLOAD)}
                                for key, levels in (("facts", ("none", "all")), ("tone", ("rude", "kind")))}},
    "upload.name": PAYLOAD, "staff_invitation.email": f"{PAYLOAD}@example.org", "draft_change.subject": PAYLOAD,
    "draft_file.facts": {"title": PAYLOAD, "words": 3}, "library_entry.title": PAYLOAD,
    "library_version.note": PAYLOAD, "library_version.title": PAYLOAD, "draft_translation.source": {"title": PAYLOAD},
}  # fmt: skip
# Programs write them: keys, codes, states, languages, hashes, rendered HTML, what waits for a job.
OURS = """
account_token.purpose attempt.public_id attempt.slots attempt.state audit_entry.action audit_entry.thing
award.name_key award.state certificate.code certificate.language certificate.name_key certificate.pdf_digest
certificate.short_code certificate.status certificate.status_reason country.code country.status course.slug
course.state enrolment.language enrolment.status item.key item.kind item_media.content_type item_media.digest
item_media.name item_progress.status item_progress.watched item_text.html item_text.language item_version.after_key
item_version.category item_version.rule item_version.settings job.kind job.payload job.state job.unique_key
module.after_key module.key
offering.mode outgoing_mail.context outgoing_mail.language outgoing_mail.message_id outgoing_mail.template
outgoing_mail.to_address person.country_code person.email_key person.language person.participant_kind
person.password_hash person.public_id person.search_text person.time_zone picture_size.content_type
picture_size.digest picture_size.source_digest programme.slug programme.tracks
programme_course.course_slug programme_course.level programme_course.modules programme_course.number
programme_text.description_html programme_text.language question.key question_version.body question_version.digest
question_version.kind question_version.texts quiz.draws quiz.settings registration.country_code registration.email
registration.language registration.latin_name registration.organisation registration.participant_kind
registration.password_hash registration.printed_name registration.time_zone revision.certificate_issue
revision.digest revision.final_quiz_key revision.languages revision.level revision.prerequisites
revision.source_language revision_file.digest revision_file.path revision_text.description_html
revision_text.language revision_text.sources role_grant.country_code role_grant.role search_term.term
sign_in.token_hash upload.content_type upload.digest upload.mark upload.public_id upload.purpose upload.scope
upload.sha256 upload.staged upload.state upload_allowance.owner
assignment.settings grading.marks peer_review.marks peer_review.public_id submission.graded_by submission.public_id
submission.state submission_file.digest submission_file.kind submission_file.public_id
staff_invitation.email_key staff_invitation.public_id staff_invitation.role
draft_file.path draft_file.digest draft_change.kind draft_change_file.path draft_change_file.before_digest
draft_change_file.after_digest
library_entry.kind library_entry.public_id library_file.digest library_file.path library_use.before library_use.digest
draft_translation.language draft_translation.source_digest draft_translation.state draft_translation.unit
revision.translated
library_use.names library_use.of library_version.digest library_version.languages
""".split()
# Files of packages, whose words are tried one by one in tests/authoring.
OURS += ["draft_file.text", "draft_change_file.before_text", "draft_change_file.after_text", "library_file.text"]


def _text_columns() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String | JSON)
    }


def test_every_text_column_is_named(app: Flask) -> None:
    assert _text_columns() == set(WORDS) | set(OURS)


@pytest.fixture
def hostile_world(app: Flask, new_client: Callable[[], FlaskClient]) -> World:
    world = a_world(new_client)
    for name, value in WORDS.items():
        table, column = name.split(".")
        known: Table = Model.metadata.tables[table]
        db.session.execute(update(known).values({column: value}))
    db.session.commit()
    db.session.expire_all()
    forget_all()
    return world


def test_b01_b11_whatever_people_write_is_inert_on_every_page(hostile_world: World, app: Flask) -> None:
    """The test browser refuses pages with inline scripts, styles and handlers; here nothing of it is an element."""
    shown = set()
    for row in (row for row in ROWS if row.method == "GET"):
        for actor in ("administrator", "trainee", "owner"):
            if row.expected[actor] != OK:
                continue
            answer = hostile_world.client(actor).get(row.address(app, hostile_world))
            if answer.mimetype == "text/html":
                page = answer.text
                assert "<b data-xss" not in page and "<img src=x" not in page and "<svg/onload" not in page, row
                assert "50337" not in page, f"{row} computes what people write"
                if "data-xss" in page:
                    shown.add(row.endpoint)
    assert len(shown) > 20, f"the words are hardly shown: {shown}"


def test_b08_whatever_people_write_is_no_formula_in_any_export(hostile_world: World) -> None:
    client = hostile_world.client("administrator")
    for show in ("all", "awaiting", "revoked"):
        answer = client.post("/admin/certificates/export", data={"show": show})
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert show == "revoked" or len(rows) > 1
        starts = {cell[0] for row in rows for cell in row if cell}
        assert not starts & set("=+-@\t\r\n|%＝＋－＠"), show
    grades = client.post("/studio/the-course/gradebook/export", data={"kind": "csv"}).text.removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(grades)) for cell in row if cell]
    assert any("HYPERLINK" in cell for cell in cells) and not {c[0] for c in cells} & set("=+-@\t\r\n|%＝＋－＠")


@pytest.mark.parametrize("template", LETTERS)
def test_b01_whatever_people_write_is_inert_in_every_letter(app: Flask, template: str) -> None:
    hostile = {name: PAYLOAD for name in CONTEXTS[template] if name not in ("token", "code", "slug", "role")}
    message = render(a_letter(template, **hostile))
    html = words(message, "html")
    assert "<b data-xss" not in html and "<script" not in html and "<img" not in html and "<svg" not in html
    assert "50337" not in str(message) and "\n" not in message["Subject"]
