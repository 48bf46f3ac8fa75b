"""Pages about certificates: for everyone (`verify`), for their holder (`own`), for administrators (the others)."""

from lms.certificates.views import admin, changes, decisions, own, verify
from lms.certificates.views.blueprint import blueprint

__all__ = ["admin", "blueprint", "changes", "decisions", "own", "verify"]
