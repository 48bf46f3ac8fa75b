"""The reader's language: choosing it, and writing sentences, dates and numbers in it."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, format_date, get_locale, gettext, ngettext
from flask_login import current_user
from markupsafe import Markup, escape

from lms.core.languages import DEFAULT_LANGUAGE, INTERFACE_LANGUAGES, OWN_NAMES, best_language, direction
from lms.core.messages import LanguageTag, PluralSentence, Said, Sentence, Told
from lms.core.paths import translation_folder

babel = Babel()

# Digits by CLDR's default numbering system of a language; Babel itself always writes Latin ones.
_DIGITS = {"arabext": str.maketrans("0123456789%", "۰۱۲۳۴۵۶۷۸۹٪")}
# Conventions where a language alone says too little: English as the world writes it, 6 October 2026.
_LOCALES = {"en": "en_001"}


def wanted_languages() -> list[str]:
    """The reader's languages, best first: chosen here, of the profile, of the browser, the site's."""
    wanted: list[str] = []
    if has_request_context():
        wanted += [session["language"]] if "language" in session else []
        if current_user and current_user.is_authenticated:
            wanted.append(current_user.language)
        wanted += [tag for tag, _weight in request.accept_languages]
    return [*wanted, DEFAULT_LANGUAGE]


def interface_language() -> str:
    """The tag of the interface's language for this request, always one of `INTERFACE_LANGUAGES`."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if "interface_language" not in g:
        g.interface_language = best_language(wanted_languages(), list(INTERFACE_LANGUAGES)) or DEFAULT_LANGUAGE
    return str(g.interface_language)


def _locale_name() -> str:
    tag = interface_language()
    return _LOCALES.get(tag, tag)


def time_zone() -> str:
    """The reader's zone by its IANA name; UTC for visitors."""
    if has_request_context() and current_user and current_user.is_authenticated:
        return str(current_user.time_zone)
    return "UTC"


@lru_cache(maxsize=64)
def _digits(language: str) -> dict[int, int] | None:
    return _DIGITS.get(Locale.parse(language).default_numbering_system)


def _locale() -> Locale:
    return get_locale() or Locale.parse(DEFAULT_LANGUAGE)


def localised_digits(text: str) -> str:
    """The same text with the digits of the reader's language (Persian: ۱۲۳)."""
    table = _digits(str(get_locale() or DEFAULT_LANGUAGE))
    return text.translate(table) if table else text


def number(value: float, decimals: int | None = None, language: str | None = None) -> str:
    """`12,486.5` as the reader writes it, or as a text in another language does."""
    return _number(language if language in OWN_NAMES else _locale_name(), value, decimals)


@lru_cache(maxsize=4096, typed=True)
def _number(language: str, value: float, decimals: int | None) -> str:
    """The same few numbers stand on every page: minutes, counts, percents."""
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=Locale.parse(language), numbering_system="default").translate(
        _digits(language) or {}
    )


def percent(value: float, decimals: int = 0) -> str:
    """0-100 to `62%`, rounded to at most so many decimals."""
    return _percent(_locale_name(), value, decimals)


@lru_cache(maxsize=1024, typed=True)
def _percent(language: str, value: float, decimals: int) -> str:
    locale = Locale.parse(language)
    pattern = locale.percent_formats[None].pattern.replace("0", "0." + "#" * decimals) if decimals else None
    text = format_percent(value / 100, format=pattern, locale=locale, numbering_system="default")
    return text.translate(_digits(language) or {})


def day(value: date | datetime, style: str = "medium") -> str:
    """A date, in the reader's time zone when it is a moment."""
    return localised_digits(format_date(value, style))


def moment(value: datetime) -> str:
    """A day and a time to the minute in the reader's time zone, joined as the language joins them."""
    joined = str(_locale().datetime_formats["medium"]).replace("'", "")
    return joined.replace("{1}", day(value)).replace("{0}", clock_time(value))


def deadline(value: datetime) -> str:
    """A moment with the name of the reader's time zone: nobody has to guess whose midnight is meant."""
    zoned = value.astimezone(ZoneInfo(time_zone()))
    zone = localised_digits(get_timezone_name(zoned, width="long", locale=_locale()))
    return str(gettext("%(moment)s (%(zone)s)", moment=moment(value), zone=zone))


def clock_time(value: datetime) -> str:
    """`10:42` in the reader's time zone."""
    return localised_digits(value.astimezone(ZoneInfo(time_zone())).strftime("%H:%M"))


def language_name(tag: str) -> str:
    """A language by its own name."""
    return OWN_NAMES.get(tag.split("-")[0], tag)


def country_name(code: str) -> str:
    """A country in the reader's language."""
    locale = get_locale() or Locale.parse(DEFAULT_LANGUAGE)
    return str(locale.territories.get(code, code))


def say(said: Said) -> str:
    """A sentence of the lower rooms, in the reader's language, its numbers and days written as the reader does."""
    if isinstance(said, str) and not isinstance(said, Told):
        return gettext(said) if said else ""
    values = {name: _value(value) for name, value in said.values.items()}
    if isinstance(said, PluralSentence):
        return str(ngettext(said.one, said.many, said.count, **{**values, "count": number(said.count)}))
    return str(gettext(said.text, **values)) if values else str(gettext(said.text))


def _value(value: object) -> object:
    """What stands in a sentence: a number or a day as the reader writes it, words of ours in the reader's language."""
    if isinstance(value, Told | Sentence | PluralSentence):
        return say(value)
    if isinstance(value, LanguageTag):
        return language_name(value)
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def listed(words: Sequence[str]) -> str:
    """`A, B and C`, with the commas and the last word of the reader's language (CLDR)."""
    return str(format_list(words, locale=get_locale() or DEFAULT_LANGUAGE))


def bidi(text: object) -> Markup:
    """A person's or author's text set apart from the sentence around it, whatever its direction."""
    return Markup("<bdi>{}</bdi>").format(escape(text))


def register(app: Flask) -> None:
    """Joins Flask-Babel and the template filters."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translation_folder())
    babel.init_app(app, locale_selector=_locale_name, timezone_selector=time_zone)
    app.jinja_env.filters.update(
        number=number, percent=percent, day=day, moment=moment, clock_time=clock_time, say=say,
        language_name=language_name, country_name=country_name, bidi=bidi, direction=direction,
        digits=localised_digits, deadline=deadline, listed=listed,
    )  # fmt: skip
