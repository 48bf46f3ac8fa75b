import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts import rules

TRUE_NAMES = [
    "Айжан Бекова", "李明", "علی‌رضا محمدی", "देवेन्द्र क्ष्म", "བསྟན་འཛིན་རྒྱ་མཚོ", "ශ්‍රී ලංකා", "ᠮᠣᠩᠭᠣᠯ",
    "O’Neil D'Arcy", "Jean-Luc de la Croix, Jr.", "Ω", "李", "Nguyễn Thị Ánh", "မောင်မောင်", "ޢަލީ", "Gülşen İnce",
    "Құрманғали Ә.", "張 Wei-Ling", "x" * 200, "محمد بن‌سلمان",
]  # fmt: skip


@pytest.mark.parametrize("name", TRUE_NAMES)
def test_b10_true_names_of_every_script_are_accepted(name: str) -> None:
    assert rules.name_problem(rules.clean_name(name)) is None


@pytest.mark.parametrize(
    "name",
    [
        "Ann\u202eadmin", "\u2066Ann\u2069", "\u200fعلی", "A\u200bnn", "A\u200cnn", "Ann\x00", "Ann\nLee", "Ann\tLee",
        "A\ufeffnn", "A\u00adnn", "Ann\ue000", "Ann😀", "★Ann", "e" + "\u0301" * 9 + "va", "x" * 201, "123", "—", "",
    ],
)  # fmt: skip
def test_b10_what_breaks_or_fakes_a_certificate_is_refused(name: str) -> None:
    assert rules.name_problem(rules.clean_name(name)) is not None


def test_b10_a_decomposed_name_is_kept_in_its_normal_form() -> None:
    assert rules.clean_name("  Ann\u0301a   Lee\u00a0") == "An\u0144a Lee"


@given(st.text())
def test_cleaning_a_name_twice_changes_nothing_more(name: str) -> None:
    once = rules.clean_name(name)
    assert rules.clean_name(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(max_size=300))
def test_every_text_is_judged_without_an_error(name: str) -> None:
    cleaned = rules.clean_name(name)
    problem = rules.name_problem(cleaned)
    assert (problem is None) or problem.text
    suggestion = rules.suggest_latin(cleaned)
    assert suggestion == "" or rules.latin_name_problem(suggestion) is None
    assert len(unicodedata.normalize("NFC", rules.initials(cleaned))) >= 1


@pytest.mark.parametrize("name", ["Pаul Smith", "Αlex", "Анна Smith", "ﾖAnn"])
def test_b10_a_name_of_mixed_scripts_is_flagged_to_the_issuer(name: str) -> None:
    assert rules.names_flags(name)


@pytest.mark.parametrize("name", ["Paul Smith", "Анна Смит", "李 明", "田中 さくら", "علی رضا", "O’Neil D'Arcy"])
def test_a_usual_name_is_not_flagged(name: str) -> None:
    assert rules.names_flags(name) == ()


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "${7*7} x", "%s%n"])
def test_b11_code_in_a_name_is_a_name_and_is_flagged(name: str) -> None:
    assert rules.name_problem(name) is None
    assert rules.names_flags(name)


@pytest.mark.parametrize(
    ("printed", "latin"),
    [
        ("Айжан Бекова", "Aizhan Bekova"), ("Юлия Щукина", "Iuliia Shchukina"), ("Құрманғали Ә.", "Qurmangali A."),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"), ("李明", ""), ("علی رضا", ""),
    ],
)  # fmt: skip
def test_a_latin_name_is_suggested_where_a_table_knows_it(printed: str, latin: str) -> None:
    assert rules.suggest_latin(printed) == latin


@pytest.mark.parametrize("name", ["Айжан", "李", "Pаul", ""])
def test_a_latin_name_has_latin_letters_only(name: str) -> None:
    assert rules.latin_name_problem(name) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann@example.org", "Ann@EXAMPLE.org"),
        ("ann@example.org", "  ann@example.org  "),
        ("ann@example.org", "ａｎｎ@example.org"),
        ("mike@example.org", "MIKE@example.org"),
        ("mike@example.org", "mİke@example.org"),
        ("mike@example.org", "mıke@example.org"),
        ("ann@пример.рф", "ann@xn--e1afmkfd.xn--p1ai"),
        ("ann@example.org", "ann@example.org."),
    ],
)
def test_e09_look_alike_addresses_are_one_account(one: str, other: str) -> None:
    assert rules.email_key(one) == rules.email_key(other)


def test_different_addresses_stay_different() -> None:
    assert rules.email_key("ann@example.org") != rules.email_key("anne@example.org")
    assert rules.email_key("a.nn@example.org") != rules.email_key("ann@example.org")


@given(st.text(max_size=80))
def test_the_key_of_a_key_is_itself(address: str) -> None:
    key = rules.email_key(address)
    assert rules.email_key(key) == key


OWN = ["Айжан Бекова", "Aizhan Bekova", "aizhan.bekova@example.org"]


@pytest.mark.parametrize(
    "password",
    [
        "short", "123456789", "1234567890", "0987654321", "Password2026!", "qwertyuiop1", "йцукен12345", "aaaaaaaaaaaa",
        "AizhanBekova1", "айжан-бекова-1990", "aizhan.bekova@example.org", "learn", "x" * 129, "abcdefghijklm",
    ],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    assert rules.password_problem(password, OWN) is not None


@pytest.mark.parametrize(
    "password",
    [
        "ships-cross-the-sea-7",
        "learn-and-trade-2026",
        "четыре весёлых гуся",
        "七个小矮人去海边玩水吧",
        "tr0ub4dor&3x",
        "Aizhan rides elephants",
    ],
)
def test_a_long_password_of_any_composition_is_accepted(password: str) -> None:
    assert rules.password_problem(password, OWN) is None


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Aizhan Bekova", "AB"), ("李明", "李"), ("देवी", "दे"), ("Jean-Luc van der Berg", "JB"), ("—", "?"), ("", "?")],
)
def test_initials_are_the_first_letters_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert rules.initials(name) == letters


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_called_by_two_words(agent: str, name: str) -> None:
    assert rules.browser_name(agent) == name
