"""Static files: built once, named by their content, compressed once, kept by browsers for a year."""

import json
from functools import lru_cache

from flask import Flask, Response, abort, request, send_from_directory

from lms.core.paths import PACKAGE

BUILT = PACKAGE / "static" / "dist"


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    path = BUILT / "manifest.json"
    if not path.exists():
        raise RuntimeError("lms/static/dist is missing: run `make build`, which makes the style sheet and icons.")
    return dict(json.loads(path.read_text()))


def asset(name: str) -> str:
    """The URL of a built file: `asset("app.css")`."""
    # A page asks for its icons dozens of times; `url_for` would take longer than all the rest of an icon.
    return f"{request.script_root}{_address(name)}"


@lru_cache(maxsize=64)
def _address(name: str) -> str:
    return f"/static/{_manifest()[name]}"


def register(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.add_url_rule("/static/<path:name>", "static_file", static_file)


def static_file(name: str) -> Response:
    if name not in _manifest().values():
        abort(404)
    encoded = f"{name}.gz"
    if "gzip" in request.headers.get("Accept-Encoding", "") and (BUILT / encoded).exists():
        response = send_from_directory(BUILT, encoded, mimetype=_kind(name), conditional=True)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_from_directory(BUILT, name, mimetype=_kind(name), conditional=True)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers.add("Vary", "Accept-Encoding")
    return response


_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


def _kind(name: str) -> str:
    return _KINDS[name[name.rindex(".") :]]
