"""How a package says that its scores make a total: categories, their weights and titles."""

from typing import Any

from lms.core.messages import Told
from lms.courses.drafts import CategoryDraft, GradingDraft
from lms.packages.content import Content

SCORED_KINDS = frozenset({"quiz", "assignment"})
WHOLE = 100  # percent that the weights add up to


def check_grading(content: Content) -> None:
    """Adds a problem for weights that don't add up, for categories nobody fills, and for items and words astray."""
    keys = [category["key"] for category in _categories(content)]
    _check_categories(content, keys)
    _check_items(content, keys)
    _check_titles(content, keys)


def _categories(content: Content) -> list[dict[str, Any]]:
    return list(content.course.value.get("grading", {}).get("categories", []))


def _check_categories(content: Content, keys: list[str]) -> None:
    problems, course, place = content.problems, content.course, ("grading", "categories")
    if not keys:
        return
    whole = sum(category["weight"] for category in _categories(content))
    if whole != WHOLE:
        wrong = Told("the weights add up to %(whole)s, not to %(all)s", whole=whole, all=WHOLE)
        problems.append(
            course.problem(place, wrong, Told("share out %(whole)s percent among the categories", whole=WHOLE))
        )
    filled: dict[str, int] = {}
    for item in content.items.values():
        filled[item.data.get("category", "")] = filled.get(item.data.get("category", ""), 0) + 1
    for index, category in enumerate(_categories(content)):
        key, here = category["key"], (*place, index)
        if key in keys[:index]:
            problems.append(
                course.problem(
                    (*here, "key"), Told("the category %(key)s stands twice", key=key), Told("keep one of them")
                )
            )
        elif key not in filled:
            wrong = Told("no item belongs to the category %(key)s", key=key)
            problems.append(
                course.problem(
                    (*here, "key"), wrong, Told("write category: %(key)s beside an item, or remove it", key=key)
                )
            )
        elif category.get("drop_lowest", 0) >= filled[key]:
            wrong = Told(
                "%(key)s drops %(drop_lowest)s of %(count)s scores",
                key=key,
                drop_lowest=category["drop_lowest"],
                count=filled[key],
            )
            problems.append(course.problem((*here, "drop_lowest"), wrong, Told("keep at least one")))


def _check_items(content: Content, keys: list[str]) -> None:
    for item in content.items.values():
        category = item.data.get("category")
        if category is None:
            continue
        if item.kind not in SCORED_KINDS:
            wrong, todo = Told("a %(kind)s has no score, so it has no category", kind=item.kind), Told("remove it")
        elif category not in keys:
            wrong, todo = (
                Told("there is no category %(category)s", category=category),
                Told("name one of grading.categories, or add it there"),
            )
        else:
            continue
        content.problems.append(content.course.problem((*item.place, "category"), wrong, todo))


def _check_titles(content: Content, keys: list[str]) -> None:
    for language, words in content.words.items():
        titles = words.value.get("categories", {})
        for key in [key for key in keys if key not in titles]:
            place = ("categories",) if "categories" in words.value else ()
            is_translation = language != content.source_language
            todo = Told("add %(key)s: … under categories", key=key)
            told = words.problem(
                place, Told("the category %(key)s has no words", key=key), todo, is_remark=is_translation
            )
            content.problems.append(told)
        for key in [key for key in titles if key not in keys]:
            wrong, todo = Told("there is no category %(key)s", key=key), Told("correct the key, or remove the line")
            content.problems.append(words.problem(("categories", key), wrong, todo))


def build_grading(content: Content) -> GradingDraft | None:
    """What the revision keeps; None where the package says nothing: then every scored item weighs the same."""
    if not _categories(content):
        return None
    return GradingDraft(
        ungraded=content.course.value["grading"].get("ungraded", "skip"),
        categories=tuple(
            CategoryDraft(
                key=category["key"],
                weight=int(category["weight"]),
                drop_lowest=int(category.get("drop_lowest", 0)),
                titles={
                    language: words.value["categories"][category["key"]].strip()
                    for language, words in content.words.items()
                    if category["key"] in words.value.get("categories", {})
                },
            )
            for category in _categories(content)
        ),
    )
