"""The application as the server runs it: with its job worker beside it."""

import atexit

from flask import Flask

from lms import create_app
from lms.accounts.services import check_may_serve
from lms.jobs.worker import Worker


def application() -> Flask:
    """For a WSGI server: `granian --interface wsgi --factory lms.serving:application`.

    Raises `BadSettings` when production holds demo people or a weak secret.
    """
    app = create_app()
    settings = app.extensions["lms_settings"]
    with app.app_context():
        check_may_serve(settings)
    for _ in range(settings.worker_threads):
        worker = Worker(app.app_context)
        worker.start_thread()
        atexit.register(worker.stop)
    return app
