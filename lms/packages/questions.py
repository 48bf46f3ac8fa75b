"""Banks: the questions themselves, their words in each language, and the quizzes that draw from them."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from lms.assessment.drafts import QuestionDraft
from lms.assessment.rules import check_question, check_quiz
from lms.assessment.rules.pictures import FROM_ATTEMPT
from lms.core.messages import Told
from lms.packages.content import Bank, Content, ItemSource
from lms.packages.problems import problem_from
from lms.packages.shelf import Renderer, Shelf
from lms.packages.structure import check_keys
from lms.packages.yaml_text import Document, Path

COMMON = {"key", "kind", "points", "tags"}
# kind -> the fields of its words beside prompt and explanation
_WORDS: dict[str, frozenset[str]] = {
    "single": frozenset({"options", "feedback"}),
    "multiple": frozenset({"options", "feedback"}),
    "true_false": frozenset({"feedback"}),
    "numeric": frozenset(),
    "short_text": frozenset({"accepted"}),
    "matching": frozenset({"left", "right"}),
    "ordering": frozenset({"items"}),
    "calculated": frozenset(),
}
_TEACHING = {"explanation", "feedback"}  # a question works without them
_KEYED_BY = {"options": "options", "feedback": "options", "left": "left", "right": "right", "items": "order"}
_PLACE = re.compile(r"\{([^{}\n]{1,40})\}")


@dataclass
class ReadBanks:
    """The questions by key, which bank has which, and the media that each one shows."""

    drafts: dict[str, QuestionDraft] = field(default_factory=dict)
    by_bank: dict[str, list[str]] = field(default_factory=dict)
    media: dict[str, frozenset[str]] = field(default_factory=dict)


def read_banks(content: Content, shelf: Shelf) -> ReadBanks:
    """Checks every question and makes its draft."""
    read = ReadBanks()
    for bank in content.banks.values():
        read.by_bank[bank.name] = []
        if not bank.questions:
            told = bank.document.problem(
                (), Told("the bank has no question"), Told("write one, or remove it"), is_remark=True
            )
            content.problems.append(told)
        for index, question in enumerate(bank.questions):
            key = question["key"]
            if key in read.drafts:
                wrong = Told("the key %(key)s stands in the course a second time", key=key)
                content.problems.append(
                    bank.document.problem((index, "key"), wrong, Told("give each question its own key"))
                )
                continue
            body = {name: value for name, value in question.items() if name not in COMMON}
            found = [
                problem_from(bank.document.path, bank.document.line(index, told.split(" ")[0]), told)
                for told in check_question(question["kind"], body)
            ]  # most of the sentences begin with the field they are about
            content.problems += found
            texts, media = ({}, frozenset[str]()) if found else _read_words(content, shelf, bank, question)
            read.drafts[key] = QuestionDraft(
                key, question["kind"], question.get("points", 1), tuple(question.get("tags", ())), body, texts
            )
            read.by_bank[bank.name].append(key)
            read.media[key] = media
        for words in bank.words.values():
            for key in set(words.value) - {question["key"] for question in bank.questions}:
                wrong = Told("there is no question %(key)s in %(path)s", key=key, path=bank.document.path)
                content.problems.append(words.problem((key,), wrong, Told("correct the key, or remove its words")))
    return read


def _read_words(
    content: Content, shelf: Shelf, bank: Bank, question: dict[str, Any]
) -> tuple[dict[str, dict[str, Any]], frozenset[str]]:
    texts: dict[str, dict[str, Any]] = {}
    media: set[str] = set()
    for language, words in sorted(bank.words.items(), key=lambda pair: pair[0] != content.source_language):
        key = question["key"]
        if key not in words.value:
            is_translation = language != content.source_language
            told = words.problem(
                (),
                Told("the question %(key)s has no words", key=key),
                Told("add %(key)s: …", key=key),
                is_remark=is_translation,
            )
            content.problems.append(told)
            continue
        if _check_fields(content, words, question, is_translation=language != content.source_language):
            texts[language] = _render(shelf, words, question, language, media)
    return texts, frozenset(media)


def _check_fields(content: Content, words: Document, question: dict[str, Any], *, is_translation: bool) -> bool:
    """Whether the words can be shown. Those of a translation that don't fit are left out: they refuse nothing."""
    key, kind = question["key"], question["kind"]
    before = len(content.problems)
    text, wanted = words.value[key], _WORDS[kind]
    for name in sorted(wanted - _TEACHING - set(text)):
        content.problems.append(
            words.problem(
                (key,),
                Told("%(key)s.%(name)s is missing", key=key, name=name),
                Told("a %(kind)s question needs it; add it", kind=kind),
            )
        )
    for name in sorted(({"explanation", *wanted} & _TEACHING) - set(text)):
        todo = Told("add it: a result teaches when it says why")
        content.problems.append(
            words.problem((key,), Told("%(key)s.%(name)s is missing", key=key, name=name), todo, is_remark=True)
        )
    for name in sorted(set(text) - wanted - {"prompt", "explanation"}):
        wrong = Told("%(key)s.%(name)s does not belong to a %(kind)s question", key=key, name=name, kind=kind)
        content.problems.append(words.problem((key, name), wrong, Told("remove it")))
    for name in sorted(wanted & set(text) & set(_KEYED_BY)):
        keys = ["true", "false"] if kind == "true_false" else list(question[_KEYED_BY[name]])
        check_keys(content, words, (key, name), keys, Told("key of %(name)s", name=name), may_miss=name in _TEACHING)
    _check_places(content, words, question)
    found = content.problems[before:]
    if is_translation:
        content.problems[before:] = [replace(problem, is_remark=True) for problem in found]
    return all(problem.is_remark for problem in found)


