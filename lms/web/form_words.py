"""What WTForms says of a field, in this site's own words, translated like all others and with the reader's digits.

A message that is missing here keeps WTForms' own words and its own translation of them.
"""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_wtf.i18n import Translations

from lms.core.messages import PluralSentence, phrase
from lms.web.language import number, say

_FILL_IN = phrase("Please fill this in.")
_CHOOSE = phrase("Please choose from the list.")
_WHOLE = phrase("Please write a whole number, such as 20.")
_DAY = phrase("Please write a day as year, month and day, such as 2027-03-01.")
_ADDRESS = phrase("This is not a complete e-mail address, such as aizhan@example.org.")
_BROKEN = phrase("This did not arrive as it should. Reload the page and try again.")  # no person typed it

# WTForms' own message -> ours, with the same `%(…)s` places.
WORDS = {
    "This field is required.": _FILL_IN,
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE,
    "Not a valid integer value.": _WHOLE,
    "Not a valid date value.": _DAY,
    "Number must be at least %(min)s.": phrase("Please write a number that is at least %(min)s."),
    "Number must be at most %(max)s.": phrase("Please write a number that is at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": phrase("Please write a number from %(min)s to %(max)s."),
    "Invalid email address.": _ADDRESS,
    "Invalid input.": _BROKEN,
    "Invalid value, must be one of: %(values)s.": _BROKEN,
}
# The singular of WTForms' message -> ours about the number that it depends on.
COUNTED = {
    "Field cannot be longer than %(max)d character.": PluralSentence(
        "At most %(count)s character, please.", "At most %(count)s characters, please.", 0
    ),
    "Field must be at least %(min)d character long.": PluralSentence(
        "At least %(count)s character, please.", "At least %(count)s characters, please.", 0
    ),
}


class _Pattern(str):
    """A message that WTForms still fills in with `%`; the numbers come out as the reader writes them."""

    __slots__ = ()

    def __mod__(self, values: Any) -> str:
        if isinstance(values, dict):
            values = {name: number(v) if isinstance(v, int | float) else v for name, v in values.items()}
        return str(super().__mod__(values))


class FormWords(Translations):  # type: ignore[misc]  # Flask-WTF has no types
    """What a form's `Meta.get_translations` returns: WTForms asks it for every message."""

    def gettext(self, string: str) -> str:
        return _Pattern(gettext(WORDS[string]) if string in WORDS else super().gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """WTForms fills this in as well, which is why ours keeps no place of its own."""
        if singular in WORDS:
            return self.gettext(singular)
        if singular in COUNTED:
            return say(replace(COUNTED[singular], count=n))
        return str(super().ngettext(singular, plural, n))
