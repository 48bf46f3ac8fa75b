import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text as sql

from lms.core.db import db
from lms.courses.models import Course
from lms.courses.queries import catalogue
from tests.factories import courses


def found(query: str, **narrow: Any) -> list[str]:
    return [tile.slug for tile in catalogue.courses_found(["en"], query=query, **narrow).tiles]


@pytest.fixture
def three(app: Flask) -> None:
    courses.a_course(
        slug="customs",
        position=7,
        level="intermediate",
        languages=("en", "ru", "zh"),
        texts={
            "en": courses.course_words("Customs and landed cost", summary="Duties before the parcel leaves."),
            "ru": courses.course_words("Таможня и полная цена", summary="Таможенные пошлины и НДС."),
            "zh": courses.course_words("海关与到岸成本", summary="跨境电子商务的关税。"),
        },
    )
    courses.a_course(
        slug="foundations",
        position=1,
        languages=("en", "fa"),
        texts={
            "en": courses.course_words("Digital trade", summary="Business models; a word on customs."),
            "fa": courses.course_words("تجارت الکترونیک", summary="کسب‌وکار"),
        },
    )
    courses.a_course(slug="adverts", position=4, level="advanced", title="Marketing")


@pytest.mark.usefixtures("three")
class TestSearch:
    def test_the_place_of_a_word_decides_the_order(self) -> None:
        assert found("customs") == ["customs", "foundations"]

    def test_without_words_the_programme_decides_the_order(self) -> None:
        assert found("") == ["foundations", "adverts", "customs"]

    @pytest.mark.parametrize("query", ["пошлиной", "ТАМОЖНЯ", "таможенных пошлин", "тамож", "пошли"])
    def test_russian_is_found_in_any_form_and_while_it_is_typed(self, query: str) -> None:
        assert found(query) == ["customs"]

    @pytest.mark.parametrize("query", ["关税", "电子商务", "海", "跨境电子商务的关税"])
    def test_chinese_is_found_by_any_part(self, query: str) -> None:
        assert found(query) == ["customs"]

    @pytest.mark.parametrize("query", ["الكترونيك", "تجارت", "کسب‌وکار", "الکترون"])
    def test_persian_is_found_from_an_arabic_keyboard_too(self, query: str) -> None:
        assert found(query) == ["foundations"]

    def test_all_words_must_be_met(self) -> None:
        assert found("customs duties") == ["customs"]
        assert found("customs marketing") == []
        assert found("关税 marketing") == []

    @pytest.mark.parametrize(
        "query", ["%", "_", "%%%", "cus%ms", "c_stoms", "' OR '1'='1", "\\", "*", "\U0010ffff", "."]
    )
    def test_c13_signs_mean_nothing(self, query: str) -> None:
        assert found(query) == []

    def test_filters_narrow_the_answer(self) -> None:
        assert found("", level="advanced") == ["adverts"]
        assert found("", language="fa") == ["foundations"]
        assert found("customs", language="zh") == ["customs"]
        assert found("", language="xx") == []
        assert found("", level="unheard of") == ["foundations", "adverts", "customs"]

    def test_archived_courses_are_not_found(self) -> None:
        course = db.session.query(Course).filter_by(slug="customs").one()
        course.state = "archived"
        db.session.flush()
        assert found("пошлины") == []
        assert catalogue.languages_offered() == ["en", "fa", "ru"]


def test_the_total_counts_all_pages(app: Flask) -> None:
    for _ in range(30):
        courses.a_course()
    second = catalogue.courses_found(["en"], page=2)
    assert (len(second.tiles), second.total) == (6, 30)
    beyond = catalogue.courses_found(["en"], page=3)
    assert (beyond.tiles, beyond.total) == ([], 30)


def test_a_search_among_200_courses_costs_little(app: Flask) -> None:
    """The bound is ten times what was measured, so that a busy machine doesn't fail it."""
    for number in range(200):
        courses.a_course(title=f"Course on parcels and tariffs {number}")
    db.session.execute(sql("ANALYZE"))
    catalogue.courses_found(["en"], query="parcels tar")
    began = time.process_time()
    for _ in range(20):
        assert catalogue.courses_found(["en"], query="parcels tar").total == 200
    assert (time.process_time() - began) / 20 < 0.05
