"""A trainee's own work: writing it, handing it in, reading what came of it; and the files of it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment import services
from lms.assessment.forms.assignments import WorkForm
from lms.assessment.policies import may_have_file, may_write
from lms.assessment.queries.assignments import SubmissionSheet, submission_sheet
from lms.assessment.queries.work_files import HandedInFile, handed_in_file
from lms.assessment.rules.work_files import KINDS, MOST_MEGABYTES, PURPOSE, WorkScope
from lms.assessment.views.blueprint import blueprint
from lms.assessment.views.pages import Place, place_of
from lms.assessment.views.work_pages import draft_page, handed_in_page
from lms.core.clock import utc_now
from lms.core.errors import Refused
from lms.core.messages import Sentence
from lms.media.purposes import purpose_at
from lms.media.services import Prepared
from lms.web.forms import attempt, begin_writing, flash_refusals, pressed
from lms.web.guards import current_actor, guarded, own_id
from lms.web.language import clock_time, say, wanted_languages
from lms.web.sending import send_stored
from lms.web.uploads import takes_files

BASE = "/learn/<course>/<item>/work/<work>/"
_REQUEST_BYTES = (MOST_MEGABYTES + 1) * 1024**2  # one file, and the text beside it


def own_work(work: str) -> SubmissionSheet | None:
    """Loads the work of an address; that it is one's own is for the policy `may_write` to say."""
    return submission_sheet(work)


def _place(course: str, item: str, sheet: SubmissionSheet) -> Place:
    place = place_of(course, item, sheet, wanted_languages())
    if place is None:
        abort(404)
    return place


def _back(course: str, item: str, sheet: SubmissionSheet) -> ResponseReturnValue:
    return redirect(url_for(".work", course=course, item=item, work=sheet.public_id), 303)


@blueprint.get(BASE)
@guarded(may_write, hidden=True, sheet=own_work)
def work(course: str, item: str, sheet: SubmissionSheet) -> ResponseReturnValue:
    """The draft; once it is handed in, the receipt, and what came of it."""
    place = _place(course, item, sheet)
    if sheet.is_draft:
        return _draft(sheet, place, WorkForm(text=sheet.text, seq=sheet.seq))
    return render_template("assessment/work.html", page=handed_in_page(sheet, place, utc_now()))


def _draft(sheet: SubmissionSheet, place: Place, form: WorkForm, *, is_overtaken: bool = False) -> str:
    page = draft_page(sheet, place, utc_now())
    form.files.most_files = page.files_left
    return render_template("assessment/draft.html", page=page, form=form, is_overtaken=is_overtaken)


@blueprint.post(BASE)
@takes_files(_REQUEST_BYTES)
@guarded(may_write, hidden=True, sheet=own_work)
def save_work(course: str, item: str, sheet: SubmissionSheet) -> ResponseReturnValue:
    """The whole page, as a browser without scripts sends it: the text, files to add, and what to do then."""
    place = _place(course, item, sheet)
    form = WorkForm()
    form.validate_on_submit()
    prepared = None if form.files.errors else _prepare(form, sheet)
    begin_writing()
    if form.errors.keys() - {"text", "files", None}:
        abort(400)
    if form.text.errors or not _keep_text(form, sheet):
        return _once_more(sheet, place, form)
    if form.remove.data:
        _take_out(form.remove.data, sheet)
        return _back(course, item, sheet)
    if prepared is None or not _keep_files(form, prepared, sheet):
        return _back(course, item, sheet)
    if form.action.data == "submit":
        _hand_in(sheet)
    else:
        flash(gettext("Your work is saved. Hand it in when it is ready."), "success")
    return _back(course, item, sheet)


def _prepare(form: WorkForm, sheet: SubmissionSheet) -> list[Prepared] | None:
    """The files that came with the form, looked at before anything is locked; None when one of them is refused."""
    purpose = purpose_at(PURPOSE, str(WorkScope(sheet.enrolment_id, sheet.item_id)))
    try:
        return form.files.data.prepare(purpose) if purpose else []
    except Refused as refusal:
        flash(say(Sentence(refusal.text, refusal.values)), "error")
        return None


