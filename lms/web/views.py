"""Pages that belong to no room: health, language, theme, privacy, accessibility."""

from flask import Blueprint, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.core.clock import utc_now
from lms.core.languages import INTERFACE_LANGUAGES
from lms.core.runtime import current
from lms.jobs.queries import seconds_a_job_is_overdue
from lms.jobs.rules import LATE_SECONDS
from lms.web.guards import anyone, guarded, local_path

blueprint = Blueprint("web", __name__)


@blueprint.get("/healthz")
@guarded(anyone)
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}, {"Cache-Control": "no-store"}


@blueprint.get("/readyz")
@guarded(anyone)
def readyz() -> ResponseReturnValue:
    """The database answers, somebody does the jobs, and files can be kept; 503 names what does not work."""
    waiting_seconds = seconds_a_job_is_overdue(utc_now())
    works = {
        "database": waiting_seconds is not None,
        "queue": waiting_seconds is not None and waiting_seconds < LATE_SECONDS,
        "storage": current().storage.is_writable(),
    }
    return works, 200 if all(works.values()) else 503, {"Cache-Control": "no-store"}


@blueprint.post("/language/<tag>")
@guarded(anyone)
def set_language(tag: str) -> ResponseReturnValue:
    """Chooses the interface's language for this browser."""
    if tag not in INTERFACE_LANGUAGES:
        abort(404)
    session["language"] = tag
    session.permanent = True
    g.pop("interface_language", None)
    return redirect(local_path(request.form.get("next"), url_for("courses.home")))


@blueprint.post("/theme")
@guarded(anyone)
def set_theme() -> ResponseReturnValue:
    """Light, dark, or as the device says."""
    chosen = request.form.get("theme", "")
    if chosen not in ("auto", "light", "dark"):
        abort(400)
    session["theme"] = chosen
    session.permanent = True
    return redirect(local_path(request.form.get("next"), url_for("courses.home")))


@blueprint.get("/privacy")
@guarded(anyone)
def privacy() -> ResponseReturnValue:
    return render_template("web/privacy.html")


@blueprint.get("/accessibility")
@guarded(anyone)
def accessibility() -> ResponseReturnValue:
    return render_template("web/accessibility.html")


@blueprint.get("/robots.txt")
@guarded(anyone)
def robots() -> ResponseReturnValue:
    return "User-agent: *\nDisallow: /learn/\nDisallow: /account/\nDisallow: /verify/\n", {"Content-Type": "text/plain"}
