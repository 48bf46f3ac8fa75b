"""No language of the interface lacks a sentence, and no translation loses a place or a tag."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from lms.core.languages import DEFAULT_LANGUAGE, INTERFACE_LANGUAGES
from lms.core.paths import translation_folder
from lms.translations.__main__ import collect

LANGUAGES = [tag for tag in INTERFACE_LANGUAGES if tag != DEFAULT_LANGUAGE]
PLACES = re.compile(r"%\(\w+\)[sd]")
TAGS = re.compile(r"</?\w+[^>]*>")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    path = tmp_path_factory.mktemp("pot") / "messages.pot"
    collect(path)
    with path.open("rb") as file:
        return read_po(file)


def _catalog(tag: str) -> Catalog:
    with (translation_folder() / tag / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=tag)


def _forms(message: Message) -> list[str]:
    return [form or "" for form in (message.string if isinstance(message.string, list | tuple) else [message.string])]


def _originals(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [message.id]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_sentence_is_translated(tag: str, sentences: Catalog) -> None:
    catalog = _catalog(tag)
    missing = []
    for sentence in sentences:
        if not sentence.id:
            continue
        found = catalog.get(_originals(sentence)[0])
        if found is None or found.fuzzy or not all(_forms(found)):
            missing.append(sentence.id)
    assert len(sentences) > 100
    assert missing == [], f"{len(missing)} sentences lack {tag}: run `make messages` and translate them"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_keeps_its_places_and_tags(tag: str) -> None:
    for message in _catalog(tag):
        if not message.id:
            continue
        originals = _originals(message)
        for form in _forms(message):
            if not form:
                continue
            allowed = set(PLACES.findall(" ".join(originals)))
            assert set(PLACES.findall(form)) <= allowed, f"{tag}: {form!r} names a place that {originals} has not"
            # A singular may leave the number out; every other place must stay.
            needed = set(PLACES.findall(originals[-1])) - {"%(count)s", "%(num)s", "%(num)d", "%(number)s"}
            assert needed <= set(PLACES.findall(form)), f"{tag}: {form!r} lost a place of {originals}"
            assert sorted(TAGS.findall(form)) == sorted(TAGS.findall(originals[-1])), f"{tag}: {form!r} changed a tag"


def test_the_file_of_each_language_is_compiled_by_the_build() -> None:
    for tag in LANGUAGES:
        assert (Path(translation_folder()) / tag / "LC_MESSAGES" / "messages.mo").exists()


# Letters that no sentence of the language has; a file's foreign names are Latin in each.
FOREIGN = {
    "ru": r"[\u0600-\u06ff\u4e00-\u9fff]",
    "zh": r"[\u0400-\u04ff\u0600-\u06ff]",
    "fa": r"[\u0400-\u04ff\u4e00-\u9fff]",
}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_is_in_its_own_language(tag: str) -> None:
    letters = re.compile(FOREIGN[tag])
    strangers = [
        form
        for message in _catalog(tag)
        if message.id and not letters.search(" ".join(_originals(message)))  # examples of names in many scripts
        for form in _forms(message)
        if letters.search(form)
    ]
    assert strangers == []
