"""Pages that belong to no room: health, language, theme, privacy, accessibility."""

from flask import Blueprint, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.core.languages import INTERFACE_LANGUAGES
from lms.jobs.queries import is_queue_reachable
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
    """The database answers too."""
    if not is_queue_reachable():
        return {"status": "database"}, 503, {"Cache-Control": "no-store"}
    return {"status": "ok"}, {"Cache-Control": "no-store"}


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
