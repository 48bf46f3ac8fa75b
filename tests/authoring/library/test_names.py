"""Names of one thing in the library and in a course."""

import pytest

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.library.pieces import source_of
from lms.authoring.rules.library.cutting import cut
from lms.authoring.rules.library.names import extended, inverted, medium_called, no_names, with_media_called
from lms.authoring.rules.library.renaming import renamed, things_in
from tests.authoring.library.deeds import MODULE, QUIZ, READING


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("parcel.svg", "box.svg"),
        ("parcel.ru.svg", "box.ru.svg"),
        ("parcel.zh-Hans.svg", "box.zh-Hans.svg"),
        ("parcel.png", "parcel.png"),
        ("parcels.svg", "parcels.svg"),
        ("..", ".."),
    ],
)
def test_a_medium_takes_its_other_name_in_every_language(name: str, found: str) -> None:
    assert medium_called(name, {"parcel.svg": "box.svg"}) == found


def test_pictures_of_a_text_take_their_other_names_and_nothing_else_does() -> None:
    media = {"parcel.svg": "box.svg"}
    text = "parcel.svg ![a](../media/parcel.svg 'T') ![b](../media/parcel.ru.svg) ../media/parcels.svg"
    assert with_media_called({"a": [text, 1, True, None]}, media) == {
        "a": ["parcel.svg ![a](../media/box.svg 'T') ![b](../media/box.ru.svg) ../media/parcels.svg", 1, True, None]
    }


def test_a_name_that_is_taken_gets_a_number_and_stays_within_its_length() -> None:
    long = "x" * 64
    names = extended(no_names(), {"items": ["a", "b", long]}, {"items": {"a", "a-2", long}})
    assert names["items"] == {"a": "a-3", "b": "b", long: f"{'x' * 62}-2"}
    again = extended(names, {"items": ["a", "a-3"]}, {"items": {"a"}})
    assert (again["items"]["a"], again["items"]["a-3"]) == ("a-3", "a-3-2")


def test_a_piece_that_was_renamed_and_named_back_is_the_same(first: StudioCourse) -> None:
    for of in (READING, QUIZ, MODULE, "item:packing-film", "item:write-a-claim"):
        piece = cut(source_of(first.id, of), of)
        names = extended(no_names(), things_in(piece), things_in(piece))
        other = renamed(piece, names)
        assert not set(other.media) & set(piece.media)
        assert renamed(other, inverted(names)) == piece
