"""What may be asked for in the studio: assistants look on, instructors author, owners decide about the course."""

from tests.laws.routes import things
from tests.laws.routes.table import (
    ALL_AUTHORS,
    ALL_STAFF,
    AUTHORS,
    BAD,
    FORBIDDEN,
    INVALID,
    MISSING,
    OWNERS,
    STAFF,
    Row,
    answered,
    only,
)

COURSES = [
    Row("authoring.studio", ALL_STAFF),
    *(Row(f"authoring.{page}", ALL_AUTHORS) for page in ("new_course", "propose_address")),
    Row("authoring.begin_course", ALL_AUTHORS, "POST", form=lambda _w: {
        "title": "A course", "source_language": "en", "level": "basic", "hours": "4"}),
    # Nobody brings a package here, so the form is shown again.
    Row("authoring.begin_with_package", answered(INVALID, ALL_AUTHORS), "POST"),
    *(Row(f"authoring.{page}", STAFF, arguments=things.draft_course) for page in (
        "outline", "problems", "preview", "revisions", "compare", "history", "questions")),
    *(Row(f"authoring.{page}", AUTHORS, arguments=things.draft_course) for page in (
        "settings", "staff", "download", "publish", "media", "exchange", "question_template", "translations")),
    *(Row(f"authoring.{verb}", AUTHORS, "POST", things.draft_course, things.a_change) for verb in (
        "add_module", "add_item", "rename", "move", "place", "copy", "delete", "lock", "take_back_step",
        "add_language", "remove_language", "add_bank", "delete_bank", "move_questions", "undo_questions")),
    *(Row(f"authoring.{verb}", OWNERS, "POST", things.draft_course) for verb in ("archive", "restore")),
    # What is sent is no order, no setting, no address, so whoever is let in is told so.
    Row("authoring.arrange", answered(BAD, AUTHORS), "POST", things.draft_course),
    *(Row(f"authoring.{verb}", answered(INVALID, AUTHORS), "POST", things.draft_course) for verb in (
        "save_settings", "save_grading", "copy_course", "do_publish")),
    *(Row(f"authoring.{verb}", answered(INVALID, OWNERS), "POST", things.draft_course) for verb in (
        "delete_course", "invite")),
    *(Row(f"authoring.{verb}_member", OWNERS, "POST", things.draft_course,
          lambda w: {"person": w.member, "role": "assistant"}) for verb in ("change", "remove")),
    Row("authoring.withdraw_invitation", OWNERS, "POST", lambda w: {"slug": "the-draft", "public_id": w.withdrawn}),
]  # fmt: skip

ITEMS = [
    *(Row(f"authoring.{page}", STAFF, arguments=things.draft_item) for page in ("preview_item", "item_history")),
    *(Row(f"authoring.{page}", AUTHORS, arguments=things.draft_item) for page in ("item", "item_state")),
    *(Row(f"authoring.{verb}", AUTHORS, "POST", things.draft_item) for verb in (
        "save_item", "look_at_item", "change_item_settings")),
    *(Row(f"authoring.{verb}", answered(INVALID, AUTHORS), "POST", things.draft_item) for verb in (
        "autosave_item", "bring_picture")),
    # The world's draft has lost its assignment, which can be taken back.
    *(Row(endpoint, answered(MISSING, AUTHORS), method, lambda _w: {"slug": "the-draft", "item": "write-a-claim"})
      for endpoint, method in (("authoring.assignment", "GET"), ("authoring.change_assignment", "POST"))),
    Row("authoring.quiz", AUTHORS, arguments=things.draft_quiz),
    Row("authoring.film", AUTHORS, arguments=things.draft_film),
    *(Row(f"authoring.{verb}", AUTHORS, "POST", things.draft_film) for verb in (
        "bring_film", "link_film", "save_captions", "delete_captions")),
    Row("authoring.bring_media", AUTHORS, "POST", things.draft_course),
    Row("authoring.media_file", STAFF, arguments=things.draft_picture),
    Row("authoring.replace_media", AUTHORS, arguments=things.draft_picture),
    *(Row(f"authoring.{verb}_media", AUTHORS, "POST", things.draft_picture) for verb in ("put", "remove")),
    Row("authoring.item_media", STAFF, arguments=lambda w: {**things.draft_item(w), "name": "scale.png"}),
    Row("authoring.preview_media", STAFF, arguments=lambda w: {**things.draft_item(w), "name": "parcel.en.svg"}),
    Row("authoring.preview_language", STAFF, "POST", things.draft_course, lambda _w: {"language": "ru"}),
    Row("authoring.preview_quiz", STAFF, "POST", things.draft_quiz),
    Row("authoring.preview_attempt", STAFF, arguments=lambda w: {**things.draft_quiz(w), "seed": 1}),
    Row("authoring.preview_result", STAFF, "POST", lambda w: {**things.draft_quiz(w), "seed": 1}),
]  # fmt: skip

