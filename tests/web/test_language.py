"""The reader's language, dates and numbers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, session
from flask_babel import force_locale

from lms.core.messages import PluralSentence, Sentence
from lms.web import language
from tests.client import Browser
from tests.factories import accounts


def page_language(client: Browser, **headers: str) -> str:
    text = client.get("/privacy", headers=headers).text
    return text.split('<html lang="', 1)[1].split('"', 1)[0]


def test_a_visitor_reads_the_browsers_language_where_we_speak_it(client: Browser) -> None:
    assert page_language(client, **{"Accept-Language": "kk, ru;q=0.8, en;q=0.5"}) == "ru"
    assert page_language(client, **{"Accept-Language": "zh-TW"}) == "zh"
    assert page_language(client, **{"Accept-Language": "de"}) == "en"
    assert page_language(client, **{"Accept-Language": "*, ,;q=x\x7f"}) == "en"


def test_the_profile_goes_before_the_browser_and_a_choice_before_both(client: Browser) -> None:
    client.sign_in(accounts.a_person(language="fa"))
    assert page_language(client, **{"Accept-Language": "ru"}) == "fa"
    assert client.post("/language/zh", data={"next": "/account/"}).location == "/account/"
    assert page_language(client, **{"Accept-Language": "ru"}) == "zh"


def test_a_language_we_do_not_speak_cannot_be_chosen(client: Browser) -> None:
    assert client.post("/language/xx").status_code == 404
    assert client.post("/language/%2e%2e").status_code == 404
    assert client.get("/language/ru").status_code == 405, "choosing is a change"


def test_d05_choosing_a_language_leads_only_to_this_site(client: Browser) -> None:
    assert client.post("/language/ru", data={"next": "//evil.example"}).location == "/"
    assert client.post("/theme", data={"theme": "dark", "next": "https:evil"}).location == "/"


def test_persian_pages_run_from_right_to_left(client: Browser) -> None:
    client.post("/language/fa")
    assert '<html lang="fa" dir="rtl"' in client.get("/privacy").text


def test_the_chosen_appearance_is_on_every_page(client: Browser) -> None:
    assert "data-theme" not in client.get("/privacy").text.split(">", 2)[1]
    client.post("/theme", data={"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/privacy").text
    assert client.post("/theme", data={"theme": "<script>"}).status_code == 400


MOMENT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", ["12,486.5", "62%", "24 Nov 2026", "06:05", "Kazakhstan"]),
        ("ru", ["12 486,5", "62 %", "24 нояб. 2026 г.", "06:05", "Казахстан"]),
        ("zh", ["12,486.5", "62%", "2026年11月24日", "06:05", "哈萨克斯坦"]),
        ("fa", ["۱۲٬۴۸۶٫۵", "۶۲٪", "۲۴ نوامبر ۲۰۲۶", "۰۶:۰۵", "قزاقستان"]),
    ],
)
def test_numbers_dates_and_countries_are_written_as_the_reader_does(app: Flask, tag: str, written: list[str]) -> None:
    with app.test_request_context(headers={"Accept-Language": tag}):
        said = [
            language.number(12486.5), language.percent(62), language.day(MOMENT), language.clock_time(MOMENT),
            language.country_name("KZ"),
        ]  # fmt: skip
        plain = [text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200e", "") for text in said]
        assert plain == written


def test_a_moment_is_told_in_the_readers_own_time_zone(client: Browser, app: Flask) -> None:
    person = accounts.a_person(time_zone="Asia/Almaty")
    client.sign_in(person)
    with client.session_transaction() as stored:
        cookie: dict[str, Any] = dict(stored)
    with app.test_request_context():
        session.update(cookie)
        assert language.clock_time(MOMENT) == "11:05"
        with force_locale("en_001"):
            assert language.deadline(MOMENT) == f"{language.moment(MOMENT)} (Kazakhstan Time)"
        with force_locale("fa"):
            assert language.deadline(MOMENT).endswith("(وقت قزاقستان)")


def test_a_sentence_of_the_lower_rooms_is_said_with_the_readers_numbers(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert language.say(Sentence("At most %(most)s characters.", {"most": 1200})) == "At most 1,200 characters."
        assert language.say(PluralSentence("%(count)s day", "%(count)s days", 1)) == "1 day"
        assert language.say(PluralSentence("%(count)s day", "%(count)s days", 3000)) == "3,000 days"
        assert language.say("") == ""


@pytest.mark.parametrize("value", [None, True, "100% %(x)s"])
def test_a_percent_sign_in_a_value_is_not_a_place(app: Flask, value: object) -> None:
    with app.test_request_context(), force_locale("en"):
        assert language.say(Sentence("So: %(it)s.", {"it": value})) == f"So: {value}."


def test_a_persons_words_are_set_apart_and_escaped(app: Flask) -> None:
    assert language.bidi("<b>علی</b>") == "<bdi>&lt;b&gt;علی&lt;/b&gt;</bdi>"


@pytest.mark.parametrize(
    ("tag", "said"), [("en", "A, B and C"), ("ru", "A, B и C"), ("zh", "A、B和C"), ("fa", "A،‏ B، و C")]
)
def test_a_list_has_the_commas_of_its_language(app: Flask, tag: str, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": tag}):
        assert language.listed(["A", "B", "C"]) == said
