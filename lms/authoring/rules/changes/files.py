"""Changes of the files beside course.yaml: pages, settings of items, words about the course, media."""

from collections.abc import Iterator

from lms.authoring.rules.changes.facts import Change, Comparison, homes_of, set_otherwise
from lms.authoring.rules.facts import COURSE_WORDS, ITEM_SETTINGS, PAGE, RUBRIC_WORDS
from lms.authoring.rules.readable import parts_of
from lms.core.messages import Said, Sentence
from lms.packages.pages import split_page


def changes_of_files(both: Comparison) -> Iterator[Change]:
    yield from _items(both)
    yield from _course_words(both)
    yield from _media(both)


def _items(both: Comparison) -> Iterator[Change]:
    """Pages and settings of items that are in both; those that came or went are told with the outline."""
    known = set(homes_of(both.before.course)) & set(homes_of(both.after.course))
    for path in both.differing:
        if (match := PAGE.fullmatch(path)) and match[1] in known:
            yield from _page(both, path, match[1], match[2])
        elif (match := ITEM_SETTINGS.fullmatch(path)) and match[1] in known:
            yield from _item_settings(both, path, match[1])
        elif (match := RUBRIC_WORDS.fullmatch(path)) and match[1] in known:
            is_source = match[2] == both.after.source_language
            said = Sentence("Words of the rubric of “%(title)s”", {"title": both.after.title(match[1])})
            yield Change(
                "settings" if is_source else "translations", said, (path,), language="" if is_source else match[2]
            )


def _page(both: Comparison, path: str, key: str, language: str) -> Iterator[Change]:
    old, new = both.before.texts.get(path), both.after.texts.get(path)
    title = both.after.title(key)
    if language != both.after.source_language:
        yield _translated(both, path, language, title, old, new)
        return
    (title_before, text_before), (title_after, text_after) = split_page(old or ""), split_page(new or "")
    if title_before != title_after:
        said = Sentence("Renamed: “%(before)s” is now “%(title)s”", {"before": title_before, "title": title_after})
        yield Change("outline", said, (path,))
    if text_before != text_after:
        words = both.words(path, text_before, text_after)
        yield Change("texts", Sentence("The text of “%(title)s”", {"title": title}), (path,), words=words)


def _translated(both: Comparison, path: str, language: str, title: str, old: str | None, new: str | None) -> Change:
    values: dict[str, object] = {"title": title}
    if old is None:
        return Change("translations", Sentence("“%(title)s” is translated", values), (path,), language)
    if new is None:
        return Change("translations", Sentence("The translation of “%(title)s” is removed", values), (path,), language)
    words = both.words(path, old, new)
    return Change("translations", Sentence("The translation of “%(title)s”", values), (path,), language, words=words)


def _item_settings(both: Comparison, path: str, key: str) -> Iterator[Change]:
    about = Sentence("“%(title)s”", {"title": both.after.title(key)})
    old, new = (parts_of(path, side.texts.get(path, "")) for side in (both.before, both.after))
    for label in dict.fromkeys([*new, *old]):
        if old.get(label) != new.get(label):
            yield set_otherwise(
                "settings", about, label[-1] if label else "", (path,), old.get(label, ""), new.get(label, "")
            )


def _course_words(both: Comparison) -> Iterator[Change]:
    for path in both.differing:
        if not (match := COURSE_WORDS.fullmatch(path)):
            continue
        is_source = match[1] == both.after.source_language
        if not is_source:
            said: Said = Sentence("The words about the course")
            words = both.words(path, both.before.texts.get(path, ""), both.after.texts.get(path, ""))
            yield Change("translations", said, (path,), match[1], words=words)
            continue
        old, new = (parts_of(path, side.texts.get(path, "")) for side in (both.before, both.after))
        for label in dict.fromkeys([*new, *old]):
            if label[:1] == ("modules",) or old.get(label) == new.get(label):
                continue  # titles of modules are told with the outline
            words = both.words(path, old.get(label, ""), new.get(label, ""))
            yield Change(
                "texts", Sentence("The words about the course"), (path,), name=label[0] if label else "", words=words
            )


def _media(both: Comparison) -> Iterator[Change]:
    for path in both.differing:
        if not path.startswith("media/"):
            continue
        name: dict[str, object] = {"name": path.removeprefix("media/")}
        if path not in both.before.digests:
            said = Sentence("New file: %(name)s", name)
        elif path not in both.after.digests:
            said = Sentence("File removed: %(name)s", name)
        else:
            said = Sentence("File replaced: %(name)s", name)
        yield Change("media", said, (path,))
