"""Every mistake that docs/course-format.md knows, with its file, its line and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lms.core.paths import content_folder
from lms.packages.checking import check_package
from lms.packages.reading import read_package

Change = Callable[[str, str, str], None]
Mistakes = Callable[[], list[str]]

COURSE = "course.yaml"
WORDS = "course.en.yaml"
READING = "items/what-is-in-it.en.md"
QUIZ = "items/quiz-send.yaml"
FINAL = "items/final-quiz.yaml"
VIDEO = "items/packing-film.yaml"
BANK = "questions/parcels.yaml"
TEXTS = "questions/parcels.en.yaml"


def test_the_sample_has_no_mistake(mistakes: Mistakes) -> None:
    assert mistakes() == []


@pytest.mark.parametrize("slug", ["digital-trade-foundations", "customs-vat-landed-cost"])
def test_the_courses_of_the_programme_have_no_mistake(slug: str) -> None:
    checked = check_package(read_package(content_folder() / slug))
    assert len(checked.banks.drafts) >= 40


@pytest.mark.parametrize(
    ("path", "before", "after", "told"),
    [
        # the structure
        (COURSE, "level: basic", "level: easy", "4: level is 'easy': write basic or intermediate or advanced"),
        (COURSE, "hours: 2\n", "", "1: hours is missing: add hours: …"),
        (COURSE, "hours: 2", "hours: two", "5: hours is 'two': write whole hours, 1 to 500"),
        (COURSE, "hours: 2", "hours: 2\nprice: 5", "6: price is not known: remove it or use "),
        (COURSE, "languages: [en, ru]", "languages: [en, ru, en]", "7: languages names 'en' twice: keep one"),
        (COURSE, "languages: [en, ru]", "languages: [en, russian]", "7: languages[2] is 'russian': write a language t"),
        (COURSE, "source_language: en", "source_language: kk", "6: the source language is not among the languages: "),
        (COURSE, "course: sample-parcels", "course: Sample", "2: course is 'Sample': write lower-case letters"),
        (COURSE, "required_items: all", "required_items: 9", "11: 9 items are asked for, but 5 are required items: as"),
        (COURSE, "required_items: all", "required_items: some", "11: completion.required_items is 'some': write all,"),
        (COURSE, "final_quiz: final-quiz", "final_quiz: at-the-door", "12: the final quiz at-the-door is no quiz of t"),
        (COURSE, "    after: send", "    after: later", "23: receive waits for later, which is no module before it: n"),
        (COURSE, "after: what-is-in-it", "after: final-quiz", "20: quiz-send waits for final-quiz, which is no item b"),
        (COURSE, "key: more-to-read", "key: what-is-in-it", "21: the key what-is-in-it stands here a second time: giv"),
        (COURSE, "minutes: 4}", "minutes: 4, watch_percent: 50}", "25: a reading has no watch_percent: remove it"),
        (COURSE, "course: sample-parcels", "course: sample-parcels\nprerequisites: [sample-parcels]", "3: the course"),
        (COURSE, "number: 90", "number: 90\nnumber: 91", "4: number stands here twice: keep one of them"),
        (COURSE, "  mode: open", "  mode: open\n  opens_on: soon", "10: enrolment.opens_on is 'soon': write a day"),
        (COURSE, "  mode: open", "  mode: open\n  opens_on: 2027-02-30", "10: 2027-02-30 is not in the calendar: "),
        (
            COURSE,
            "  mode: open",
            "  mode: open\n  opens_on: 2027-03-02\n  closes_on: 2027-03-01",
            "11: the last day to enrol is before the first: exchange or correct the days",
        ),
        (COURSE, "hours: 2", "hours: &h 2", "5: anchors and aliases (& and *) are not allowed: "),
        (COURSE, "hours: 2", "hours: !!python/name:os.system 2", "5: the tag tag:yaml.org,2002:python/name:os.system"),
        (COURSE, "hours: 2", "hours: 1e999", "5: 1e999 is too large a number: give a smaller one"),
        (COURSE, "hours: 2", "hours: .nan", "5: .nan is not a number: give a number"),
        (COURSE, "hours: 2", "\thours: 2", "5: this is not YAML (found a tab character that violates indentation): qu"),
        # its words
        (WORDS, "  receive: Receive\n", "", "13: the module receive has no words: add receive: …"),
        (WORDS, "  receive: Receive", "  receive: Receive\n  third: Third", "16: there is no module third: correct th"),
        (WORDS, "title: Parcels for a small shop", 'title: ""', "1: title is '': write one line"),
        (WORDS, "You pack it,", "![x](../media/scale.png) You pack it,", "7: a picture stands where none can be shown"),
        # readings
        (READING, "title: What is in it", "titel: What", "2: titel is not known: remove it or use title"),
        (READING, "---\ntitle", "title", "1: the front matter is missing: begin with ---"),
        (READING, "## Three facts", "# Three facts", "6: a heading has the level of the page's title: begin headings"),
        (READING, "### Weigh it", "##### Weigh it", "19: a heading of level 5 follows level 2: write ###"),
        (READING, "[a kitchen scale]", "[]", "21: a picture has no alternative text: describe what it shows"),
        (READING, "(../media/scale.png)", "(../media/scales.png)", "21: media/scales.png is not there: add the file,"),
        (READING, "(../media/scale.png)", "(https://a.example/x)", "21: 'https://a.example/x' leads to no film"),
        (READING, "(../media/scale.png)", "(../media/film.webm)", "21: film.webm is no picture: show SVG, PNG"),
        (READING, "::: try", "::: tries", "23: '::: tries' is not a box: write ::: and one of try"),
        (READING, "Keep a copy.\n:::", "Keep a copy.", "35: this box is never closed: end it with a line :::"),
        (READING, "Keep a copy.", "[Keep](javascript) a copy.", "36: the link 'javascript' leads nowhere: begin it wi"),
        # quizzes
        (QUIZ, "bank: parcels", "bank: letters", "2: there is no bank letters: add questions/letters.yaml"),
        (QUIZ, "tag: basics", "tag: hard", "2: no question of parcels carries the tag hard: correct the tag"),
        (QUIZ, "grade: best", "grade: worst", "6: grade is 'worst': write best or last or mean"),
        (QUIZ, "pass_percent: 60", "pass_percent: 0", "5: pass_percent is 0: write a whole number from 1 to 100"),
        (QUIZ, "tag: basics}", "tag: basics}\n  - {bank: parcels, draw: 1}", "3: this section can draw what-belongs a"),
        (FINAL, "draw: 8", "draw: 9", "2: 9 questions are drawn, but there are 8: draw fewer, or write more"),
        (FINAL, "attempts: 2\n", "feedback: after_last_attempt\n", "7: feedback stands here twice: keep one of them"),
        # videos
        (VIDEO, "file: film.webm", "file: other.webm", "1: media/other.webm is not there: add the file, or correct"),
        (VIDEO, "file: film.webm", "file: scale.png", "1: scale.png is not a film (MP4 or WebM): name a film"),
        (VIDEO, "en: film.en.vtt, ", "", "3: there are no captions in en: add them"),
        (VIDEO, "ru: film.ru.vtt", "kk: film.ru.vtt", "3: kk is not among the languages of course.yaml: add it there"),
        # banks
        (BANK, "answer: b", "answer: z", "4: answer 'z' is not among the options: name one of them"),
        (BANK, "kind: single", "kind: choice", "2: [1].kind is 'choice': write single or multiple or"),
        (BANK, "key: steps", "key: who-pays", "20: the key who-pays stands in the course a second time: give"),
        (BANK, "formula: (price + freight)", "formula: (price + weight)", "27: formula uses weight: add it to the var"),
        (BANK, "formula: (price + freight)", "formula: ().__class__ + (price + freight)", "27: formula can't be read,"),
        (BANK, "formula: (price + freight)", "formula: price / (duty - 5) + (price + freight)", "27: formula can't al"),
        (TEXTS, "steps:\n", "stops:\n", "1: the question steps has no words: add steps: …"),
        (TEXTS, 'c: "Goods"}', "}", "6: the key of options c has no words: add c: …"),
        (TEXTS, "accepted: [CN 22, CN22]", "accepted: []", "23: which-form.accepted is empty: add at least 1"),
        (TEXTS, "  prompt: In which order?", "  prompt: In which order?\n  hint: x", "32: steps.hint is not known: re"),
        (TEXTS, "freight {freight} EUR", "freight EUR", "35: landed-price never shows its number {freight}: write it"),
        (TEXTS, "({price} + {freight})", "({price} + {fright})", "36: {fright} is no variable of landed-price: correc"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_do(
    change: Change, mistakes: Mistakes, path: str, before: str, after: str, told: str
) -> None:
    change(path, before, after)
    found = mistakes()
    assert any(line.startswith(f"{path}:{told}") for line in found), found


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("items/what-is-in-it.kk.md", b"x", "1: kk is not among the languages of course.yaml: add it there, or remove"),
        ("items/other.en.md", b"x", "1: no item of course.yaml has this file: add the item there, or remove the file"),
        ("items/at-the-door.yaml", b"x", "1: no item of course.yaml has this file"),
        ("notes.txt", b"x", "1: this file does not belong to a package: remove it"),
        ("Items/x.md", b"x", "1: the name of this file is not allowed: use lower-case letters"),
        ("items/deep/x.md", b"x", "1: the name of this file is not allowed"),
        ("media/scale.png", b"\x89PNG\r\n\x1a\n", "1: the picture is damaged: save it again"),
        ("media/scale.png", b"GIF89a/*<script>alert(1)</script>*/", "1: its content is not what .png says: keep SVG"),
        ("media/page.html", b"<script>alert(1)</script>", "1: a file .html is no medium of a course: keep SVG"),
        ("media/film.en.vtt", b"1\n00:00 --> 00:01\n", "1: the captions are not WebVTT: begin the file with the line"),
        ("media/film.en.vtt", b"WEBVTT\n\nSTYLE\n::cue{}\n", "3: the captions bring their own style: remove STYLE"),
        ("course.en.yaml", b"\xff\xfe\x00", "1: it is not UTF-8: save it as UTF-8"),
        ("course.en.yaml", b"title: a\x1b[31m\n", "1: it holds a control character: remove the invisible character"),
        ("course.en.yaml", b"", "1: the file is empty: write it as docs/course-format.md shows"),
        ("items/at-the-door.en.md", b"---\ntitle: x\n---\n\n", "4: the text is empty: write what the trainee reads"),
    ],
)  # fmt: skip
def test_a_strange_file_is_told(sample: Path, mistakes: Mistakes, path: str, content: bytes, told: str) -> None:
    (sample / path).parent.mkdir(exist_ok=True)
    (sample / path).write_bytes(content)
    found = mistakes()
    assert any(line.startswith(f"{path}:{told}") for line in found), found


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("course.yaml", "course.yaml:1: the file is missing"),
        ("course.en.yaml", "course.en.yaml:1: the file is missing"),
        ("items/at-the-door.en.md", "items/at-the-door.en.md:1: the file is missing"),
        ("items/quiz-send.yaml", "items/quiz-send.yaml:1: the file is missing"),
        ("questions/parcels.en.yaml", "questions/parcels.en.yaml:1: the file is missing"),
        (
            "media/parcel.en.svg",
            "items/what-is-in-it.en.md:8: media/parcel.svg is there in ru but not in en: add media/parcel.en.svg",
        ),
    ],
)
def test_a_missing_file_is_told(sample: Path, mistakes: Mistakes, path: str, told: str) -> None:
    (sample / path).unlink()
    found = mistakes()
    assert any(line.startswith(told) for line in found), found


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "course.ru.yaml",
            "course.ru.yaml:1: it is not translated into ru: translate it; until then they read it in en",
        ),
        ("items/at-the-door.ru.md", "items/at-the-door.ru.md:1: it is not translated into ru"),
        ("questions/parcels.ru.yaml", "questions/parcels.ru.yaml:1: it is not translated into ru"),
    ],
)
def test_a_missing_translation_is_remarked_on_and_refuses_nothing(sample: Path, path: str, told: str) -> None:
    (sample / path).unlink()
    remarks = check_package(read_package(sample)).content.remarks
    assert any(str(remark).startswith(told) for remark in remarks), remarks


@pytest.mark.parametrize(
    ("path", "before", "after", "told"),
    [
        (TEXTS, "  explanation: CN 22.\n", "", f"{TEXTS}:21: which-form.explanation is missing: add it"),
        ("items/what-is-in-it.ru.md", None, "---\ntitle: x\n---\n\n", "items/what-is-in-it.ru.md:4: the text is empty"),
        (
            "questions/more.yaml",
            None,
            "- {key: new, kind: true_false, answer: true}\n",
            "questions/more.yaml:1: no quiz",
        ),
    ],
)
def test_what_trainees_would_miss_is_remarked_on(
    sample: Path, path: str, before: str | None, after: str, told: str
) -> None:
    file = sample / path
    file.write_text(file.read_text().replace(before, after) if before else after)
    if path == "questions/more.yaml":
        (sample / "questions/more.en.yaml").write_text("new: {prompt: Is it so?}\n")
    remarks = check_package(read_package(sample)).content.remarks
    assert any(str(remark).startswith(told) for remark in remarks), remarks


def test_an_unused_file_is_remarked_on(sample: Path) -> None:
    (sample / "media/unused.png").write_bytes((sample / "media/scale.png").read_bytes())
    assert [r.path for r in check_package(read_package(sample)).content.remarks] == ["media/unused.png"]


def test_a_quiz_needs_no_introduction(sample: Path) -> None:
    for language in ("en", "ru"):
        (sample / f"items/quiz-send.{language}.md").write_text("---\ntitle: Quiz\n---\n")
    assert check_package(read_package(sample)).content.remarks == []


def test_an_empty_module_is_a_mistake(change: Change, sample: Path, mistakes: Mistakes) -> None:
    course = (sample / "course.yaml").read_text()
    (sample / "course.yaml").write_text(course + "  - {key: empty, items: []}\n")
    assert any("the module empty is empty: add an item, or remove the module" in line for line in mistakes())


def test_all_mistakes_come_at_once_by_file_and_line(change: Change, mistakes: Mistakes) -> None:
    change(READING, "### Weigh it", "##### Weigh it")
    change(READING, "::: try", "::: tries")
    change(BANK, "answer: b", "answer: z")
    change(COURSE, "final_quiz: final-quiz", "final_quiz: nothing")
    found = mistakes()
    places = [tuple(line.split(":")[:2]) for line in found]
    assert [(path, int(line)) for path, line in places] == sorted((path, int(line)) for path, line in places)
    assert {path for path, _line in places} >= {READING, BANK, COURSE}


def test_lines_are_right_in_files_with_windows_line_ends(sample: Path, mistakes: Mistakes) -> None:
    text = (sample / READING).read_text(encoding="utf-8").replace("### Weigh it", "##### Weigh it")
    (sample / READING).write_bytes(text.replace("\n", "\r\n").encode())
    assert mistakes() == [f"{READING}:19: a heading of level 5 follows level 2: write ###"]


def test_what_tools_leave_behind_is_ignored(sample: Path, mistakes: Mistakes) -> None:
    for path in (".git/HEAD", ".DS_Store", "items/.at-the-door.en.md.swp", "__MACOSX/x"):
        (sample / path).parent.mkdir(exist_ok=True)
        (sample / path).write_bytes(b"x")
    assert mistakes() == []


def test_a_reading_without_a_variant_of_its_language_takes_the_common_figure(sample: Path, mistakes: Mistakes) -> None:
    (sample / "media/parcel.ru.svg").unlink()
    (sample / "media/parcel.en.svg").rename(sample / "media/parcel.svg")
    assert mistakes() == []


def test_a_bank_may_wait_for_its_first_question(sample: Path) -> None:
    (sample / "questions/later.yaml").write_text("[]\n")
    for language in ("en", "ru"):
        (sample / f"questions/later.{language}.yaml").write_text("{}\n")
    remarks = check_package(read_package(sample)).content.remarks
    assert [remark.wrong for remark in remarks] == ["no quiz draws from this bank", "the bank has no question"]


def test_a_quiz_cannot_draw_from_a_bank_without_questions(change: Change, sample: Path, mistakes: Mistakes) -> None:
    (sample / BANK).write_text("[]\n")
    for language in ("en", "ru"):
        (sample / f"questions/parcels.{language}.yaml").write_text("{}\n")
    assert any(line.startswith("items/final-quiz.yaml:2: the bank parcels has no question") for line in mistakes())


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("b: ", "x: ", "the key of options b has no words"),
        ("{price}", "{cost}", "{cost} is no variable of landed-price"),
    ],
)
def test_a_translation_that_no_longer_fits_is_left_out(sample: Path, before: str, after: str, told: str) -> None:
    path = "questions/parcels.ru.yaml"
    (sample / path).write_text((sample / path).read_text().replace(before, after))
    checked = check_package(read_package(sample))
    assert told in [remark.wrong for remark in checked.content.remarks if remark.path == path]
    assert any(set(draft.texts) == {"en"} for draft in checked.banks.drafts.values())
    assert any(set(draft.texts) == {"en", "ru"} for draft in checked.banks.drafts.values())
