"""The table of contents: which rooms there are, who reacts to which signal, what the menu and the CLI offer."""

from flask import Flask, request, session
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from lms.core.db import db
from lms.core.languages import INTERFACE_LANGUAGES, direction
from lms.core.messages import phrase
from lms.core.paths import migration_folder
from lms.core.runtime import current
from lms.web import errors, flashes, guards, headers, language, limits, logs, menu, numbers, paging, rendering, static

csrf = CSRFProtect()
login_manager = LoginManager()


def wire(app: Flask) -> None:
    """Joins everything to one application."""
    logs.configure()
    _join_tables()
    db.init_app(app)
    Migrate(app, db, directory=str(migration_folder()), render_as_batch=True, compare_type=True)
    headers.register(app)  # first: it decides whether the request may write
    csrf.init_app(app)
    limits.limiter.init_app(app)
    _join_sign_in(app)
    language.register(app)
    numbers.register(app)
    rendering.register(app)
    static.register(app)
    errors.register(app)
    logs.register(app)
    Compress(app)
    _join_templates(app)
    _join_rooms(app)
    _join_signals()
    _join_hooks()
    _join_purposes()
    _join_jobs()
    _join_menu()
    _join_commands(app)


def _join_tables() -> None:
    """Importing registers the tables, whatever else is imported or not."""
    import lms.accounts.models
    import lms.assessment.models
    import lms.audit.models
    import lms.authoring.models
    import lms.certificates.models
    import lms.courses.models
    import lms.enrolment.models
    import lms.jobs.models
    import lms.mail.models
    import lms.media.models
    import lms.progress.models  # noqa: F401


def _join_sign_in(app: Flask) -> None:
    from lms.accounts.queries import signed_in_person

    login_manager.session_protection = None  # sessions live in our table, see accounts.models.SignIn
    login_manager.user_loader(signed_in_person)
    login_manager.init_app(app, add_context_processor=True)


def _join_templates(app: Flask) -> None:
    from lms.assessment.wording import score_in_words

    app.jinja_env.filters["score"] = score_in_words
    app.jinja_env.globals.update(
        menu_items=menu.menu_items,
        account_items=menu.account_items,
        course_tabs=menu.course_tabs,
        undo_offers=flashes.undo_offers,
        interface_languages=list(INTERFACE_LANGUAGES.items()),
        site_name=current().settings.issuer,
        page_url=paging.page_url,
    )

    @app.context_processor
    def facts() -> dict[str, object]:
        tag = language.interface_language()
        return {
            "current_language": tag,
            "text_direction": direction(tag),
            "theme": session.get("theme", "auto"),
            "actor": guards.current_actor(),
            "here": guards.local_path(request.full_path.removesuffix("?"), "/"),
        }


def _join_rooms(app: Flask) -> None:
    from lms.accounts.views import blueprint as accounts
    from lms.assessment.views import blueprint as assessment
    from lms.authoring.views import blueprint as authoring
    from lms.certificates.views import blueprint as certificates
    from lms.courses.views import blueprint as courses
    from lms.enrolment.views import blueprint as enrolment
    from lms.media.views import blueprint as media
    from lms.progress.views import blueprint as progress
    from lms.web.views import blueprint as web

    for blueprint in (web, courses, accounts, media, enrolment, progress, assessment, certificates, authoring):
        app.register_blueprint(blueprint)


def _join_signals() -> None:
    """Upward news: lower rooms announce, upper rooms react."""
    from lms.accounts.signals import person_erased
    from lms.assessment import listeners as assessment
    from lms.assessment.signals import assignment_graded, assignment_submitted, attempt_graded
    from lms.authoring import listeners as authoring
    from lms.certificates import listeners as certificates
    from lms.courses.signals import revision_published
    from lms.enrolment.signals import enrolment_activated
    from lms.progress import listeners as progress
    from lms.progress.signals import course_completed

    revision_published.connect(progress.recount_after_publication)
    revision_published.connect(authoring.follow)
    enrolment_activated.connect(progress.begin)
    attempt_graded.connect(progress.take_grade)
    assignment_graded.connect(progress.take_grade)
    assignment_submitted.connect(progress.take_work)
    course_completed.connect(certificates.award)
    person_erased.connect(assessment.forget)


