"""What became of one question: in the draft, and in what trainees have seen."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms.authoring import policies
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.question_history import draft_steps, published_versions
from lms.authoring.queries.questions import banks_of, draft_question
from lms.authoring.rules.readable import NAMES
from lms.authoring.views.blueprint import blueprint, opened, the_course, title_of
from lms.web.guards import guarded


@blueprint.get("/studio/<slug>/questions/<bank>/<key>/revisions")
@guarded(policies.may_see_draft, hidden=True, course=the_course)
def question_revisions(course: StudioCourse, bank: str, key: str) -> ResponseReturnValue:
    """Who changed it when, and how it read."""
    course = opened(course)
    source = course_files(course.id).source_language
    if draft_question(banks_of(course.id), bank, key, source) is None:
        abort(404)
    return render_template(
        "authoring/question_revisions.html",
        course=course,
        course_title=title_of(course),
        bank=bank,
        key=key,
        language=source,
        steps=draft_steps(course.id, key, source),
        versions=published_versions(course.id, key, source),
        names=NAMES,
    )
