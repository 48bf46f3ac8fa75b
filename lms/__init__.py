"""E-Commerce Academy: `create_app` makes the web application."""

from datetime import timedelta

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.core.settings import Settings, load_settings


def create_app(settings: Settings | None = None, **overrides: object) -> Flask:
    """The application with every room joined. `overrides` are Flask settings, for tests.

    Raises `BadSettings` when it may not start as it is configured.
    """
    from lms import wiring
    from lms.core import paths, runtime
    from lms.core.db import connect_args
    from lms.core.storage import open_storage

    settings = settings or load_settings()
    app = Flask(__name__, template_folder=str(paths.template_folder()), static_folder=None)
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": False,
            "hide_parameters": True,  # an error in the log, or kept with a job, must not tell what people typed
            "connect_args": connect_args(settings.database_url),
        },
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a slow reader must not lose a form
        # No Referer is asked for: the pages behind a letter's link forbid it, and web.headers looks at Sec-Fetch-Site.
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=512 * 1024,  # a page that takes files says so itself; Werkzeug bounds no other form (C11)
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        MAX_FORM_PARTS=1000,
        RATELIMIT_STORAGE_URI=settings.cache_url,
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_ZSTD_LEVEL=3,
        COMPRESS_LEVEL=5,
        COMPRESS_MIN_SIZE=600,
    )
    if settings.in_production:
        app.config["TRUSTED_HOSTS"] = [settings.base_url.split("://", 1)[1].split("/")[0].split(":")[0]]
    app.config.update(overrides)
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]  # none is a coroutine: asking took 4 %
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["lms_settings"] = settings
    runtime.start(settings, open_storage(settings.storage_url))
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    wiring.wire(app)
    return app