QUESTIONS = [
    Row("authoring.new_question", AUTHORS, arguments=things.new_question),
    Row("authoring.question", AUTHORS, arguments=things.draft_question),
    Row("authoring.question_revisions", STAFF, arguments=things.draft_question),
    *(Row(f"authoring.{verb}_question", AUTHORS, "POST", things.draft_question) for verb in ("copy", "delete")),
    Row("authoring.restore_question", AUTHORS, "POST", lambda w: {**things.draft_question(w), "step": 1}),
    # Nothing was filled in, so the forms are shown again.
    *(Row(f"authoring.{verb}", answered(INVALID, AUTHORS), "POST", of) for verb, of in (
        ("add_question", things.new_question), ("save_question", things.draft_question),
        ("save_quiz", things.draft_quiz), ("import_questions", things.draft_course),
        ("take_imported", things.draft_course), ("export_questions", things.draft_course))),
]  # fmt: skip

TRANSLATIONS = [
    Row("authoring.translation_files", AUTHORS, arguments=things.into_russian),
    Row("authoring.translation", AUTHORS, arguments=things.translated),
    Row("authoring.translation_media", AUTHORS, arguments=lambda w: {
        **things.into_russian(w), "name": "parcel.en.svg"}),
    Row("authoring.export_translation", AUTHORS, arguments=lambda w: {**things.into_russian(w), "format": "xliff"}),
    # What is sent says nothing of the texts that were seen, and brings no file.
    *(Row(f"authoring.{verb}_translation", answered(INVALID, AUTHORS), "POST", things.translated,
          lambda _w: {"seen": "nothing"}) for verb in ("save", "autosave")),
    Row("authoring.keep_translation", answered(BAD, AUTHORS), "POST", things.translated),
    Row("authoring.import_translation", answered(INVALID, AUTHORS), "POST", things.into_russian),
]  # fmt: skip

HISTORY = [
    Row("authoring.history_step", STAFF, arguments=things.draft_step),
    Row("authoring.undo_step", AUTHORS, "POST", things.draft_step),
    Row("authoring.revision", STAFF, arguments=things.first_revision),
    Row("authoring.take_revision", AUTHORS, "POST", things.first_revision),
    # This revision was made from no package.
    Row("authoring.revision_archive", answered(MISSING, AUTHORS), arguments=things.first_revision),
]

LIBRARY = [
    Row("authoring.library", ALL_AUTHORS),
    Row("authoring.library_entry", ALL_AUTHORS, arguments=things.entry),
    Row("authoring.library_version", ALL_AUTHORS, arguments=lambda w: {**things.entry(w), "number": 1}),
    Row("authoring.library_media", ALL_AUTHORS, arguments=lambda w: {
        **things.entry(w), "number": 1, "name": "parcel.en.svg"}),
    # The owner of the draft put the entry into the library.
    *(Row(f"authoring.{verb}_entry", only("owner", "administrator", others=FORBIDDEN), "POST", things.entry)
      for verb in ("archive", "restore")),
    Row("authoring.share", AUTHORS, arguments=things.shared_module),
    Row("authoring.do_share", AUTHORS, "POST", things.shared_module),
    Row("authoring.add_from_library", AUTHORS, "POST", lambda w: {**things.draft_course(w), **things.entry(w)},
        lambda _w: {"module": "receive"}),
    Row("authoring.library_use", AUTHORS, arguments=things.in_library),
    *(Row(f"authoring.{verb}", AUTHORS, "POST", things.in_library) for verb in (
        "take_version", "stay_on_version", "detach")),
    Row("authoring.update_library", answered(INVALID, OWNERS), "POST", things.in_library),
]  # fmt: skip

ROWS = [*COURSES, *ITEMS, *QUESTIONS, *TRANSLATIONS, *HISTORY, *LIBRARY]
