"""What course.yaml says about itself: keys that are unique, orders that can be walked, counts that can be reached."""

from datetime import date
from typing import Any

from lms.core.messages import LanguageTag, Told
from lms.enrolment.rules import are_days_in_order
from lms.packages.content import Content
from lms.packages.yaml_text import Document, Path


def check_structure(content: Content) -> None:
    """Adds a problem for everything in course.yaml and the titles of modules that can't be meant so."""
    problems, course = content.problems, content.course
    data = course.value
    if data["source_language"] not in data["languages"]:
        todo = Told("name it among the languages too")
        problems.append(
            course.problem(("source_language",), Told("the source language is not among the languages"), todo)
        )
    if data["course"] in data.get("prerequisites", []):
        problems.append(course.problem(("prerequisites",), Told("the course comes before itself"), Told("remove it")))
    if not data["modules"]:
        problems.append(
            course.problem(("modules",), Told("the course has no modules"), Told("add one with something to learn"))
        )
    _check_days(content)
    _check_order(content)
    _check_completion(content)
    _check_course_words(content)
    _check_module_titles(content)


def day_of(enrolment: dict[str, Any], name: str) -> date | None:
    """`opens_on` or `closes_on` of an `enrolment`; None where it sets no bound. Raises `ValueError`: no such day."""
    return date.fromisoformat(enrolment[name]) if name in enrolment else None


def _check_days(content: Content) -> None:
    """The days to enrol are in the calendar, and the last is not before the first."""
    enrolment = content.course.value["enrolment"]
    days: list[date | None] = []
    for name in ("opens_on", "closes_on"):
        try:
            days.append(day_of(enrolment, name))
        except ValueError:
            wrong = Told("%(day)s is not in the calendar", day=enrolment[name])
            content.problems.append(
                content.course.problem(("enrolment", name), wrong, Told("write a day such as 2027-03-01"))
            )
    if len(days) == 2 and not are_days_in_order(*days):
        wrong = Told("the last day to enrol is before the first")
        content.problems.append(
            content.course.problem(("enrolment", "closes_on"), wrong, Told("exchange or correct the days"))
        )


def _check_order(content: Content) -> None:
    """Every key once; whatever waits for something waits for what stands before it, so nothing waits for ever."""
    modules: list[str] = []
    items: list[str] = []
    for m, module in enumerate(content.course.value["modules"]):
        _check_key(content, ("modules", m), module, modules, Told("module"))
        if not module["items"]:
            wrong = Told("the module %(key)s is empty", key=module["key"])
            content.problems.append(
                content.course.problem(("modules", m), wrong, Told("add an item, or remove the module"))
            )
        for i, item in enumerate(module["items"]):
            place = ("modules", m, "items", i)
            _check_key(content, place, item, items, Told("item"))
            if "watch_percent" in item and item["kind"] != "video":
                wrong = Told("a %(kind)s has no watch_percent", kind=item["kind"])
                content.problems.append(content.course.problem((*place, "watch_percent"), wrong, Told("remove it")))


def _check_key(content: Content, place: Path, thing: dict[str, str], before: list[str], name: str) -> None:
    key, after = thing["key"], thing.get("after")
    if key in before:
        wrong = Told("the key %(key)s stands here a second time", key=key)
        content.problems.append(
            content.course.problem((*place, "key"), wrong, Told("give each %(name)s a key of its own", name=name))
        )
    if after is not None and after not in before:
        wrong = Told("%(key)s waits for %(after)s, which is no %(name)s before it", key=key, after=after, name=name)
        content.problems.append(
            content.course.problem((*place, "after"), wrong, Told("name a %(name)s that stands before", name=name))
        )
    before.append(key)


def _check_completion(content: Content) -> None:
    completion = content.course.value["completion"]
    required = sum(item.data.get("required", True) for item in content.items.values())
    wanted = completion["required_items"]
    place = ("completion", "required_items")
    if not required:
        content.problems.append(
            content.course.problem(place, Told("no item is required"), Told("let at least one be required"))
        )
    if wanted != "all" and wanted > required:
        wrong = Told(
            "%(wanted)s items are asked for, but %(required)s are required items", wanted=wanted, required=required
        )
        content.problems.append(
            content.course.problem(place, wrong, Told("ask for at most %(required)s, or for all", required=required))
        )
    final = completion.get("final_quiz")
    if final is not None and (final not in content.items or content.items[final].kind != "quiz"):
        wrong = Told("the final quiz %(final)s is no quiz of this course", final=final)
        content.problems.append(
            content.course.problem(("completion", "final_quiz"), wrong, Told("name the key of a quiz"))
        )


def _check_course_words(content: Content) -> None:
    """What the catalogue and the course page can't do without; a translation may lack it for a while."""
    for language, words in content.words.items():
        is_translation = language != content.source_language
        for name in ("summary", "audience", "description", "outcomes", "sources"):
            value = words.value[name]
            if not (value.strip() if isinstance(value, str) else value):
                may_miss = is_translation or name in ("audience", "sources")
                todo = Told("write it: people decide by it whether to enrol")
                if name == "sources":
                    todo = Told("name the sources that it rests on")
                content.problems.append(
                    words.problem((name,), Told("%(name)s is empty", name=name), todo, is_remark=may_miss)
                )


def _check_module_titles(content: Content) -> None:
    keys = [module["key"] for module in content.course.value["modules"]]
    source = content.words.get(content.source_language)
    for language, words in content.words.items():
        is_translation = language != content.source_language
        check_keys(content, words, ("modules",), keys, Told("module"), may_miss=is_translation)
        here, there = len(words.value["outcomes"]), len(source.value["outcomes"]) if source else 0
        if source and here != there:
            wrong = Told(
                "there are %(here)s outcomes, but %(there)s in %(source)s",
                here=here,
                there=there,
                source=LanguageTag(content.source_language),
            )
            todo = Told("translate all of them into %(language)s", language=LanguageTag(language))
            content.problems.append(words.problem(("outcomes",), wrong, todo, is_remark=True))


def check_keys(
    content: Content, words: Document, place: Path, keys: list[str], name: str, *, may_miss: bool = False
) -> None:
    """The mapping at `place` must have exactly these keys; one that `may_miss` is only remarked on."""
    value = words.value
    for part in place:
        value = value[part]
    for key in keys:
        if key not in value:
            told = words.problem(
                place,
                Told("the %(name)s %(key)s has no words", name=name, key=key),
                Told("add %(key)s: …", key=key),
                is_remark=may_miss,
            )
            content.problems.append(told)
    for key in value:
        if key not in keys:
            wrong = Told("there is no %(name)s %(key)s", name=name, key=key)
            content.problems.append(words.problem((*place, key), wrong, Told("correct the key, or remove the line")))
