"""Many publish, and one edits, at the same moment: the database decides, whatever the order."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from lms.authoring.services.files import Stale, change_files
from lms.authoring.services.publishing import publish_draft
from lms.core.db import db
from lms.courses.models import Revision
from lms.courses.queries.identities import course_revisions
from lms.packages.importing import Imported
from lms.packages.reading import read_package
from tests.authoring.publications import PAGE
from tests.factories import authoring
from tests.factories.accounts import a_person
from tests.factories.courses import SAMPLE
from tests.together import all_together

NOW = authoring.NOW


def test_people_who_publish_at_once_make_one_revision_and_the_others_are_told(live_app: Flask) -> None:
    with live_app.app_context():
        people = [a_person().id for _n in range(6)]
        course = authoring.a_sample_draft(people[0], slug="sample-parcels")
        db.session.commit()
        db.session.remove()

    def all_publish(n: int) -> Imported:
        return publish_draft(course.id, course.slug, seq=1, by=people[n], now=NOW)

    done = all_together(live_app, all_publish, len(people))
    assert [type(each).__name__ for each in done] == ["Imported"] * len(people)
    assert sorted(each.is_new for each in done) == [False] * 5 + [True]
    assert {each.number for each in done} == {1}
    with live_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Revision)) == 1
        db.session.remove()


def test_an_edit_that_comes_while_somebody_publishes_is_in_the_revision_or_the_publication_is_refused(
    live_app: Flask,
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

    done = all_together(live_app, work, 8)
    assert all(isinstance(each, int | Stale) for each in done), done
    with live_app.app_context():
        revisions = course_revisions(course.id)
        assert len(revisions) <= 1
        if revisions:  # then it is what the draft was before every edit
            assert revisions[0].digest == read_package(SAMPLE).digest
        assert authoring.the_course(course.slug).draft_seq == 5
        db.session.remove()
