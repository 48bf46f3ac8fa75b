"""A draft becomes what trainees see while people learn: nothing they have is lost, and they are told what it means."""

from datetime import timedelta
from typing import Any

from flask import Flask

from lms.assessment import services as quizzes
from lms.assessment.queries import attempt_sheet, quiz_content, responses_to
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files, yaml_files
from lms.authoring.queries.publication import publication_page
from lms.authoring.services import outline as services
from lms.authoring.services.files import change_files
from lms.authoring.services.history import take_back
from lms.core.db import db
from lms.core.messages import PluralSentence, Sentence
from lms.courses.queries import CourseFacts, outline, published_course
from lms.enrolment.queries import enrolment_by_id
from lms.jobs.worker import Worker
from lms.packages.writing import write_yaml
from lms.progress.queries import progress_of
from lms.progress.services import take_grade
from tests.authoring.publications import publish
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import a_learner, the_item

NOW = authoring.NOW


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
    publish(course, me)
    _count_anew(app)
    assert _percent(learner.id)[:2] == (done - 1, needed - 1)
    item = next(iter(progress_of(learner.id).items.values()))
    assert item.is_complete  # the achievement itself is kept

    take_back(course.id, step or 0, by=me, now=NOW)
    assert publish(course, me) == 3
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
    publish(course, me)
    _count_anew(app)
    assert _percent(learner.id)[:2] == (before[0], before[1] + 1)
    assert _percent(learner.id)[2] < before[2]
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
    publish(course, me)
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
    publish(course, me)
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
    publish(course, me)
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
    publish(course, me)
    _count_anew(app)
    assert quizzes.grade(attempt.id, now=NOW + timedelta(minutes=1))
    assert not take_grade(enrolment_id=learner.id, item_id=quiz.id, percent=100.0, now=NOW)
    assert progress_of(learner.id).items[quiz.id].percent == 100.0
