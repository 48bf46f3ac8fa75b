"""What may be done with a course as a whole, and who works on it."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lms.accounts.queries import invitations_to, roles_of, staff_of
from lms.accounts.services import grant_role, invite_to_staff
from lms.audit.queries import entries
from lms.authoring.queries.courses import StudioCourse, studio_course
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_package
from lms.authoring.services.publishing import publish_draft
from lms.core.clock import utc_now
from lms.courses.queries import published_course
from lms.packages.checking import examine_package
from lms.packages.reading import read_package
from tests.factories import authoring
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.authoring import NOW


def test_the_draft_is_downloaded_as_the_package_it_is(client: Any, course: StudioCourse, tmp_path: Path) -> None:
    answer = client.get(f"/studio/{course.slug}/package")
    assert answer.mimetype == "application/zip" and f"{course.slug}.zip" in answer.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    (tmp_path / "again.zip").write_bytes(answer.data)
    assert read_package(tmp_path / "again.zip").digest == draft_package(course.id, course.slug).digest


def test_a_copy_is_a_course_of_its_own_without_the_staff_of_the_first(
    client: Any, course: StudioCourse, me: Any
) -> None:
    other = an_instructor(course)
    client.sign_in(other)
    sent = {"copy_title": "The copy", "copy_slug": ""}
    page = client.post(f"/studio/{course.slug}/copy", data=sent, follow_redirects=True)
    copy = studio_course("the-copy")
    assert copy is not None and "This is the copy." in page.text
    assert [(one.person_id, one.role) for one in staff_of(copy.id)] == [(other.id, "owner")]
    assert (
        course_files(copy.id).course["course"] == "the-copy"
        and course_files(copy.id).words["en"]["title"] == "The copy"
    )
    assert examine_package(draft_package(copy.id, copy.slug)).content.mistakes == []
    again = client.post(f"/studio/{course.slug}/copy", data={"copy_title": "x", "copy_slug": "the-copy"})
    assert again.status_code == 422 and "There is a course at this address already." in again.text


def test_a_course_is_archived_restored_and_only_deleted_before_its_publication(
    client: Any, course: StudioCourse, me: Any
) -> None:
    publish_draft(course.id, course.slug, seq=1, by=me.id, now=NOW)
    url = f"/studio/{course.slug}"
    assert "Delete for good" not in client.get(f"{url}/settings").text
    client.post(f"{url}/archive")
    assert studio_course(course.slug).state == "archived"  # type: ignore[union-attr]
    assert "Only a published course can be archived." in client.post(f"{url}/archive", follow_redirects=True).text
    client.post(f"{url}/restore")
    assert published_course(course.slug) is not None
    refused = client.post(f"{url}/delete", data={"address": course.slug}, follow_redirects=True)
    assert "archive it instead" in refused.text
    assert studio_course(course.slug) is not None


def test_deleting_wants_the_address_typed_and_leaves_nothing(client: Any, course: StudioCourse, me: Any) -> None:
    invite_to_staff(course.id, "x@example.org", "assistant", course_title="T", by=me.id, now=utc_now())
    url = f"/studio/{course.slug}"
    assert client.post(f"{url}/delete", data={"address": "another"}).status_code == 422
    assert studio_course(course.slug) is not None
    assert client.post(f"{url}/delete", data={"address": course.slug}).status_code == 302
    assert studio_course(course.slug) is None and roles_of(me.id) == []
    assert entries(action="course.deleted", size=5)[0]


@pytest.mark.parametrize("verb", ["archive", "restore", "delete", "staff/invite", "staff/change", "staff/remove"])
def test_a08_an_instructor_of_the_course_is_not_its_owner(client: Any, course: StudioCourse, verb: str) -> None:
    helper = an_instructor(course)
    client.sign_in(helper)
    sent = {"address": course.slug, "person": helper.public_id, "role": "owner", "email": helper.email}
    assert client.post(f"/studio/{course.slug}/{verb}", data=sent).status_code == 404
    assert [role.role for role in roles_of(helper.id)] == ["instructor"]
    page = client.get(f"/studio/{course.slug}/staff").text
    assert "Invite somebody" not in page and "@example.org" not in page


# staff


def test_an_owner_invites_and_the_invited_person_decides(client: Any, course: StudioCourse, mailbox: Any) -> None:
    helper = a_person(email="helper@example.org", printed_name="Бахтияр")
    url = f"/studio/{course.slug}/staff"
    page = client.post(
        f"{url}/invite", data={"email": "helper@example.org", "role": "instructor"}, follow_redirects=True
    )
    assert "a letter is on its way" in page.text and "Бахтияр" not in page.text
    (letter,) = mailbox()
    path = letter.get_body(("plain",)).get_content().split("/studio/join/")[1].split()[0]
    client.sign_in(a_person())
    assert client.get(f"/studio/join/{path}").status_code == 404
    client.sign_in(helper)
    assert "Aigerim" in client.get(f"/studio/join/{path}").text
    assert client.get("/studio/").status_code == 403
    client.post(f"/studio/join/{path}")
    assert client.get(f"/studio/{course.slug}/").status_code == 200, "they stay signed in and may go on"
    assert client.get(f"/studio/join/{path}").status_code == 404


def test_e02_inviting_answers_the_same_for_known_and_unknown_addresses(client: Any, course: StudioCourse) -> None:
    a_person(email="known@example.org")
    answers = []
    for email in ("known@example.org", "nobody@example.org"):
        answer = client.post(
            f"/studio/{course.slug}/staff/invite", data={"email": email, "role": "assistant"}, follow_redirects=True
        )
        answers.append((answer.status_code, answer.text.split("<main")[1].split("Invite somebody")[0].count("<tr>")))
    assert answers[0][0] == answers[1][0] == 200
    assert answers[1][1] == answers[0][1] + 1, "each stands in the list of the invited, whoever it belongs to"


def test_g16_an_address_gets_no_more_than_three_invitations_an_hour(client: Any, course: StudioCourse) -> None:
    sent = {"email": "often@example.org", "role": "assistant"}
    codes = [client.post(f"/studio/{course.slug}/staff/invite", data=sent).status_code for _try in range(4)]
    assert codes == [302, 302, 302, 429]
    assert len(invitations_to(course.id, utc_now())) == 1


def test_owners_change_and_remove_staff_but_the_last_owner_stays(client: Any, course: StudioCourse, me: Any) -> None:
    helper = an_instructor(course, "assistant")
    url = f"/studio/{course.slug}/staff"
    client.post(f"{url}/change", data={"person": helper.public_id, "role": "instructor"})
    assert {one.person_id: one.role for one in staff_of(course.id)} == {me.id: "owner", helper.id: "instructor"}
    page = client.post(f"{url}/remove", data={"person": me.public_id}, follow_redirects=True)
    assert "A course keeps at least one owner." in page.text
    client.post(f"{url}/remove", data={"person": helper.public_id})
    assert [one.person_id for one in staff_of(course.id)] == [me.id]
    outsider = a_person()
    assert (
        "no longer on the staff"
        in client.post(
            f"{url}/change", data={"person": outsider.public_id, "role": "owner"}, follow_redirects=True
        ).text
    )
    assert roles_of(outsider.id) == []


def test_an_administrator_looks_after_a_course_without_staff(client: Any) -> None:
    course = authoring.a_sample_draft(a_person().id)
    client.sign_in(an_administrator())
    assert client.get(f"/studio/{course.slug}/staff").status_code == 200
    assert client.get(f"/studio/{course.slug}/settings").status_code == 200


def test_an_author_owns_only_their_own_courses(client: Any, me: Any) -> None:
    grant_role(me.id, "author", by=None, now=utc_now())
    foreign = authoring.a_sample_draft(a_person().id)
    client.sign_in(me)
    assert client.get(f"/studio/{foreign.slug}/").status_code == 404
    assert client.post(f"/studio/{foreign.slug}/copy", data={"copy_title": "Mine"}).status_code == 404
