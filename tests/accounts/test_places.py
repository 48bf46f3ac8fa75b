from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from lms.accounts import places
from lms.accounts.models import Country
from lms.core.db import db


@pytest.mark.parametrize("language", ["en", "ru", "zh", "fa"])
def test_every_country_can_be_chosen_in_every_language(language: str) -> None:
    names = dict(places.countries(language))
    assert set(names) == set(places.country_codes())
    assert names["KZ"] == Locale.parse(language).territories["KZ"]


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("en", ["AF", "AX", "AL", "KZ", "ZW"]),  # Åland stands among the A's
        ("ru", ["AU", "AT", "AM", "KZ", "RU", "JP"]),
        ("zh", ["AL", "AF", "KZ", "CN"]),  # by pinyin: āěr, āfù, hā, zhōng
        ("fa", ["AR", "DE", "PK", "TJ", "CN", "KZ"]),  # پ before ت, چ before ق
    ],
)
def test_countries_stand_where_readers_look_for_them(language: str, in_order: list[str]) -> None:
    codes = [code for code, _name in places.countries(language)]
    assert [code for code in codes if code in in_order] == in_order


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_time_zone_offered_exists(language: str) -> None:
    zones = [zone for group in places.time_zones(language).values() for zone, _city in group]
    assert len(zones) == len(set(zones)) > 350
    assert all(ZoneInfo(zone) for zone in zones)
    assert "UTC" in zones


def test_cities_are_written_in_the_readers_language_also_under_their_new_names() -> None:
    cities = {zone: city for group in places.time_zones("ru").values() for zone, city in group}
    assert cities["Asia/Almaty"] == "Алматы"
    assert cities["Asia/Kolkata"] == "Калькутта"


def test_every_country_has_a_usual_time_zone(app: object) -> None:
    zones = {code: places.usual_time_zone(code) for code in db.session.scalars(db.select(Country.code))}
    assert zones["RU"] == "Europe/Moscow" and zones["KZ"] == "Asia/Almaty" and zones["PK"] == "Asia/Karachi"
    assert all(ZoneInfo(zone) for zone in zones.values())
