"""Screens of course staff, coordinators and administrators."""

from tests.journeys.acts import Screen, sent
from tests.journeys.conftest import Site
from tests.journeys.furniture import BY_REQUEST, FULL, LATER, SUSPENDED, UNCONFIRMED
from tests.journeys.learning import COURSE
from tests.journeys.screens.codes import EMPTY_HANDED, QUIZ, ask, codes, public_id_of

QUESTION = f"/studio/{COURSE}/questions/business-models/carpet-to-hotel"


def instructors(site: Site) -> dict[str, list[Screen]]:
    code = codes(site)
    return {
        "instructor@example.org": [
            Screen("dashboard-staff", "/learn/"),
            Screen("studio", "/studio/"),
            Screen("course-staff", f"/courses/{COURSE}/"),
            Screen("studio-new-course", "/studio/new"),
            Screen("studio-new-course-errors", "/studio/new", sent("main form[action$=new]", title="", hours="0")),
            Screen("studio-new-course-no-package", "/studio/new", sent("main form[action$=package]")),
            Screen("studio-outline", f"/studio/{COURSE}/"),
            Screen("studio-outline-item-panel", f"/studio/{COURSE}/?open=item:money-in-one-order"),
            Screen("studio-item", f"/studio/{COURSE}/money-in-one-order/"),
            Screen(
                "studio-item-errors",
                f"/studio/{COURSE}/money-in-one-order/",
                sent("main form[data-editor]", title="", alternative="x"),
            ),
            Screen(
                "studio-item-settings-errors",
                f"/studio/{COURSE}/money-in-one-order/",
                sent("main form[action$=settings]", minutes="0"),
            ),
            Screen("studio-quiz-item", f"/studio/{COURSE}/final-quiz/"),
            Screen("studio-quiz", f"/studio/{COURSE}/final-quiz/quiz"),
            Screen("studio-quiz-errors", f"/studio/{COURSE}/final-quiz/quiz", sent("main form.form", pass_percent="0")),
            Screen("studio-questions", f"/studio/{COURSE}/questions"),
            Screen("studio-questions-none", f"/studio/{COURSE}/questions?q=zzzz"),
            Screen("studio-question", QUESTION),
            Screen(
                "studio-question-errors",
                QUESTION,
                sent("main form[data-question]", prompt=""),
            ),
            Screen("studio-question-calculated", f"/studio/{COURSE}/questions/new?kind=calculated"),
            Screen("studio-question-matching", f"/studio/{COURSE}/questions/new?kind=matching"),
            Screen("studio-question-revisions", f"{QUESTION}/revisions"),
            Screen("studio-exchange", f"/studio/{COURSE}/questions/exchange"),
            Screen(
                "studio-exchange-no-file", f"/studio/{COURSE}/questions/exchange", sent("main form[action$=import]")
            ),
            Screen(
                "studio-exchange-missing", f"/studio/{COURSE}/questions/exchange", sent("main form[action$=export]")
            ),
            Screen("studio-assignment", f"/studio/{COURSE}/describe-a-market/assignment"),
            Screen(
                "studio-assignment-errors",
                f"/studio/{COURSE}/describe-a-market/assignment",
                sent("main form.form", pass_percent="0"),
            ),
            Screen("studio-media", f"/studio/{COURSE}/media"),
            Screen("studio-media-errors", f"/studio/{COURSE}/media", sent("main form[action$=media]")),
            Screen("studio-settings", f"/studio/{COURSE}/settings"),
            Screen("studio-settings-course-errors", f"/studio/{COURSE}/settings", sent("main form.form", title="")),
            Screen("studio-translations", f"/studio/{COURSE}/translations"),
            Screen("studio-translations-none", f"/studio/{COURSE}/translations?state=review"),
            Screen("studio-translation", f"/studio/{COURSE}/translations/ru/item:money-in-one-order"),
            Screen(
                "studio-translation-errors",
                f"/studio/{COURSE}/translations/ru/course",
                sent("main form.form", **{"words.title": "x" * 200}),
            ),
            Screen("studio-translation-files", f"/studio/{COURSE}/translations/ru/"),
            Screen(
                "studio-translation-no-file", f"/studio/{COURSE}/translations/ru/", sent("main form[action$=import]")
            ),
            Screen("studio-staff", f"/studio/{COURSE}/staff"),
            Screen("studio-staff-errors", f"/studio/{COURSE}/staff", sent("main form[action$=invite]", email="x")),
            Screen("studio-preview", f"/studio/{COURSE}/preview/"),
            Screen("studio-preview-item", f"/studio/{COURSE}/preview/money-in-one-order/"),
            Screen("studio-preview-quiz", f"/studio/{COURSE}/preview/final-quiz/"),
            Screen("studio-preview-attempt", f"/studio/{COURSE}/preview/final-quiz/attempts/7/"),
            Screen("studio-preview-result", f"/studio/{COURSE}/preview/final-quiz/attempts/7/", sent("main form.form")),
            Screen("studio-publish", f"/studio/{COURSE}/publish"),
            Screen("studio-revisions", f"/studio/{COURSE}/revisions"),
            Screen("studio-revision", f"/studio/{COURSE}/revisions/1"),
            Screen("studio-compare", f"/studio/{COURSE}/revisions/compare"),
            Screen("studio-history", f"/studio/{COURSE}/history"),
            Screen("studio-history-item", f"/studio/{COURSE}/money-in-one-order/history"),
            Screen("studio-check", f"/studio/{COURSE}/problems"),
            Screen("studio-people", f"/studio/{COURSE}/people"),
            Screen("studio-people-page-2", f"/studio/{COURSE}/people?page=2"),
            Screen("gradebook", f"/studio/{COURSE}/gradebook"),
            Screen("gradebook-by-total", f"/studio/{COURSE}/gradebook?sort=-total"),
            Screen("gradebook-nobody", f"/studio/{COURSE}/gradebook?q=zzzz"),
            Screen("gradebook-person", f"/studio/{COURSE}/gradebook/{code.person}/"),
            Screen("gradebook-score", f"/studio/{COURSE}/gradebook/{code.person}/final-quiz/"),
            Screen("analysis", f"/studio/{COURSE}/analysis?quiz=final-quiz"),
            Screen("lesson-observed", f"/learn/{COURSE}/the-b2b-sale/"),
            Screen("quiz-observed", QUIZ),
        ],
    }


