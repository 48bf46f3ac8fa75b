"""The studio's pages, one module for each group of them."""

from lms.authoring.views import listing, outline, preview, settings, staff, whole
from lms.authoring.views.blueprint import blueprint

__all__ = ["blueprint", "listing", "outline", "preview", "settings", "staff", "whole"]
