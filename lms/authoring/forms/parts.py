"""What the studio's forms have in common."""

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

LONGEST_TITLE = 160  # as lms/packages/schema has it
ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LONGEST_ADDRESS = 64

filled = DataRequired(_("Please fill this in."))
a_number_given = InputRequired(_("Please fill this in."))  # zero is a number, though often a wrong one
title_length = Length(max=LONGEST_TITLE)
an_address = Regexp(ADDRESS, message=_("Use lower-case Latin letters, digits and hyphens."))
address_length = Length(max=LONGEST_ADDRESS)

LEVELS = [("basic", _("Basic")), ("intermediate", _("Intermediate")), ("advanced", _("Advanced"))]


def one_line(text: str | None) -> str:
    """Without control characters, line breaks and needless spaces."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text or "").split())


def many_lines(text: str | None) -> str:
    """Without control characters other than line breaks and tabs, and without spaces around it."""
    kept = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def text_of(field: Any) -> str:
    """What was typed; never None, because the form has been validated."""
    return str(field.data or "")