def _check_places(content: Content, words: Document, question: dict[str, Any]) -> None:
    """A calculated question shows each of its numbers; `{name}` stands for one."""
    if question["kind"] != "calculated":
        return
    key, variables = question["key"], set(question["variables"])
    shown = set(_PLACE.findall(words.value[key]["prompt"]))
    for name in sorted(variables - shown):
        wrong = Told("%(key)s never shows its number {%(name)s}", key=key, name=name)
        content.problems.append(
            words.problem((key, "prompt"), wrong, Told("write it into the prompt, or drop the variable"))
        )
    for part in ("prompt", "explanation"):
        for name in sorted(set(_PLACE.findall(words.value[key].get(part, ""))) - variables):
            wrong = Told("{%(name)s} is no variable of %(key)s", name=name, key=key)
            content.problems.append(words.problem((key, part), wrong, Told("correct the name")))


def _render(shelf: Shelf, words: Document, question: dict[str, Any], language: str, media: set[str]) -> dict[str, Any]:
    """Prompt, explanation and feedback as blocks, options as phrases; what goes into lists and fields stays plain."""
    renderer = Renderer(shelf, words.path, language, FROM_ATTEMPT, headings=False)

    def html(*place: str, inline: bool = False) -> str:
        value: Any = words.value
        for part in place:
            value = value[part]
        text = renderer(value, words.text_line(*place), inline=inline)
        media.update(text.media)
        return text.html.strip()

    key = question["key"]
    text = words.value[key]
    made: dict[str, Any] = {name: html(key, name) for name in ("prompt", "explanation") if name in text}
    if "options" in text:
        made["options"] = {option: html(key, "options", option, inline=True) for option in text["options"]}
    if "feedback" in text:
        made["feedback"] = {option: html(key, "feedback", option, inline=True) for option in text["feedback"]}
    return made | {name: text[name] for name in ("accepted", "left", "right", "items") if name in text}


@dataclass(frozen=True)
class QuizSource:
    """A quiz ready to keep: its settings, and for each section how many are drawn from which questions."""

    settings: dict[str, Any]
    sections: tuple[tuple[int | None, tuple[str, ...]], ...]


def read_quizzes(content: Content, read: ReadBanks) -> dict[str, QuizSource]:
    """Checks the quizzes against the banks."""
    used: set[str] = set()
    found: dict[str, QuizSource] = {}
    for item in content.items.values():
        if item.kind == "quiz" and item.settings is not None:
            found[item.key] = _read_quiz(content, item, item.settings, read)
            used.update(section["bank"] for section in item.settings.value["questions"])
    for name in sorted(set(content.banks) - used):
        document = content.banks[name].document
        todo = Told("use it in a quiz, or remove it")
        content.problems.append(document.problem((), Told("no quiz draws from this bank"), todo, is_remark=True))
    return found


def _read_quiz(content: Content, item: ItemSource, document: Document, read: ReadBanks) -> QuizSource:
    settings = {name: value for name, value in document.value.items() if name != "questions"}
    content.problems += [problem_from(document.path, document.line(), told) for told in check_quiz(settings)]
    sections: list[tuple[int | None, tuple[str, ...]]] = []
    taken: set[str] = set()
    if not document.value["questions"]:
        todo = Told("say from which bank it draws")
        content.problems.append(document.problem(("questions",), Told("the quiz has no questions"), todo))
    for index, section in enumerate(document.value["questions"]):
        keys = _section_keys(content, document, ("questions", index), section, read)
        if taken & set(keys):
            wrong = Told(
                "this section can draw %(taken)s again, which a section above has", taken=sorted(taken & set(keys))[0]
            )
            todo = Told("let each question stand in one section")
            content.problems.append(document.problem(("questions", index), wrong, todo))
        taken.update(keys)
        sections.append((section.get("draw"), keys))
    return QuizSource(settings, tuple(sections))


def _section_keys(
    content: Content, document: Document, place: Path, section: dict[str, Any], read: ReadBanks
) -> tuple[str, ...]:
    bank, tag, draw = section["bank"], section.get("tag"), section.get("draw")
    if bank not in read.by_bank:
        if f"questions/{bank}.yaml" not in content.package.files:
            wrong = Told("there is no bank %(bank)s", bank=bank)
            content.problems.append(
                document.problem((*place, "bank"), wrong, Told("add questions/%(bank)s.yaml", bank=bank))
            )
        return ()
    keys = tuple(key for key in read.by_bank[bank] if tag is None or tag in read.drafts[key].tags)
    if not keys and tag is None:
        wrong = Told("the bank %(bank)s has no question", bank=bank)
        content.problems.append(
            document.problem((*place, "bank"), wrong, Told("write questions, or draw from another bank"))
        )
    elif not keys:
        wrong = Told("no question of %(bank)s carries the tag %(tag)s", bank=bank, tag=tag)
        content.problems.append(
            document.problem((*place, "tag"), wrong, Told("correct the tag, or add it to questions"))
        )
    elif draw is not None and draw > len(keys):
        wrong = Told("%(draw)s questions are drawn, but there are %(keys)s", draw=draw, keys=len(keys))
        content.problems.append(document.problem((*place, "draw"), wrong, Told("draw fewer, or write more questions")))
    return keys
