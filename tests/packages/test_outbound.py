"""Whatever an author brings, the server asks nobody (D01, C03): addresses in files are read, never followed."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lms.packages.checking import examine_package
from lms.packages.exchange import BadFile, read_questions
from lms.packages.reading import read_package
from tests.packages.exchange.conftest import answers, xml

ADDRESSES = (
    "http://127.0.0.1:{port}", "http://[::ffff:127.0.0.1]:{port}", "http://0x7f.1:{port}", "http://2130706433:{port}",
    "//127.0.0.1:{port}", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1", "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
)  # fmt: skip
READING = "items/what-is-in-it.en.md"


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a door inside, at which nobody may have knocked at the end; Python may not even ask for a name."""

    def tell(*asked: Any, **_more: Any) -> None:
        raise AssertionError(f"somebody was asked: {asked}")

    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        door.setblocking(False)
        for name in ("connect", "connect_ex"):
            monkeypatch.setattr(socket.socket, name, tell)
        for name in ("getaddrinfo", "gethostbyname"):
            monkeypatch.setattr(socket, name, tell)
        yield door.getsockname()[1]
        with pytest.raises(BlockingIOError):
            door.accept()


@pytest.mark.parametrize("address", ADDRESSES)
def test_d01_addresses_in_a_package_are_not_asked(sample: Path, port: int, address: str) -> None:
    there = address.format(port=port)
    text = (sample / READING).read_text(encoding="utf-8")
    words = f"\n\n![A picture]({there}/x.png)\n\n![A film]({there}/watch?v=dQw4w9WgXcQ)\n\n[a link]({there}) {there}\n"
    (sample / READING).write_text(text + words, encoding="utf-8")
    (sample / "items/packing-film.yaml").write_text(f"link: '{there}/film.mp4'\n", encoding="utf-8")
    figure = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><use href="{there}/a.svg#b"/></svg>'
    (sample / "media/parcel.en.svg").write_text(figure, encoding="utf-8")
    (sample / "media/film.en.vtt").write_text(f"WEBVTT\n\nSTYLE\n@import url({there})\n", encoding="utf-8")
    refused = {problem.path for problem in examine_package(read_package(sample)).content.mistakes}
    assert refused >= {"items/packing-film.yaml", "media/parcel.en.svg", "media/film.en.vtt"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_d01_addresses_in_questions_of_other_systems_are_not_asked(port: int, address: str) -> None:
    there = address.format(port=port)
    shown = f'<img src="{there}/x.png" alt="x"><iframe src="{there}"></iframe><a href="{there}">x</a> Which?'
    schema = f'<quiz xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{there} {there}/q.xsd">'
    text = xml("shortanswer", answers(("100", "a")), prompt=shown)
    for data in (text, text.replace("<quiz>", schema), f"[html]{shown}{{=a ~b}}", f"prompt,answer\n![x]({there}),a\n"):
        assert read_questions(data.encode(), filename="a", language="en").rows
    for declared in (f'<!DOCTYPE quiz SYSTEM "{there}/q.dtd">', f'<?xml-stylesheet href="{there}/q.xsl"?><!DOCTYPE q>'):
        with pytest.raises(BadFile):
            read_questions(f"{declared}<quiz/>".encode(), filename="a.xml", language="en")
