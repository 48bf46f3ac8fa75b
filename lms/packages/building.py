"""From a checked package to the drafts that courses and assessment take."""

from collections.abc import Collection
from typing import Any

from lms.assessment.drafts import QuestionDraft
from lms.courses.drafts import (
    CourseTextDraft,
    FileDraft,
    ItemDraft,
    MediaDraft,
    ModuleDraft,
    RevisionDraft,
    TextDraft,
)
from lms.packages.checking import CheckedPackage, film_seconds
from lms.packages.films import linked_film
from lms.packages.grading import build_grading

WATCH_PERCENT = 80  # of a video, where its author says nothing else


def build_revision(checked: CheckedPackage) -> RevisionDraft:
    """The revision that this package publishes."""
    data = checked.content.course.value
    wanted = data["completion"]["required_items"]
    package = checked.content.package
    return RevisionDraft(
        slug=data["course"],
        digest=package.digest,
        position=int(data["number"]),
        level=data["level"],
        hours=int(data["hours"]),
        source_language=data["source_language"],
        languages=tuple(data["languages"]),
        prerequisites=tuple(data.get("prerequisites", ())),
        required_items=None if wanted == "all" else int(wanted),
        final_quiz=data["completion"].get("final_quiz"),
        certificate_issue=data["certificate"]["issue"],
        grading=build_grading(checked.content),
        texts={
            language: CourseTextDraft(
                words.title, words.summary, words.audience, words.description_html, words.outcomes, words.sources
            )
            for language, words in checked.words.items()
        },
        modules=tuple(
            ModuleDraft(
                key=module["key"],
                after=module.get("after"),
                titles={
                    language: words.modules[module["key"]].strip()
                    for language, words in checked.words.items()
                    if module["key"] in words.modules
                },
                items=tuple(_build_item(checked, item) for item in module["items"]),
            )
            for module in data["modules"]
        ),
        translated=count_translated(checked),
        files=tuple(
            FileDraft(file.path, file.digest, file.size_bytes) for _path, file in sorted(package.files.items())
        ),
    )


def count_translated(checked: CheckedPackage) -> dict[str, int]:
    """Language -> how many texts it has: the words about the course, titles of modules, items, rubrics, questions."""
    counts = dict.fromkeys(checked.content.languages, 0)
    texts: list[Collection[str]] = [checked.words]
    texts += [
        [language for language, words in checked.words.items() if module["key"] in words.modules]
        for module in checked.content.course.value["modules"]
    ]
    texts += [item.pages for item in checked.content.items.values()]
    texts += [assignment.words for assignment in checked.assignments.values() if assignment.settings.get("rubric")]
    texts += [question.texts for question in checked.banks.drafts.values()]
    for languages in texts:
        for language in languages:
            counts[language] += 1
    return counts


def _build_item(checked: CheckedPackage, data: dict[str, Any]) -> ItemDraft:
    item = checked.content.items[data["key"]]
    return ItemDraft(
        key=item.key,
        kind=item.kind,
        minutes=int(data["minutes"]),
        required=data.get("required", True),
        after=data.get("after"),
        rule=completion_rule(checked, data),
        settings=video_settings(checked, item.settings.value) if item.kind == "video" and item.settings else {},
        titles={language: page.title for language, page in item.pages.items()},
        texts={
            language: TextDraft(words.html, words.word_count) for language, words in checked.texts[item.key].items()
        },
        media=tuple(_build_media(checked, name) for name in sorted(checked.media[item.key])),
        category=data.get("category"),
    )


def completion_rule(checked: CheckedPackage, data: dict[str, Any]) -> dict[str, Any]:
    """What makes the item complete; `progress.rules` decides by it."""
    if data["kind"] == "video":
        settings = checked.content.items[data["key"]].settings
        if settings is not None and "link" in settings.value:
            return {"kind": "mark", "of": "film"}
        return {"kind": "watch", "percent": int(data.get("watch_percent", WATCH_PERCENT))}
    if data["kind"] == "quiz":
        return {"kind": "score", "percent": int(checked.quizzes[data["key"]].settings["pass_percent"])}
    if data["kind"] == "assignment":
        rules = checked.assignments[data["key"]].settings
        if rules.get("complete") == "submit":
            return {"kind": "submit"}
        return {"kind": "score", "percent": int(rules["pass_percent"]), "of": "assignment"}
    return {"kind": "mark"}


def video_settings(checked: CheckedPackage, data: dict[str, Any]) -> dict[str, Any]:
    """What the player of this film needs to know."""
    if "link" in data:
        return linked_film(data)
    return {**data, "duration_seconds": film_seconds(checked.content, data) or 0}  # a draft may not know it yet


def _build_media(checked: CheckedPackage, name: str) -> MediaDraft:
    file = checked.content.media[name]
    return MediaDraft(name, file.source.digest, file.content_type, file.source.size_bytes)


def build_questions(checked: CheckedPackage) -> list[QuestionDraft]:
    """Every question of the package's banks."""
    return list(checked.banks.drafts.values())
