"""The studio's pages, one module for each group of them."""

from lms.authoring.views import history, listing, outline, preview, publish, revisions, settings, staff, whole
from lms.authoring.views.blueprint import blueprint

__all__ = ["blueprint", "history", "listing", "outline", "preview", "publish", "revisions", "settings", "staff", "whole"]