def _join_hooks() -> None:
    """What a lower room shows of an upper one: it names the question, the upper room answers."""
    from lms import answers
    from lms.accounts import hooks
    from lms.assessment import own_data
    from lms.certificates.queries import certificates_of
    from lms.certificates.rules import REVOCATION_REASONS
    from lms.courses.queries import catalogue
    from lms.enrolment import learning
    from lms.enrolment.queries import seats
    from lms.enrolment.rules import MODE_WORDS
    from lms.media.queries import files_brought_by
    from lms.progress import dashboard
    from lms.progress.queries import learning_facts

    catalogue.seat_facts = seats
    catalogue.home_figures = answers.home_figures
    learning.learning_facts = learning_facts
    dashboard.certificate_facts = certificates_of
    dashboard.studio_lines = answers.studio_lines
    hooks.figures[:] = [answers.figures]
    hooks.course_titles = answers.course_titles
    hooks.course_choices = answers.course_choices
    hooks.places = answers.places
    hooks.courses_taken = answers.courses_taken
    hooks.certificates_held = answers.certificates_held
    hooks.detail_codes["certificate.revoked", "reason"] = REVOCATION_REASONS
    hooks.detail_codes["offering.changed", "mode"] = MODE_WORDS
    hooks.personal_data.update(
        learning=answers.learning_data,
        certificates=answers.certificate_data,
        files=files_brought_by,
        quizzes=own_data.quizzes_of,
        work=own_data.work_of,
        reviews_written=own_data.reviews_written_by,
    )


def _join_purposes() -> None:
    """What people bring files for."""
    from lms.assessment.uploads import WORK_FILES
    from lms.authoring.bringing import course_media
    from lms.media.purposes import offer

    offer(WORK_FILES)
    offer(course_media)


def _join_jobs() -> None:
    """Importing registers the handlers."""
    import lms.accounts.jobs
    import lms.assessment.jobs
    import lms.certificates.jobs
    import lms.jobs.jobs
    import lms.mail.jobs
    import lms.media.jobs
    import lms.progress.jobs  # noqa: F401


def _join_menu() -> None:
    from lms.accounts.hooks import admin_pages
    from lms.assessment.policies import may_see_work
    from lms.authoring import policies as authoring
    from lms.enrolment.policies import may_see_people
    from lms.progress.policies import may_grade

    anyone, signed_in = guards.anyone, guards.signed_in
    menu.main_menu[:] = [
        menu.Entry(phrase("My learning"), "progress.dashboard", "/learn/", signed_in),
        menu.Entry(phrase("Catalogue"), "courses.catalogue", "/courses/", anyone),
        menu.Entry(phrase("Certificates"), "certificates.my_certificates", "/certificates/", signed_in),
        menu.Entry(phrase("Verify"), "certificates.verify_form", "/verify/", lambda actor: not actor.is_signed_in),
        menu.Entry(phrase("Studio"), "authoring.studio", "/studio/", authoring.may_open_studio),
        menu.Entry(phrase("Administration"), "accounts.admin_home", "/admin/", guards.administrators),
    ]
    menu.course_pages[:] = [
        menu.CoursePage(phrase("Outline"), "authoring.outline", authoring.may_see_draft),
        menu.CoursePage(phrase("Questions"), "authoring.questions", authoring.may_see_draft),
        menu.CoursePage(phrase("Translations"), "authoring.translations", authoring.may_author),
        menu.CoursePage(phrase("Settings"), "authoring.settings", authoring.may_author, also=("authoring.staff",)),
        menu.CoursePage(phrase("Files"), "authoring.media", authoring.may_author),
        menu.CoursePage(phrase("People"), "enrolment.people", may_see_people, of_published=True),
        menu.CoursePage(phrase("Grading"), "assessment.grading_queue", may_see_work, of_published=True),
        menu.CoursePage(phrase("Gradebook"), "progress.gradebook", may_grade, of_published=True),
        menu.CoursePage(phrase("Analysis"), "assessment.analysis", may_see_work, of_published=True),
        menu.CoursePage(
            phrase("Revisions"), "authoring.revisions", authoring.may_see_draft, also=("authoring.history",)
        ),
    ]
    menu.account_menu[:] = [
        menu.Entry(phrase("My profile"), "accounts.account", "/account/", signed_in),
    ]
    certificates = menu.Entry(
        phrase("Certificates"), "certificates.admin_certificates", "/admin/certificates", guards.administrators
    )
    if certificates not in admin_pages:
        admin_pages.insert(2, certificates)


def _join_commands(app: Flask) -> None:
    from lms import commands

    commands.register(app)
