"""Words for people: how a long text is cut."""

import pytest

from lms.core.messages import cut_short


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Who pays the duty?", "Who pays the duty?"),
        ("Who pays the customs duty?", "Who pays the…"),
        ("Who pays the duty, and when is it paid?", "Who pays the duty,…"),
        ("谁来支付进口关税以及什么时候支付这笔关税呢", "谁来支付进口关税以及什么时候支付这笔…"),
        ("A pneumonoultramicroscopicvolcanic word", "A pneumonoultramic…"),
    ],
)
def test_a_long_text_is_cut_between_words_or_where_it_has_none(text: str, shown: str) -> None:
    assert cut_short(text, 19) == shown
    assert len(shown) <= 19
