"""Names and lengths as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.rules.media import clock, meant_by, new_name, picture_line, seconds_of, uses_in_text
from lms.core.markdown import Picture, render
from lms.packages.loading import has_good_name


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["png", "JPEG", "m4v", "vtt"]))
def test_b09_whatever_a_file_is_called_its_new_name_is_one_of_a_package(words: str, stem: str, ending: str) -> None:
    first = new_name(words, f"{stem}.{ending}", set())
    assert has_good_name(f"media/{first}")
    second = new_name(words, f"{stem}.{ending}", {first})
    assert second != first and has_good_name(f"media/{second}")


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_the_line_of_a_picture_says_what_its_author_said(words: str) -> None:
    said = " ".join(words.split())
    if not said or set(said) & set("*_`<&~!"):
        return  # these are Markdown also within brackets
    line = picture_line("scale.png", words, 'A "small" one')
    html = render(line, language="en", picture=lambda _source: Picture("media/scale.png")).html
    assert html.count("<img ") == 1 and "<script" not in html
    assert "<figcaption>A " in html


def test_the_variant_of_a_language_is_meant_first() -> None:
    names = {"parcel.svg", "parcel.ru.svg"}
    assert meant_by("parcel.svg", names, "items/one.ru.md") == "parcel.ru.svg"
    assert meant_by("parcel.svg", names, "items/one.en.md") == "parcel.svg"
    assert meant_by("film.mp4", names, "items/one.yaml") is None


def test_uses_are_found_with_their_words() -> None:
    found = list(uses_in_text("p", "![a \\[b\\]](../media/x.png) and ![](../media/y.svg 'T') [l](../media/z.png)"))
    assert [(name, use.alternative) for name, use in found] == [("x.png", "a [b]"), ("y.svg", "")]


@pytest.mark.parametrize(("text", "seconds"), [("10:40", 640), ("1:02:03", 3723), ("640", 640), ("6:00:00", 21600)])
def test_a_length_is_read_and_written(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds
    assert seconds_of(clock(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "0", "10:99", "7:00:00", "-1", "ten", "1:2:3:4", "٣:٢٠", "9" * 50])
def test_anything_else_is_no_length(text: str) -> None:
    assert seconds_of(text) is None


def test_c09_reading_pictures_out_of_a_hostile_text_takes_no_time() -> None:
    import time

    start = time.perf_counter()
    list(uses_in_text("p", "![" * 50_000 + "\\" * 50_000))
    list(uses_in_text("p", "![a](../media/" * 8_000))
    assert time.perf_counter() - start < 1
