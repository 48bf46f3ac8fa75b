"""What every answer carries: a strict policy for the browser, and who may keep a copy."""

from collections.abc import Iterable

from flask import Flask, Response, abort, request
from flask_login import current_user

from lms.core.db import in_request, may_write
from lms.web import uploads

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def allow_frames(response: Response, hosts: Iterable[str]) -> Response:
    """Lets this one page load films of these hosts into a frame, when somebody asks for one; `https://…` each."""
    if wanted := " ".join(sorted(hosts)):
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src {wanted}"
    return response


def register(app: Flask) -> None:
    app.before_request(_prepare)
    app.teardown_request(_leave)
    app.after_request(_add_headers)


def _prepare() -> None:
    may_write.set(request.method not in SAFE_METHODS)
    in_request.set(True)
    uploads.admit()
    if "\x00" in request.path or b"%00" in request.query_string or _holds_nul_in_a_form():
        abort(400)  # PostgreSQL cannot keep it, and no person types it
    # A browser says where a request comes from; a change asked for by another site is refused even if it
    # carries a token (G06). Older browsers say nothing and are left to the token.
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        abort(403)


def _leave(_error: BaseException | None) -> None:
    in_request.set(False)


def _holds_nul_in_a_form() -> bool:
    return request.method not in SAFE_METHODS and any(
        "\x00" in name or "\x00" in value for name, value in request.form.items(multi=True)
    )


def _add_headers(response: Response) -> Response:
    headers = response.headers
    said = {name.lower() for name, _value in headers}
    for name, value in _ALWAYS.items():
        if name.lower() not in said:
            headers.add(name, value)
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "cache-control" not in said:
        signed_in = bool(current_user) and current_user.is_authenticated
        headers["Cache-Control"] = "private, no-store" if signed_in else "private, no-cache"
        response.vary.update(["Cookie", "Accept-Language"])
    return response
