"""Pages about certificates: for everyone (`verify`), for their holder (`own`), for administrators (`admin`)."""

from flask import Blueprint

blueprint = Blueprint("certificates", __name__)

from lms.certificates.views import admin, changes, decisions, own, verify  # noqa: E402, F401 - they add the routes