def _keep_text(form: WorkForm, sheet: SubmissionSheet) -> bool:
    if "text" not in request.form:
        return True
    try:
        with attempt(form) as done:
            services.save_text(
                submission_id=sheet.id, text=form.text.data or "", base_seq=form.seq.data or 0, now=utc_now()
            )
    except services.NewerDraft as newer:
        time = clock_time(newer.saved_at)
        form.refusals.append(gettext("A newer text was saved from another window at %(time)s. It was kept.", time=time))
        return False
    return bool(done)


def _once_more(sheet: SubmissionSheet, place: Place, form: WorkForm) -> ResponseReturnValue:
    """The page with the text that could not be kept; beside it the newer one of another window, if that is why."""
    kept = submission_sheet(sheet.public_id)
    if kept is None or not kept.is_draft:
        _tell(form)
        return _back(place.course, place.item, sheet)
    is_overtaken = kept.seq != form.seq.data
    form.seq.data = kept.seq  # whoever saves again has seen the newer text, and chooses
    return _draft(kept, place, form, is_overtaken=is_overtaken), 409 if is_overtaken else 422


def _keep_files(form: WorkForm, prepared: list[Prepared], sheet: SubmissionSheet) -> bool:
    if not prepared and not form.files.data.uploads:
        return True
    with attempt(form) as done:
        services.add_files(
            submission_id=sheet.id,
            person_id=own_id(),
            uploads=form.files.data.uploads,
            prepared=prepared,
            now=utc_now(),
        )
    _tell(form)
    return bool(done)


def _take_out(file: str, sheet: SubmissionSheet) -> None:
    with pressed():
        services.remove_file(submission_id=sheet.id, person_id=own_id(), file=file, now=utc_now())


def _hand_in(sheet: SubmissionSheet) -> None:
    with pressed(gettext("Handed in. We will write to you when it is returned.")):
        services.hand_in(sheet.id, now=utc_now())


@blueprint.post(f"{BASE}take-back")
@guarded(may_write, hidden=True, sheet=own_work)
def take_back(course: str, item: str, sheet: SubmissionSheet) -> ResponseReturnValue:
    """Handed in too early: it is a draft again, as long as nobody has begun to look at it."""
    _place(course, item, sheet)
    with pressed(gettext("You have taken your work back. Hand it in again when it is ready.")):
        services.take_back(sheet.id, now=utc_now())
    return _back(course, item, sheet)


def _tell(form: WorkForm) -> None:
    flash_refusals(form)
    for text in (*form.text.errors, *form.files.errors):
        flash(text, "error")


@blueprint.post(f"{BASE}text")
@guarded(may_write, hidden=True, sheet=own_work)
def save_draft(sheet: SubmissionSheet, **_place: str) -> ResponseReturnValue:
    """The text as it is being written; "Saved 10:42" is said only after the commit."""
    form = WorkForm()
    if not form.validate_on_submit() or form.seq.data is None or not {"text", "seq"} <= set(request.form):
        return {"text": gettext("This text can't be saved as it is.")}, 400
    try:
        with attempt():
            saved = services.save_text(
                submission_id=sheet.id, text=form.text.data or "", base_seq=form.seq.data, now=utc_now()
            )
    except services.NewerDraft as newer:
        return {"seq": newer.seq, "text": gettext("A newer text was saved from another window.")}, 409
    except services.Ended as refusal:
        return {"text": gettext(refusal.text)}, 410
    except Refused as refusal:
        return {"text": gettext(refusal.text, **refusal.values)}, 400
    said = gettext("Saved %(time)s", time=clock_time(saved.saved_at))
    return {"seq": saved.seq, "saved_at": saved.saved_at.isoformat(), "text": said}


@blueprint.get("/files/<file>")
@guarded(may_have_file, hidden=True, kept=handed_in_file)
def work_file(kept: HandedInFile) -> ResponseReturnValue:
    """A file that was handed in, to keep; never shown in its place (B05). A reviewer learns no name from it."""
    file, actor = kept.file, current_actor()
    is_reviewer = actor.person_id in kept.reviewer_ids and kept.course_id not in actor.staffed_courses
    name = f"{gettext('work')}-{file.public_id[:6]}.{file.kind}" if is_reviewer else file.name
    answer = send_stored(file.digest, KINDS[file.kind], file.size_bytes, save_as=name)
    answer.cache_control.no_store = True  # what somebody wrote stays on no shared phone (D09)
    return answer
