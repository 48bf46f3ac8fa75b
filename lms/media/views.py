"""Long uploads by pieces, for scripts: every answer is JSON, and says where to go on.

Without scripts a file comes with the form of the page that wants it, see `forms.UploadField`.
"""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from lms.core.clock import utc_now
from lms.core.errors import NoRoom, Refused
from lms.core.messages import Sentence
from lms.media import policies, services
from lms.media.facts import UploadFacts
from lms.media.forms import BeginForm
from lms.media.purposes import Purpose, purpose_at
from lms.media.queries import upload_facts
from lms.media.rules.uploads import CHUNK_BYTES, KNOWN, NEXT, WRONG, judge_chunk
from lms.web.forms import Form, attempt, begin_writing
from lms.web.guards import current_actor, guarded
from lms.web.language import say
from lms.web.limits import by_person, limiter
from lms.web.uploads import takes_files

blueprint = Blueprint("media", __name__)
_SHOWN = ("name", "content_type", "width", "height", "duration_seconds")


def _place() -> tuple[Purpose, str] | None:
    """What the file is for, when there is such a purpose."""
    scope = request.form.get("scope", "")
    purpose = purpose_at(request.form.get("purpose", ""), scope) if len(scope) <= 64 else None
    return (purpose, scope) if purpose else None


def _upload(upload: str) -> UploadFacts | None:
    return upload_facts(upload) if len(upload) <= 64 else None


def _told(upload: UploadFacts) -> dict[str, Any]:
    facts = asdict(upload)
    return {
        "id": upload.public_id,
        "state": upload.state,
        "size": upload.size_bytes if upload.state == "open" else upload.stored_bytes,
        "offset": upload.received_bytes,
        "chunk_bytes": CHUNK_BYTES,
        **{name: facts[name] for name in _SHOWN},
    }


def _refused(form: Form) -> ResponseReturnValue:
    words = [*form.refusals, *(error for field in form for error in field.errors)]
    return {"text": " ".join(str(word) for word in words)}, 422


@blueprint.post("/uploads/")
@limiter.limit("300 per hour", key_func=by_person)
@guarded(policies.may_bring, hidden=True, place=_place)
def begin(place: tuple[Purpose, str]) -> ResponseReturnValue:
    """Promises room, or goes on with the upload of the same file that was cut."""
    form, upload, purpose, scope = BeginForm(), None, *place
    if not form.validate_on_submit():
        return _refused(form)
    with attempt(form) as done:
        upload = services.begin_upload(
            person_id=current_actor().person_id or 0,
            purpose=purpose,
            scope=scope,
            name=form.name.data or "",
            size_bytes=form.size.data or 0,
            sha256=form.sha256.data or None,
            mark=form.mark.data or None,
            now=utc_now(),
        )
    return (_told(upload), 201) if done and upload else _refused(form)


@blueprint.get("/uploads/<upload>")
@guarded(policies.may_go_on, hidden=True, upload=_upload)
def state(upload: UploadFacts) -> ResponseReturnValue:
    """How much has arrived, and what the file is once it is finished."""
    return _told(upload)


@blueprint.post("/uploads/<upload>/chunks")
@takes_files(CHUNK_BYTES)
@limiter.limit("900 per minute", key_func=by_person)
@guarded(policies.may_go_on, hidden=True, upload=_upload)
def add(upload: UploadFacts) -> ResponseReturnValue:
    """Takes the piece that begins at `?offset=`; one that is known is harmless, any other is told where to go on."""
    data, offset = request.get_data(), request.args.get("offset", -1, int)
    verdict = judge_chunk(received=upload.received_bytes, size=upload.size_bytes, offset=offset, length=len(data))
    if verdict == WRONG or (verdict == NEXT and upload.state != "open"):
        return {"offset": upload.received_bytes}, 409
    if verdict == KNOWN:
        return {"offset": upload.received_bytes}
    form = Form()
    begin_writing()
    with attempt(form) as done:
        services.keep_chunk(upload, offset, data)
        services.add_chunk(upload.id, offset=offset, length=len(data), now=utc_now())
    return {"offset": offset + len(data)} if done else _refused(form)


@blueprint.post("/uploads/<upload>/finish")
@takes_files(CHUNK_BYTES)
@limiter.limit("300 per hour", key_func=by_person)
@guarded(policies.may_go_on, hidden=True, upload=_upload)
def finish(upload: UploadFacts) -> ResponseReturnValue:
    """Joins the pieces and looks at the whole: the facts about the file, or why it is not taken."""
    purpose = purpose_at(upload.purpose, upload.scope)
    if upload.state != "open":
        return _told(upload)
    if upload.received_bytes != upload.size_bytes or purpose is None:
        return {"offset": upload.received_bytes}, 409
    try:
        prepared = services.prepare_upload(upload, purpose)
    except Refused as refusal:
        if not isinstance(refusal, NoRoom):  # the pieces can be joined when there is room again
            begin_writing()
            with attempt():
                services.cancel_upload(upload)
        return {"text": say(Sentence(refusal.text, refusal.values))}, 422
    begin_writing()
    with attempt():
        services.note_finished(upload, prepared, now=utc_now())
    services.drop_pieces(upload.public_id)
    return _told(upload_facts(upload.public_id) or upload)


@blueprint.post("/uploads/<upload>/cancel")
@guarded(policies.may_go_on, hidden=True, upload=_upload)
def cancel(upload: UploadFacts) -> ResponseReturnValue:
    """Forgets the upload; what was taken by a page stays."""
    with attempt():
        services.cancel_upload(upload)
    return {"state": "cancelled"}
