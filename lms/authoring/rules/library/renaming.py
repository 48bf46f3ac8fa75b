"""Giving a piece other names."""

from lms.authoring.rules.facts import BANK, ITEM_SETTINGS
from lms.authoring.rules.library.names import Names, medium_called, medium_of, with_media_called
from lms.authoring.rules.library.pieces import COURSE, Piece, questions_in, structure
from lms.authoring.rules.units import words_of_file
from lms.packages.writing import write_yaml


def things_in(piece: Piece) -> dict[str, list[str]]:
    """The names of everything in it that has one, by sort."""
    banks = [match[1] for path in piece.texts if (match := BANK.fullmatch(path))]
    return {
        "items": [item["key"] for item in piece.items],
        "banks": banks,
        "questions": [q["key"] for name in banks for q in questions_in(piece.texts[f"questions/{name}.yaml"])],
        "media": list(dict.fromkeys(medium_of(path.removeprefix("media/")) for path in piece.media)),
    }


def renamed(piece: Piece, names: Names) -> Piece:
    """The same piece under other names; what has no other name keeps its own."""
    texts: dict[str, str] = {}
    for path, text in piece.texts.items():
        new_path, new_text = _renamed_file(path, text, names)
        texts[new_path] = new_text
    texts[COURSE] = _renamed_course(piece, names)
    media = {
        f"media/{medium_called(path.removeprefix('media/'), names['media'])}": medium
        for path, medium in piece.media.items()
    }
    return Piece(texts, media)


def _renamed_course(piece: Piece, names: Names) -> str:
    items = []
    for item in piece.items:
        changed = {**item, "key": names["items"].get(item["key"], item["key"])}
        if "after" in item:
            changed["after"] = names["items"].get(item["after"], item["after"])
        items.append(changed)
    return structure(items, piece.languages)


def _renamed_file(path: str, text: str, names: Names) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    stem, dot, rest = name.partition(".")
    if folder == "items":
        new_path = f"items/{names['items'].get(stem, stem)}{dot}{rest}"
        if ITEM_SETTINGS.fullmatch(path):
            return new_path, _renamed_settings(path, text, names)
        return new_path, with_media_called(text, names["media"])
    if folder == "questions":
        new_path = f"questions/{names['banks'].get(stem, stem)}{dot}{rest}"
        keys = names["questions"]
        if BANK.fullmatch(path):
            return new_path, write_yaml([{**q, "key": keys.get(q["key"], q["key"])} for q in questions_in(text)])
        words = {keys.get(key, key): value for key, value in words_of_file(path, text).items()}
        return new_path, write_yaml(with_media_called(words, names["media"]))
    return path, text


def _renamed_settings(path: str, text: str, names: Names) -> str:
    settings = words_of_file(path, text)
    if not settings:
        return text  # it can't be read, or says nothing
    if isinstance(settings.get("questions"), list):
        settings["questions"] = [
            {**each, "bank": names["banks"].get(each["bank"], each["bank"])}
            if isinstance(each, dict) and isinstance(each.get("bank"), str)
            else each
            for each in settings["questions"]
        ]
    if isinstance(settings.get("file"), str):
        settings["file"] = medium_called(settings["file"], names["media"])
    if isinstance(settings.get("captions"), dict):
        captions = settings["captions"].items()
        settings["captions"] = {tag: medium_called(str(name), names["media"]) for tag, name in captions}
    return write_yaml(settings)
