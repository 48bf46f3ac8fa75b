"""A text is rendered once while nothing that it depends on has changed."""

from typing import Any

from lms.core.markdown import Picture, Rendered
from lms.packages.memory import RenderMemory


class _Counting:
    """A renderer that counts; it asks for one picture."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, text: str, *, picture: Any, language: str) -> Rendered:
        self.times += 1
        return Rendered(f"{text}|{language}|{picture('a.svg')}", 1, (), (), ())


def test_a_text_is_rendered_once_in_a_language() -> None:
    memory, render = RenderMemory(), _Counting()
    picture = {"a.svg": Picture("media/a.svg")}.get
    first = memory(render, "x", picture=picture, language="en")
    assert memory(render, "x", picture=picture, language="en") == first
    assert memory(render, "x", picture=picture, language="ru") != first
    assert render.times == 2


def test_a_text_is_rendered_anew_when_a_picture_of_it_has_changed() -> None:
    memory, render = RenderMemory(), _Counting()
    small = memory(render, "x", picture={"a.svg": Picture("media/a.svg", 10, 10)}.get, language="en")
    large = memory(render, "x", picture={"a.svg": Picture("media/a.svg", 99, 99)}.get, language="en")
    gone = memory(render, "x", picture=lambda _source: None, language="en")
    assert len({small.html, large.html, gone.html}) == 3


def test_every_picture_is_asked_for_also_when_the_text_is_remembered() -> None:
    memory, render = RenderMemory(), _Counting()
    asked: list[str] = []
    for _time in range(2):
        memory(render, "x", picture=lambda source: asked.append(source), language="en")
    assert (asked, render.times) == (["a.svg", "a.svg"], 1)


def test_what_was_asked_for_least_is_forgotten_first_when_it_becomes_too_much() -> None:
    memory, render = RenderMemory(most_characters=100), _Counting()
    for text in ("a" * 20, "b" * 20, "a" * 20, "c" * 20, "a" * 20):
        memory(render, text, picture=lambda _source: None, language="en")
    assert render.times == 3
    memory(render, "b" * 20, picture=lambda _source: None, language="en")
    assert render.times == 4
