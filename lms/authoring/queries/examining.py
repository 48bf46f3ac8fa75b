"""The check of a publication over some files of a draft: it takes as long as they are, whatever the course's size."""

from functools import partial

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import FileFacts, draft_files, draft_texts
from lms.authoring.queries.items import DraftItem
from lms.authoring.rules.needed import media_named, texts_of_item
from lms.packages.checking import CheckedPackage, examine_package
from lms.packages.exporting import stored_file
from lms.packages.problems import BadPackage, Problem
from lms.packages.reading import Package, SourceFile


def examined(
    course: StudioCourse, files: dict[str, FileFacts], wanted: list[str], *, with_media: bool = False
) -> CheckedPackage:
    """What can be made of these texts of the draft alone, with the media that they name: one statement.

    `files` are all of the draft. Raises `BadPackage` when course.yaml can't be read.
    """
    texts = draft_texts(course.id, wanted)
    chosen = {
        path: SourceFile(path, files[path].size_bytes, file.digest, partial(str.encode, file.text))
        for path, file in texts.items()
    }
    if with_media:
        settings = (file.text for path, file in texts.items() if path.startswith("items/") and path.endswith(".yaml"))
        for path in media_named((file.text for file in texts.values()), settings, files):
            chosen[path] = stored_file(path, files[path].size_bytes, files[path].digest)
    return examine_package(Package(course.slug, chosen))


def mistakes_in(checked: CheckedPackage, paths: set[str]) -> list[Problem]:
    """Mistakes in these files; what the others lack is no matter of the page that asks."""
    return [problem for problem in checked.content.mistakes if problem.path in paths]


def files_of_step(files: dict[str, FileFacts], key: str, languages: set[str]) -> list[str]:
    """The texts that one step needs in these languages, the banks of a quiz too."""
    settings = files.get(f"items/{key}.yaml")
    return texts_of_item(files, key, languages, settings.facts if settings else {})


def settings_mistakes(course: StudioCourse, item: DraftItem) -> list[Problem]:
    """What keeps an item from being published beside its text: no captions, no questions, a rubric without words.

    Two statements, none for a reading; of the store the film and its captions. A course.yaml that can't be read is
    told when the course is published.
    """
    if item.kind == "reading":
        return []
    files = draft_files(course.id)
    wanted = [path for path in files_of_step(files, item.key, {item.language}) if not path.endswith(".md")]
    try:
        checked = examined(course, files, ["course.yaml", *wanted], with_media=item.kind == "video")
    except BadPackage:
        return []
    return mistakes_in(checked, {f"items/{item.key}.yaml", f"items/{item.key}.{item.language}.yaml"})
