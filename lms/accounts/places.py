"""Countries and time zones in the reader's language, in the order its readers look for them."""

import unicodedata
from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from lms.core.cache import remembered

# Unions, tests, and parts of countries that ISO 3166-1 only reserves.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
# Where most people of a country with several zones live; elsewhere the first by name is taken.
_CHIEF_ZONES = {
    "RU": "Europe/Moscow", "CN": "Asia/Shanghai", "KZ": "Asia/Almaty", "UZ": "Asia/Tashkent", "MN": "Asia/Ulaanbaatar",
    "US": "America/New_York", "CA": "America/Toronto", "BR": "America/Sao_Paulo", "AU": "Australia/Sydney",
    "ID": "Asia/Jakarta", "MX": "America/Mexico_City", "AR": "America/Argentina/Buenos_Aires", "CL": "America/Santiago",
    "ES": "Europe/Madrid", "PT": "Europe/Lisbon", "DE": "Europe/Berlin", "CD": "Africa/Kinshasa",
    "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "UA": "Europe/Kyiv", "CY": "Asia/Nicosia",
    "VN": "Asia/Ho_Chi_Minh", "EC": "America/Guayaquil",
}  # fmt: skip
# UN M49 codes of the continents, whose names CLDR knows; the rest of the world is 001.
_CONTINENTS = {"Asia": "142", "Europe": "150", "Africa": "002", "America": "019", "Pacific": "009", "Australia": "009"}

_PERSIAN = "ءآاأبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def _by_alphabet(alphabet: str) -> Callable[[str], list[int]]:
    places = {letter: place for place, letter in enumerate(alphabet)}
    return lambda text: [places.get(letter, -1) for letter in text.casefold()]


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


# Python has no collation, so: the alphabets of the interface's languages. GB 18030 keeps the common Chinese
# characters in the order of their pinyin, which is CLDR's order for Chinese.
_ORDERS: dict[str, Callable[[str], Any]] = {
    "fa": _by_alphabet(_PERSIAN),
    "ru": _by_alphabet(_RUSSIAN),
    "zh": lambda text: text.encode("gb18030"),
}


def country_codes() -> list[str]:
    """ISO 3166-1 codes of every country and territory that CLDR names."""
    codes = [str(code) for code in Locale.parse("en").territories]
    return [code for code in codes if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES]


@remembered(16)
def countries(language: str) -> list[tuple[str, str]]:
    """(code, name) of every country, sorted as a reader of the language expects."""
    names = Locale.parse(language).territories
    order = _ORDERS.get(language.split("-")[0], _without_accents)
    return sorted(((code, names.get(code, code)) for code in country_codes()), key=lambda pair: order(pair[1]))


def _zones() -> dict[str, str]:
    known = available_timezones()
    return {
        zone: country
        for zone, country in get_global("zone_territories").items()
        if zone in known and "/" in zone and not zone.startswith("Etc/")
    }


def _former_names() -> dict[str, list[str]]:
    """Zone -> its earlier names: CLDR still keeps the city of Asia/Kolkata under Asia/Calcutta."""
    names: dict[str, list[str]] = {}
    for former, zone in get_global("zone_aliases").items():
        names.setdefault(zone, []).append(former)
    return names


def _city(zone: str, former: list[str], locale: Locale) -> str:
    for name in [zone, *former]:
        if city := locale.time_zones.get(name, {}).get("city"):
            return str(city)
    return zone.split("/")[-1].replace("_", " ")


@remembered(16)
def time_zones(language: str) -> dict[str, list[tuple[str, str]]]:
    """Continent -> (zone, city), all in the reader's language and order; UTC stands under the whole world."""
    locale = Locale.parse(language)
    order = _ORDERS.get(language.split("-")[0], _without_accents)
    former = _former_names()
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in _zones():
        continent = locale.territories.get(_CONTINENTS.get(zone.split("/")[0], "001"), "")
        groups.setdefault(continent, []).append((zone, _city(zone, former.get(zone, []), locale)))
    world = locale.territories.get("001", "UTC")
    groups[world] = [*groups.pop(world, []), ("UTC", "UTC")]
    return {name: sorted(zones, key=lambda pair: order(pair[1])) for name, zones in groups.items()}


def time_zone_name(zone: str, language: str) -> str:
    """The city of a zone as `time_zones` has it; the zone itself where it is not on that list."""
    cities = {name: city for group in time_zones(language).values() for name, city in group}
    return cities.get(zone, zone)


def usual_time_zone(country_code: str) -> str:
    """The time zone that most people of a country live in; UTC for a territory without one."""
    if country_code in _CHIEF_ZONES:
        return _CHIEF_ZONES[country_code]
    return min((zone for zone, country in _zones().items() if country == country_code), default="UTC")
