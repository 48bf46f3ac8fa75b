"""What course.yaml says about itself: keys that are unique, orders that can be walked, counts that can be reached."""

from lms.packages.content import Content
from lms.packages.yaml_text import Document, Path


def check_structure(content: Content) -> None:
    """Adds a problem for everything in course.yaml and the titles of modules that can't be meant so."""
    problems, course = content.problems, content.course
    data = course.value
    if data["source_language"] not in data["languages"]:
        todo = "name it among the languages too"
        problems.append(course.problem(("source_language",), "the source language is not among the languages", todo))
    if data["course"] in data.get("prerequisites", []):
        problems.append(course.problem(("prerequisites",), "the course comes before itself", "remove it"))
    if not data["modules"]:
        problems.append(course.problem(("modules",), "the course has no modules", "add one with something to learn"))
    _check_order(content)
    _check_completion(content)
    _check_course_words(content)
    _check_module_titles(content)


def _check_order(content: Content) -> None:
    """Every key once; whatever waits for something waits for what stands before it, so nothing waits for ever."""
    modules: list[str] = []
    items: list[str] = []
    for m, module in enumerate(content.course.value["modules"]):
        _check_key(content, ("modules", m), module, modules, "module")
        if not module["items"]:
            wrong = f"the module {module['key']} is empty"
            content.problems.append(content.course.problem(("modules", m), wrong, "add an item, or remove the module"))
        for i, item in enumerate(module["items"]):
            place = ("modules", m, "items", i)
            _check_key(content, place, item, items, "item")
            if "watch_percent" in item and item["kind"] != "video":
                wrong = f"a {item['kind']} has no watch_percent"
                content.problems.append(content.course.problem((*place, "watch_percent"), wrong, "remove it"))


def _check_key(content: Content, place: Path, thing: dict[str, str], before: list[str], name: str) -> None:
    key, after = thing["key"], thing.get("after")
    if key in before:
        wrong = f"the key {key} stands here a second time"
        content.problems.append(content.course.problem((*place, "key"), wrong, f"give each {name} a key of its own"))
    if after is not None and after not in before:
        wrong = f"{key} waits for {after}, which is no {name} before it"
        content.problems.append(content.course.problem((*place, "after"), wrong, f"name a {name} that stands before"))
    before.append(key)


def _check_completion(content: Content) -> None:
    completion = content.course.value["completion"]
    required = sum(item.data.get("required", True) for item in content.items.values())
    wanted = completion["required_items"]
    place = ("completion", "required_items")
    if not required:
        content.problems.append(content.course.problem(place, "no item is required", "let at least one be required"))
    if wanted != "all" and wanted > required:
        wrong = f"{wanted} items are asked for, but {required} are required items"
        content.problems.append(content.course.problem(place, wrong, f"ask for at most {required}, or for all"))
    final = completion.get("final_quiz")
    if final is not None and (final not in content.items or content.items[final].kind != "quiz"):
        wrong = f"the final quiz {final} is no quiz of this course"
        content.problems.append(content.course.problem(("completion", "final_quiz"), wrong, "name the key of a quiz"))


def _check_course_words(content: Content) -> None:
    """What the catalogue and the course page can't do without; a translation may lack it for a while."""
    for language, words in content.words.items():
        is_translation = language != content.source_language
        for name in ("summary", "audience", "description", "outcomes", "sources"):
            value = words.value[name]
            if not (value.strip() if isinstance(value, str) else value):
                may_miss = is_translation or name in ("audience", "sources")
                todo = "write it: people decide by it whether to enrol"
                content.problems.append(words.problem((name,), f"{name} is empty", todo, is_remark=may_miss))


def _check_module_titles(content: Content) -> None:
    keys = [module["key"] for module in content.course.value["modules"]]
    source = content.words.get(content.source_language)
    for language, words in content.words.items():
        is_translation = language != content.source_language
        check_keys(content, words, ("modules",), keys, "module", may_miss=is_translation)
        here, there = len(words.value["outcomes"]), len(source.value["outcomes"]) if source else 0
        if source and here != there:
            wrong = f"there are {here} outcomes, but {there} in {content.source_language}"
            todo = f"translate all of them into {language}"
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
            told = words.problem(place, f"the {name} {key} has no words", f"add {key}: …", is_remark=may_miss)
            content.problems.append(told)
    for key in value:
        if key not in keys:
            wrong = f"there is no {name} {key}"
            content.problems.append(words.problem((*place, key), wrong, "correct the key, or remove the line"))
