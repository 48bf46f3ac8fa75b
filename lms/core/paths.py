"""Where the project's own files lie: beside the package in a wheel, one folder up in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def _beside_or_above(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def template_folder() -> Path:
    return _beside_or_above("templates")


def migration_folder() -> Path:
    return _beside_or_above("migrations")


def translation_folder() -> Path:
    return PACKAGE / "translations"


def content_folder() -> Path:
    return PACKAGE / "content"
