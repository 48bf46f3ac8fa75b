"""Moodle XML (https://docs.moodle.org/en/Moodle_XML_format), as Moodle 2 to 5 and the tools around it write it."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from lms.core.messages import Sentence
from lms.packages.exchange.cloze import read_cloze
from lms.packages.exchange.decoding import tidy
from lms.packages.exchange.kinds import drop_feedback
from lms.packages.exchange.moodle_drawn import read_calculated
from lms.packages.exchange.moodle_parts import answers_of, read_units, text_in, text_of
from lms.packages.exchange.numbers_text import read_decimal
from lms.packages.exchange.pictures import Files
from lms.packages.exchange.raw import ALL, Found, Near, RawQuestion, Refusal, check_parts
from lms.packages.exchange.report import MOST_QUESTIONS, BadFile, RefusedQuestion
from lms.packages.exchange.texts import Text
from lms.packages.exchange.xml_tree import Element, read_xml

# What Moodle itself puts below every answer, in the languages of our interface: no loss.
_USUAL = frozenset({
    "your answer is correct.", "your answer is partially correct.", "your answer is incorrect.", "correct!",
    "ваш ответ верный.", "ваш ответ частично правильный.", "ваш ответ неправильный.", "partially correct.",
    "您的答案是正确的。", "您的答案是部分正确的。", "您的答案是错误的。", "correct.", "incorrect.", "wrong.",
    "پاسخ شما درست است.", "پاسخ شما تا حدودی درست است.", "پاسخ شما نادرست است.",
})  # fmt: skip

_PERSON = Sentence("A person grades it: make it an assignment of the course.")
_GAPS = Sentence("It fills several gaps of one text: make it matching, or one question for each gap.")
_PLACES = Sentence("It asks for a place in a picture, which has no kind here: make it a choice or matching.")
_OF_OTHERS: dict[str, Sentence] = {
    "essay": _PERSON,
    "poodllrecording": _PERSON,
    "recordrtc": _PERSON,
    "description": Sentence("It asks nothing: put its text into a reading, or before the quiz."),
    "random": Sentence("It stands for a question drawn at random: quizzes draw from their bank here."),
    "randomsamatch": Sentence("It is made of other questions at random: export those, and make matching of them."),
    "gapselect": _GAPS,
    "ddwtos": _GAPS,
    "ddimageortext": _PLACES,
    "ddmarker": _PLACES,
}


def read_moodle_xml(data: bytes) -> Found:
    """Every question of the file, in order. Raises `BadFile` when it is no XML of Moodle, or has no question."""
    root = read_xml(data)
    elements = [root] if root.name == "question" else root.all("question")
    if root.name not in ("quiz", "question"):
        raise BadFile(
            Sentence("It is XML, but no questions of Moodle (<%(name)s>): export them there as Moodle XML.",
                     {"name": root.name[:40]}), root.line)  # fmt: skip
    category, number = "", 0
    for element in elements:
        kind = element.attributes.get("type", "").strip().lower()
        if kind == "category":
            category = tidy(element.said("category"))
            continue
        number += 1
        if number > MOST_QUESTIONS:
            raise BadFile(
                Sentence("It has more than %(most)s questions: split it.", {"most": MOST_QUESTIONS}), element.line
            )
        name = tidy(element.said("name"))
        try:
            yield _question(number, name, kind, category, element)
        except RefusedQuestion as refused:
            yield Refusal(number, element.line, name, refused.sentence)
    if not number:
        raise BadFile(Sentence("There is no question in it: choose a category with questions and export again."))


def _question(number: int, name: str, kind: str, category: str, element: Element) -> RawQuestion:
    if sentence := _OF_OTHERS.get(kind):
        raise RefusedQuestion(sentence)
    read = _READERS.get(kind)
    if read is None:
        raise RefusedQuestion(
            Sentence("The kind %(kind)s is not known here: make it a choice, a text or a number.", {"kind": kind[:40]})
        )
    if element.said("hidden") in ("1", "true"):
        raise RefusedQuestion(
            Sentence("It is hidden in the other system, so it was deleted or replaced: show it there first.")
        )
    raw = RawQuestion(number, element.line, name, "choices", Text())
    raw.prompt = text_in(element, "questiontext", "html")
    raw.explanation = text_in(element, "generalfeedback", raw.prompt.format)
    raw.category = category
    raw.idnumber = tidy(element.said("idnumber"))
    if tags := element.first("tags"):
        raw.tags = [tidy(text.text).strip() for tag in tags.all("tag") for text in tag.all("text") or [tag]]
    points = read_decimal(element.said("defaultgrade") or "1")
    raw.points = Decimal(1) if points is None else points
    raw.files = _files(element)
    raw.keys = element.said("keys")
    _old_picture(raw, element)
    read(raw, element)
    _tell_of_the_rest(raw, element)
    return raw


def _files(element: Element) -> Files:
    """The files of all texts of the question, by name; the content is put together when it is asked for."""
    found: dict[str, Callable[[], str]] = {}
    waiting = [element]
    while waiting:
        each = waiting.pop()
        waiting += each.children
        if each.name == "file" and each.attributes.get("encoding", "base64") == "base64":
            found.setdefault(each.attributes.get("name", ""), partial(_content, each))
    return found


def _content(element: Element) -> str:
    return element.text


def _old_picture(raw: RawQuestion, element: Element) -> None:
    """Moodle 1.9 put one picture below the question: <image>name</image> and <image_base64>."""
    content = element.first("image_base64")
    if content is not None and content.text.strip() and raw.prompt.format == "html":
        name = (element.said("image") or "picture").rpartition("/")[2].replace('"', "")
        raw.files = {**raw.files, name: partial(_content, content)}
        raw.prompt = Text(f'{raw.prompt.text}<p><img src="@@PLUGINFILE@@/{name}" alt=""></p>', "html")


def _tell_of_the_rest(raw: RawQuestion, element: Element) -> None:
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    said = [text_in(element, name, "html") for name in names]
    drop_feedback(raw.notes, *(text for text in said if _bare(text.text) not in _USUAL))
    if any(text_of(hint, "html") for hint in element.all("hint")):
        raw.notes.add(Sentence("Hints between tries were left out: put what helps into the feedback."))
    if element.said("shuffleanswers") in ("0", "false") and raw.kind == "choices":
        raw.notes.add(Sentence("Its options keep their order in the file: here the quiz decides whether to shuffle."))


def _bare(text: str) -> str:
    for tag in ("<p>", "</p>", "<br>", "<br />"):
        text = text.replace(tag, "")
    return text.strip().lower()


def _choices(raw: RawQuestion, element: Element) -> None:
    raw.answers = answers_of(element, "html")
    raw.several = element.said("single").lower() in ("false", "0")


def _all_or_nothing(raw: RawQuestion, element: Element) -> None:
    _choices(raw, element)
    right = sum(answer.percent > 0 for answer in raw.answers) or 1
    raw.several = True
    for answer in raw.answers:
        answer.percent = ALL / right if answer.percent > 0 else -ALL / right
    raw.notes.add(Sentence("Here a part of the right choices earns a part of the points; in the file it earned none."))


def _true_false(raw: RawQuestion, element: Element) -> None:
    raw.kind, raw.answers = "true_false", answers_of(element, "plain")


def _short_text(raw: RawQuestion, element: Element) -> None:
    raw.kind, raw.answers = "short_text", answers_of(element, "plain")
    if element.said("usecase") in ("1", "true"):
        raw.notes.add(Sentence("Capital and small letters are the same here; in the file they were not."))


def _number(raw: RawQuestion, element: Element) -> None:
    raw.kind = "number"
    for answer, source in zip(answers_of(element, "plain"), element.all("answer"), strict=True):
        text = answer.text.text.strip()
        if answer.feedback:
            raw.answers.append(answer)
        if text in ("*", ""):
            continue
        value, margin = read_decimal(text), read_decimal(source.said("tolerance") or "0")
        if value is None or margin is None:
            raise RefusedQuestion(
                Sentence("%(text)s is no number: write digits, with a point before the decimals.", {"text": text[:60]})
            )
        in_percent = read_decimal(source.said("tolerancepercent") or "")
        raw.numbers.append(
            Near(value, abs(margin), answer.percent)
            if in_percent is None
            else Near(value, abs(in_percent), answer.percent, in_percent=True)
        )
    read_units(raw, element)


def _matching(raw: RawQuestion, element: Element) -> None:
    raw.kind, pairs = "matching", element.all("subquestion")
    check_parts(len(pairs))
    for pair in pairs:
        answer = pair.first("answer")
        right = Text("", "plain") if answer is None else text_of(answer, "plain")
        raw.pairs.append((text_of(pair, "html"), right))


def _matching_by_dragging(raw: RawQuestion, element: Element) -> None:
    _matching(raw, element)
    rights = [pair.first("answer") for pair in element.all("subquestion")]
    lefts = [left for left, _right in raw.pairs]
    raw.pairs = [
        (left, Text() if right is None else text_of(right, "html")) for left, right in zip(lefts, rights, strict=True)
    ]


def _ordering(raw: RawQuestion, element: Element) -> None:
    raw.kind, steps = "ordering", element.all("answer")
    check_parts(len(steps))
    raw.items = [text_of(step, "html") for step in steps]
    if element.said("gradingtype").upper() not in ("", "ABSOLUTE_POSITION", "0"):
        raw.notes.add(Sentence("Here each step in its own place earns a share; in the file it was graded otherwise."))
    if element.said("selecttype").upper() not in ("", "ALL", "0"):
        raw.notes.add(Sentence("All steps are shown here; in the file some of them were drawn."))


def _cloze(raw: RawQuestion, element: Element) -> None:
    read_cloze(raw)


_READERS: dict[str, Callable[[RawQuestion, Element], None]] = {
    "multichoice": _choices,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "pmatch": lambda raw, element: _pattern(),
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching_by_dragging,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
    "calculated": read_calculated,
    "calculatedsimple": read_calculated,
    "calculatedmulti": read_calculated,
}


def _pattern() -> None:
    raise RefusedQuestion(Sentence("It compares with a pattern: write out the texts that are right."))