def administration(site: Site) -> dict[str, list[Screen]]:
    code = codes(site)
    admin = f"/admin/certificates/{code.valid}"
    waiting = ask(site, "SELECT enrolment_id FROM award WHERE state = 'awaiting' ORDER BY enrolment_id")
    approve = "/admin/certificates/approve?" + "&".join(f"enrolment={one}" for one in waiting)
    decline = f"/admin/certificates/awards/{waiting[0]}/decline"
    people = "/admin/people"
    person = f"{people}/{code.person}"
    return {
        "coordinator@example.org": [Screen("dashboard-coordinator", "/learn/")],
        "admin@example.org": [
            Screen("admin", "/admin/"),
            Screen("dashboard-admin", "/learn/"),
            Screen("studio-admin", "/studio/"),
            Screen("studio-nothing-found", "/studio/?q=zzzz"),
            Screen("studio-people-waiting", f"/studio/{FULL}/people"),
            Screen("studio-people-requests", f"/studio/{BY_REQUEST}/people"),
            Screen("studio-people-nobody", f"/studio/{LATER}/people"),
            Screen(
                "studio-settings-errors",
                f"/studio/{FULL}/people",
                sent("main form[action$=settings]", mode="code", capacity="0"),
            ),
            Screen(
                "studio-settings-refused", f"/studio/{COURSE}/people", sent("main form[action$=settings]", capacity="1")
            ),
            Screen("admin-people", people),
            Screen("admin-people-page-2", f"{people}?page=2"),
            Screen("admin-people-nobody", f"{people}?q=zzzz"),
            Screen("admin-people-suspended", f"{people}?state=suspended"),
            Screen("admin-person", person),
            Screen("admin-person-suspend-errors", person, sent("main form[action$=suspend]")),
            Screen("admin-person-grant-errors", person, sent("main form[action$=roles]")),
            Screen("admin-person-instructor", f"{people}/{public_id_of(site, 'instructor@example.org')}"),
            Screen("admin-person-suspended", f"{people}/{public_id_of(site, SUSPENDED)}"),
            Screen("admin-person-unconfirmed", f"{people}/{public_id_of(site, UNCONFIRMED)}"),
            Screen(
                "admin-person-erased",
                f"{people}/{ask(site, 'SELECT public_id FROM person WHERE erased_at IS NOT NULL')[0]}",
            ),
            Screen("admin-person-self", f"{people}/{public_id_of(site, 'admin@example.org')}"),
            Screen("audit", "/admin/audit"),
            Screen("audit-of-one-deed", "/admin/audit?action=person.suspended"),
            Screen("audit-nothing", "/admin/audit?thing=person:0"),
            Screen("admin-certificates", "/admin/certificates"),
            Screen("admin-certificates-awaiting", "/admin/certificates?show=awaiting"),
            Screen("admin-certificates-revoked", "/admin/certificates?show=revoked"),
            Screen("admin-certificates-nothing", "/admin/certificates?q=zzzz"),
            Screen("admin-certificates-awaiting-nothing", "/admin/certificates?show=awaiting&q=zzzz"),
            Screen("admin-certificate", admin),
            Screen("admin-certificate-revoked", f"/admin/certificates/{code.revoked}"),
            Screen("admin-certificate-replaced", f"/admin/certificates/{code.replaced}"),
            Screen("revoke", f"{admin}/revoke"),
            Screen("revoke-errors", f"{admin}/revoke", sent()),
            Screen("correct", f"{admin}/correct"),
            Screen("correct-errors", f"{admin}/correct", sent(printed_name="")),
            Screen("issue", "/admin/certificates/issue"),
            Screen("issue-nobody", "/admin/certificates/issue?email=nobody@example.org"),
            Screen("issue-found", "/admin/certificates/issue?email=finished@example.org"),
            Screen("issue-one", "/admin/certificates/issue?email=arjun.mehta@example.org"),
            Screen("issue-nothing", f"/admin/certificates/issue?email={EMPTY_HANDED}"),
            Screen("issue-again", f"/admin/certificates/{code.revoked}/again"),
            Screen("issue-again-errors", f"/admin/certificates/{code.revoked}/again", sent()),
            Screen("approve", approve),
            Screen("approve-nothing", "/admin/certificates/approve"),
            Screen("decline", decline),
            Screen("decline-errors", decline, sent()),
        ],
    }
