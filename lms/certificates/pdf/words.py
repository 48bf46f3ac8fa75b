"""The words of a certificate in its own language, which is seldom the language of whoever opens it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_percent
from babel.support import NullTranslations, Translations

from lms.core.languages import DEFAULT_LANGUAGE, INTERFACE_LANGUAGES, best_language, direction
from lms.core.paths import translation_folder

# Digits by CLDR's default numbering system; Babel itself always writes Latin ones.
_DIGITS = {"arabext": str.maketrans("0123456789%", "۰۱۲۳۴۵۶۷۸۹٪")}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is printed beside the record's own texts; `result` is empty where a course has none."""

    language: str
    direction: str
    kind: str
    completed: str
    issued_label: str
    issued: str
    hours_label: str
    hours: str
    result_label: str
    result: str
    scan: str
    qr_label: str


@lru_cache(maxsize=16)
def _translations(language: str) -> NullTranslations:
    return Translations.load(str(translation_folder()), [language])


def words_for(language: str, *, hours: int, result_percent: float | None, issued_on: date) -> Words:
    """The words in the certificate's language, or in English where the interface does not speak it.

    `hours` are learning hours, `result_percent` is 0-100 and printed as a whole number.
    """
    tag = best_language([language], list(INTERFACE_LANGUAGES)) or DEFAULT_LANGUAGE
    locale = Locale.parse(tag)
    translations = _translations(tag)
    gettext, ngettext = translations.ugettext, translations.ungettext

    def localised(text: str) -> str:
        table = _DIGITS.get(locale.default_numbering_system)
        return text.translate(table) if table else text

    return Words(
        language=tag,
        direction=direction(tag),
        kind=gettext("Certificate of completion"),
        # Stands between the person's name above and the course's title below.
        completed=gettext("has completed the course"),
        issued_label=gettext("Date of issue"),
        issued=localised(format_date(issued_on, "long", locale="en_001" if tag == "en" else locale)),
        hours_label=gettext("Learning time"),
        hours=localised(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}),
        result_label=gettext("Result"),
        result="" if result_percent is None else localised(format_percent(result_percent / 100, locale=locale)),
        scan=gettext("Scan to verify"),
        qr_label=gettext("QR code with the address where this certificate is verified"),
    )
