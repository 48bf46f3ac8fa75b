"""A draft becomes what trainees see while people learn: nothing they have is lost, and they are told what it means."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.assessment import services as quizzes
from lms.assessment.queries import attempt_sheet, quiz_content, responses_to
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files, yaml_files
from lms.authoring.queries.files import draft_package
from lms.authoring.queries.publication import publication_page
from lms.authoring.services import outline as services
from lms.authoring.services.courses import begin_with_files
from lms.authoring.services.drafts import open_draft, roll_back
from lms.authoring.services.files import Blob, Content, Stale, change_files
from lms.authoring.services.publishing import look_at_draft, publish_draft
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.messages import PluralSentence, Sentence
from lms.courses.models import Revision
from lms.courses.queries import CourseFacts, outline, published_course
from lms.courses.queries.identities import course_revisions
from lms.courses.services.standing import archive_course
from lms.jobs.worker import Worker
from lms.packages.importing import import_package
from lms.packages.reading import Package, read_package
from lms.packages.writing import write_yaml
from lms.progress.queries import progress_of
from lms.progress.services import take_grade
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.courses import SAMPLE
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import a_learner, the_item

NOW = authoring.NOW
PAGE = "items/what-is-in-it.en.md"


@pytest.fixture
def me(app: Flask) -> int:
    return int(a_person().id)


@pytest.fixture
def course(me: int) -> StudioCourse:
    """The sample, published as revision 1."""
    course = authoring.a_sample_draft(me)
    _publish(course, me)
    return authoring.the_course(course.slug)


def _publish(course: StudioCourse, by: int, now: Any = NOW) -> int:
    seen = authoring.the_course(course.slug)
    done = publish_draft(course.id, course.slug, seq=seen.draft_seq or 0, by=by, now=now)
    db.session.commit()
    return done.number


def _count_anew(app: Flask) -> None:
    db.session.commit()
    Worker(app.app_context).drain()


def _facts(course: StudioCourse) -> CourseFacts:
    found = published_course(course.slug)
    assert found is not None
    return found


def _percent(enrolment_id: int) -> tuple[int, int, int]:
    state = progress_of(enrolment_id).course
    assert state is not None
    return state.completed_items, state.required_items, state.percent


def _meaning(course: StudioCourse) -> list[str]:
    told = []
    for said in publication_page(authoring.the_course(course.slug)).meaning:
        assert isinstance(said, Sentence | PluralSentence)
        text = said.text if isinstance(said, Sentence) else (said.one if said.count == 1 else said.many)
        values = {**said.values, "count": said.count} if isinstance(said, PluralSentence) else said.values
        told.append(text % values)
    return told


def test_a_step_that_goes_keeps_what_people_achieved_and_comes_back_with_it(
    app: Flask, me: int, course: StudioCourse
) -> None:
    learner = a_learner(a_person(), _facts(course), "what-is-in-it", now=NOW)
    done, needed, percent = _percent(learner.id)
    step = services.delete_item(course.id, "what-is-in-it", subject="x", by=me, now=NOW)
    _publish(course, me)
    _count_anew(app)
    assert _percent(learner.id)[:2] == (done - 1, needed - 1)
    item = next(iter(progress_of(learner.id).items.values()))
    assert item.is_complete  # the achievement itself is kept

    from lms.authoring.services.history import take_back

    take_back(course.id, step or 0, by=me, now=NOW)
    assert _publish(course, me) == 3
    _count_anew(app)
    assert _percent(learner.id) == (done, needed, percent)


def test_a_new_required_step_lowers_percentages_and_completed_courses_stay_completed(
    app: Flask, me: int, course: StudioCourse
) -> None:
    learner = a_learner(a_person(), _facts(course), "what-is-in-it", now=NOW)
    finished = an_enrolment(a_person(), _facts(course), NOW, status="completed", completed_at=NOW)
    before = _percent(learner.id)
    key = services.add_item(course.id, "receive", "reading", "One more", by=me, now=NOW)
    change_files(course.id, {f"items/{key}.en.md": "---\ntitle: One more\n---\nRead this.\n"},
                 kind="edit-item", subject="x", by=me, now=NOW)  # fmt: skip
    told = _meaning(course)
    assert "2 people learn in this course." in told
    assert f"The course then needs {before[1] + 1} steps instead of {before[1]}. Percentages are counted anew." in told
    assert any("percentages may go down" in sentence for sentence in told)
    _publish(course, me)
    _count_anew(app)
    assert _percent(learner.id)[:2] == (before[0], before[1] + 1)
    assert _percent(learner.id)[2] < before[2]
    from lms.enrolment.queries import enrolment_by_id

    kept = enrolment_by_id(finished.id)
    assert kept is not None and kept.status == "completed"


def test_steps_made_optional_complete_the_course_of_whoever_has_done_the_rest(
    app: Flask, me: int, course: StudioCourse
) -> None:
    learner = a_learner(a_person(), _facts(course), "what-is-in-it", now=NOW)
    required = [item.key for item in outline(_facts(course).revision_id).items if item.required]
    for key in required:
        if key != "what-is-in-it":
            services.change_item(course.id, key, {"required": False}, subject=key, by=me, now=NOW)
    files = course_files(course.id)
    kept = {name: value for name, value in files.course["completion"].items() if name != "final_quiz"}
    change_files(course.id, {"course.yaml": write_yaml({**files.course, "completion": kept})},
                 kind="settings", subject="", by=me, now=NOW)  # fmt: skip
    assert "Whoever has done all that is needed then completes the course at once." in _meaning(course)
    _publish(course, me)
    _count_anew(app)
    assert _percent(learner.id) == (1, 1, 100)


def test_f11_an_open_attempt_stays_on_the_questions_it_began_with(app: Flask, me: int, course: StudioCourse) -> None:
    facts = _facts(course)
    learner = a_learner(a_person(), facts, "what-is-in-it", now=NOW)
    quiz = the_item(facts, "quiz-send")
    attempt = quizzes.start_attempt(
        enrolment_id=learner.id, person_id=learner.person_id, item_id=quiz.id, item_version_id=quiz.version_id, now=NOW
    )
    before = attempt_sheet(attempt.public_id)
    assert before is not None
    path = "questions/parcels.en.yaml"
    words = yaml_files(course.id, [path])[path].value
    changed = {key: {**each, "prompt": f"New {each['prompt']}"} for key, each in words.items()}
    change_files(course.id, {path: write_yaml(changed)}, kind="edit-question", subject="x", by=me, now=NOW)
    services.change_item(course.id, "quiz-send", {"minutes": 11}, subject="x", by=me, now=NOW)
    assert "1 quiz attempt is open. It stays on the questions it began with." in _meaning(course)
    _publish(course, me)
    _count_anew(app)
    after = attempt_sheet(attempt.public_id)
    assert after == before
    old = quiz_content(before.item_version_id).questions
    new = quiz_content(the_item(_facts(course), "quiz-send").version_id).questions
    assert not any("New " in words["prompt"] for q in old.values() for words in q.texts.values())
    assert any("New " in words["prompt"] for q in new.values() for words in q.texts.values())
    assert quizzes.grade(attempt.id, now=NOW + timedelta(minutes=1))
    assert responses_to(attempt.id) == {}


def test_f11_an_attempt_keeps_the_pictures_of_its_questions_when_the_quiz_has_others_or_is_gone(
    app: Flask, me: int, course: StudioCourse
) -> None:
    facts = _facts(course)
    trainee, other = a_person(), a_person()
    learner = a_learner(trainee, facts, "what-is-in-it", now=NOW)
    a_learner(other, facts, "what-is-in-it", now=NOW)
    quiz = the_item(facts, "quiz-send")
    (name, *_names) = quiz.media_names
    quizzes.start_attempt(
        enrolment_id=learner.id, person_id=learner.person_id, item_id=quiz.id, item_version_id=quiz.version_id, now=NOW
    )
    services.delete_item(course.id, "quiz-send", subject="x", by=me, now=NOW)
    _publish(course, me)
    answers = []
    for person in (trainee, other):
        client: Any = app.test_client()
        client.sign_in(person)
        answers.append(client.get(f"/learn/{course.slug}/quiz-send/media/{name}").status_code)
        assert client.get(f"/learn/{course.slug}/quiz-send/media/nothing.svg").status_code == 404
    assert answers == [200, 404]


def test_an_attempt_at_a_quiz_that_went_can_still_be_finished(app: Flask, me: int, course: StudioCourse) -> None:
    facts = _facts(course)
    learner = a_learner(a_person(), facts, "what-is-in-it", now=NOW)
    quiz = the_item(facts, "quiz-send")
    attempt = quizzes.start_attempt(
        enrolment_id=learner.id, person_id=learner.person_id, item_id=quiz.id, item_version_id=quiz.version_id, now=NOW
    )
    services.delete_item(course.id, "quiz-send", subject="x", by=me, now=NOW)
    assert any(sentence.startswith("1 step goes.") for sentence in _meaning(course))
    _publish(course, me)
    _count_anew(app)
    assert quizzes.grade(attempt.id, now=NOW + timedelta(minutes=1))
    assert not take_grade(enrolment_id=learner.id, item_id=quiz.id, percent=100.0, now=NOW)
    assert progress_of(learner.id).items[quiz.id].percent == 100.0


def test_what_was_looked_at_is_published_only_while_the_draft_is_the_same(me: int, course: StudioCourse) -> None:
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    seen = authoring.the_course(course.slug)
    looked = look_at_draft(course.id, course.slug)
    other = a_person().id
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nTheirs.\n"}, kind="edit-item", subject="x", by=other, now=NOW)
    with pytest.raises(Stale) as caught:
        publish_draft(course.id, course.slug, seq=seen.draft_seq or 0, by=me, now=NOW, looked=looked)
    assert caught.value.by == other
    assert len(course_revisions(course.id)) == 1


def test_an_archived_course_is_brought_back_before_it_is_published(me: int, course: StudioCourse) -> None:
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    archive_course(course.id)
    with pytest.raises(Refused, match="archived"):
        _publish(course, me)


def test_a_draft_whose_course_yaml_names_another_course_is_not_published(me: int, course: StudioCourse) -> None:
    files = course_files(course.id)
    change_files(course.id, {"course.yaml": write_yaml({**files.course, "course": "another"})},
                 kind="settings", subject="", by=me, now=NOW)  # fmt: skip
    with pytest.raises(Refused, match="names another course"):
        _publish(course, me)
    assert published_course("another") is None


def _imported(course: StudioCourse, text: str) -> Package:
    """A package of this course that says something else on one page, as `lms course import` would bring it."""
    from dataclasses import replace

    files = dict(draft_package(course.id, course.slug).files)
    data = text.encode()
    from lms.authoring.services.files import digest_of

    files[PAGE] = replace(files[PAGE], size_bytes=len(data), digest=digest_of(text), read=lambda: data, stream=None)
    return Package(course.slug, files)


def test_a_package_imported_over_a_changed_draft_is_told_and_can_be_taken(me: int, course: StudioCourse) -> None:
    package = _imported(course, "---\ntitle: T\n---\nBy command.\n")
    change_files(course.id, {"items/more-to-read.en.md": "---\ntitle: T\n---\nMine.\n"},
                 kind="edit-item", subject="x", by=me, now=NOW)  # fmt: skip
    made = import_package(package, now=NOW)
    page = publication_page(authoring.the_course(course.slug))
    assert page.overtaken is not None and page.overtaken.by.number == 2
    assert page.overtaken.base is not None and page.overtaken.base.number == 1
    roll_back(course.id, made.revision_id, 2, by=me, now=NOW, is_current=True)
    page = publication_page(authoring.the_course(course.slug))
    assert page.overtaken is None and not page.differs
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine again.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    assert publication_page(authoring.the_course(course.slug)).overtaken is None


def test_going_back_to_an_older_revision_is_not_told_as_a_package_that_came_in_between(
    me: int, course: StudioCourse
) -> None:
    first = course_revisions(course.id)[0]
    change_files(course.id, {PAGE: "---\ntitle: T\n---\nMine.\n"}, kind="edit-item", subject="x", by=me, now=NOW)
    _publish(course, me)
    roll_back(course.id, first.id, 1, by=me, now=NOW)
    page = publication_page(authoring.the_course(course.slug))
    assert page.differs and page.overtaken is None
    assert [change.group for change in page.changes] == ["outline", "texts"]


def test_a_course_made_from_no_package_has_no_way_back(app: Flask, me: int) -> None:
    from tests.factories.courses import a_course

    facts = a_course()
    open_draft(facts.id, facts.revision_id, now=NOW)
    with pytest.raises(Refused, match="not made from a package"):
        roll_back(facts.id, facts.revision_id, 1, by=me, now=NOW)


@pytest.fixture
def together(live_app: Flask) -> Callable[[Callable[[int], Any], int], list[Any]]:
    """Runs `work(n)` so many times at once, each in its own session, and returns what each gave or raised."""

    def one(work: Callable[[int], Any], n: int) -> Any:
        with live_app.app_context():
            try:
                answer = work(n)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                answer = error
            db.session.remove()
            return answer

    def run(work: Callable[[int], Any], count: int) -> list[Any]:
        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(lambda n: one(work, n), range(count)))

    return run


def test_people_who_publish_at_once_make_one_revision_and_the_others_are_told(live_app: Flask, together: Any) -> None:
    with live_app.app_context():
        people = [a_person().id for _n in range(6)]
        course = authoring.a_sample_draft(people[0], slug="sample-parcels")
        db.session.commit()
        db.session.remove()
    done = together(lambda n: publish_draft(course.id, course.slug, seq=1, by=people[n], now=NOW), len(people))
    assert [type(each).__name__ for each in done] == ["Imported"] * len(people)
    assert sorted(each.is_new for each in done) == [False] * 5 + [True]
    assert {each.number for each in done} == {1}
    with live_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Revision)) == 1
        db.session.remove()


def test_an_edit_that_comes_while_somebody_publishes_is_in_the_revision_or_the_publication_is_refused(
    live_app: Flask, together: Any
) -> None:
    with live_app.app_context():
        me = a_person().id
        course = authoring.a_sample_draft(me, slug="sample-parcels")
        db.session.commit()
        db.session.remove()

    def work(n: int) -> Any:
        if n % 2:
            text = f"---\ntitle: T\n---\nEdit {n}.\n"
            return change_files(course.id, {PAGE: text}, kind="edit-item", subject="x", by=me, now=NOW).seq
        return publish_draft(course.id, course.slug, seq=1, by=me, now=NOW).number

    done = together(work, 8)
    assert all(isinstance(each, int | Stale) for each in done), done
    with live_app.app_context():
        revisions = course_revisions(course.id)
        assert len(revisions) <= 1
        if revisions:  # then it is what the draft was before every edit
            assert revisions[0].digest == _sample_digest()
        assert authoring.the_course(course.slug).draft_seq == 5
        db.session.remove()


def _sample_digest() -> str:
    return read_package(SAMPLE).digest


def test_a08_a_draft_with_the_very_files_of_another_course_publishes_nothing(course: StudioCourse, me: int) -> None:
    """They are published already, but as that course: neither becomes the other."""
    files: dict[str, Content] = {
        path: text if (text := file.read().decode(errors="ignore")) and not path.startswith("media/")
        else Blob(file.digest, file.size_bytes)
        for path, file in draft_package(course.id, course.slug).files.items()
    }  # fmt: skip
    begin_with_files("look-alike", files, kind="import", subject="x", by=me, now=NOW)
    alike = authoring.the_course("look-alike")
    with pytest.raises(Refused, match="names another course"):
        publish_draft(alike.id, alike.slug, seq=1, by=me, now=NOW)
    after = authoring.the_course("look-alike")
    assert (after.state, after.revision_id, after.base_revision_id) == ("draft", None, None)
    assert _facts(course).revision_number == 1
