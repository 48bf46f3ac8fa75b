"""The studio's pages, one module for each group of them."""

from lms.authoring.views import (
    editor,
    history,
    item_settings,
    listing,
    media,
    outline,
    preview,
    publish,
    revisions,
    settings,
    staff,
    translation_files,
    translations,
    videos,
    whole,
)
from lms.authoring.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "editor",
    "history",
    "item_settings",
    "listing",
    "media",
    "outline",
    "preview",
    "publish",
    "revisions",
    "settings",
    "staff",
    "translation_files",
    "translations",
    "videos",
    "whole",
]
