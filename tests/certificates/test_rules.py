import pytest

from lms.certificates import rules
from lms.core.ids import new_code

FULL = "7F3K29QDXW4H8M5N6P7R9S0TVB"
SHORT = "7F3K29QDXW4H"


@pytest.mark.parametrize(
    "typed",
    [
        FULL,
        FULL.lower(),
        f"  {FULL}\n",
        "7F3K 29QD XW4H 8M5N 6P7R 9S0T VB",
        f"http://localhost/verify/{FULL}",
        f"https://academy.example.org/verify/{FULL.lower()}?utm_source=mail#x",
        f"academy.example.org/certificates/{FULL}.pdf",
        FULL.replace("0", "o"),
        "７Ｆ３Ｋ２９ＱＤＸＷ４Ｈ８Ｍ５Ｎ６Ｐ７Ｒ９Ｓ０ＴＶＢ",
    ],
)
def test_a_full_code_is_read_however_it_is_typed(typed: str) -> None:
    assert rules.read_typed(typed) == rules.TypedCode(FULL)
    assert rules.read_typed(typed).is_full


@pytest.mark.parametrize(
    "typed",
    [
        "ECA-7F3K-29QD-XW4H",
        "eca 7f3k 29qd xw4h",
        "7F3K29QDXW4H",
        "7F3K-29QD-XW4H",
        "ECA–7F3K–29QD–XW4H",
        "http://localhost/verify/ECA-7F3K-29QD-XW4H",
    ],
)
def test_a_short_code_is_read_however_it_is_typed(typed: str) -> None:
    assert rules.read_typed(typed) == rules.TypedCode(SHORT)
    assert rules.read_typed(typed).is_short


@pytest.mark.parametrize("typed", ["", "!!!", "ECA-7F3K", "x" * 5000, "../../etc/passwd", "证书", FULL + "7"])
def test_anything_else_is_neither_code(typed: str) -> None:
    code = rules.read_typed(typed)
    assert not code.is_full and not code.is_short


def test_a_short_code_that_begins_with_the_prefix_keeps_its_letters() -> None:
    assert rules.read_typed("ECA7F3K29QDX").text == "ECA7F3K29QDX"
    assert rules.read_typed(rules.printed_code("ECA7F3K29QDX")).text == "ECA7F3K29QDX"


def test_what_is_printed_is_read_back() -> None:
    for _ in range(50):
        short = new_code(rules.SHORT_LENGTH)
        assert rules.read_typed(rules.printed_code(short)).text == short
    assert rules.printed_code(SHORT) == "ECA-7F3K-29QD-XW4H"


def test_g01_a_code_has_at_least_128_random_bits() -> None:
    assert rules.CODE_LENGTH * 5 >= 128
    assert len({new_code(rules.CODE_LENGTH) for _ in range(1000)}) == 1000


def test_every_reason_and_status_has_words() -> None:
    assert set(rules.STATUS_WORDS) == set(rules.STATUS_TONES) == {"valid", "revoked", "replaced"}
    assert all(words.endswith(".") for words in rules.REVOCATION_REASONS.values())
