"""Publishing: a draft becomes the next revision of its course, and what trainees see."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from lms.core.cache import forget_all
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses import rules
from lms.courses.drafts import ItemDraft, Publication, RevisionDraft
from lms.courses.models import (
    Course,
    Item,
    ItemMedia,
    ItemText,
    ItemVersion,
    Module,
    Revision,
    RevisionFile,
    RevisionText,
    SearchTerm,
)
from lms.courses.services.rows import insert_once, insert_rows
from lms.courses.signals import revision_published


def publish_revision(draft: RevisionDraft, *, now: datetime, by: int | None = None) -> Publication:
    """Freezes the draft as the next revision of its course and makes it what trainees see.

    The draft that is already current changes nothing. Raises `Refused` when an item's kind differs from what it
    was in an earlier revision: progress and attempts hang on the item.
    """
    _forget_if_rolled_back()
    course = _course_to_change(draft.slug, now)
    current = db.session.execute(
        select(Revision.id, Revision.number, Revision.digest).where(Revision.id == course.revision_id)
    ).one_or_none()
    if current is not None and current.digest == draft.digest and course.state == "published":
        return Publication(course.id, current.id, current.number, _item_versions(current.id), is_new=False)
    revision = _add_revision(course.id, draft, now, by)
    items = _kept_items(course.id, draft)
    versions = _add_outline(revision.id, draft, items)
    _add_words_and_media(versions, draft)
    _replace_search_terms(course.id, draft)
    course.revision_id, course.state = revision.id, "published"
    db.session.flush()
    revision_published.send(None, course_id=course.id, revision_id=revision.id, now=now)
    return Publication(course.id, revision.id, revision.number, versions)


def _forget_if_rolled_back() -> None:
    """Listeners may remember what they read of this revision; after a rollback its ids can come again."""

    def forget(_session: Session, _previous: SessionTransaction) -> None:
        forget_all()

    event.listen(db.session(), "after_soft_rollback", forget, once=True)


def _course_to_change(slug: str, now: datetime) -> Course:
    """The course, locked until the transaction ends, so that two publications take turns."""
    insert_once(Course, slug=slug, state="draft", revision_id=None, created_at=now)
    chosen = select(Course).where(Course.slug == slug).with_for_update()
    return db.session.scalars(chosen, execution_options={"populate_existing": True}).one()


def _add_revision(course_id: int, draft: RevisionDraft, now: datetime, by: int | None) -> Revision:
    last = db.session.scalar(select(func.max(Revision.number)).where(Revision.course_id == course_id))
    revision = Revision(
        course_id=course_id,
        number=(last or 0) + 1,
        digest=draft.digest,
        position=draft.position,
        level=draft.level,
        hours=draft.hours,
        source_language=draft.source_language,
        languages=list(draft.languages),
        prerequisites=list(draft.prerequisites),
        completion_required_items=draft.required_items,
        final_quiz_key=draft.final_quiz,
        certificate_issue=draft.certificate_issue,
        translated=dict(draft.translated) if draft.translated is not None else None,
        grading=asdict(draft.grading) if draft.grading else None,
        minutes=sum(item.minutes for item in draft.items),
        item_count=len(draft.items),
        published_at=now,
        published_by=by,
    )
    db.session.add(revision)
    db.session.flush()
    insert_rows(
        RevisionText,
        [
            {
                "revision_id": revision.id,
                "language": language,
                "title": text.title,
                "summary": text.summary,
                "audience": text.audience,
                "description_html": text.description_html,
                "outcomes": list(text.outcomes),
                "sources": list(text.sources),
            }
            for language, text in draft.texts.items()
        ],
    )
    insert_rows(
        RevisionFile,
        [
            {"revision_id": revision.id, "path": file.path, "digest": file.digest, "size_bytes": file.size_bytes}
            for file in draft.files
        ],
    )
    return revision


def _kept_items(course_id: int, draft: RevisionDraft) -> dict[str, int]:
    """The identities of the draft's items by key, made where they are new."""
    known = {key: (id, kind) for id, key, kind in db.session.execute(
        select(Item.id, Item.key, Item.kind).where(Item.course_id == course_id)
    )}  # fmt: skip
    for item in draft.items:
        if item.key in known and known[item.key][1] != item.kind:
            raise Refused(
                "The item %(key)s was a %(before)s in an earlier revision and cannot become a %(kind)s; "
                "give it a new key.",
                key=item.key,
                before=known[item.key][1],
                kind=item.kind,
            )
    new = [Item(course_id=course_id, key=i.key, kind=i.kind) for i in draft.items if i.key not in known]
    db.session.add_all(new)
    db.session.flush()
    return {key: id for key, (id, _kind) in known.items()} | {item.key: item.id for item in new}


def _add_outline(revision_id: int, draft: RevisionDraft, items: dict[str, int]) -> dict[str, int]:
    """Modules and item versions; returns the versions' ids by item key."""
    modules = [
        Module(revision_id=revision_id, key=m.key, position=position, after_key=m.after, titles=dict(m.titles))
        for position, m in enumerate(draft.modules, start=1)
    ]
    db.session.add_all(modules)
    db.session.flush()
    placed = [(module, item) for module, m in zip(modules, draft.modules, strict=True) for item in m.items]
    versions = [
        ItemVersion(
            revision_id=revision_id,
            item_id=items[item.key],
            module_id=module.id,
            position=position,
            minutes=item.minutes,
            required=item.required,
            after_key=item.after,
            rule=dict(item.rule),
            category=item.category,
            settings=dict(item.settings),
            titles=dict(item.titles),
        )
        for position, (module, item) in enumerate(placed, start=1)
    ]
    db.session.add_all(versions)
    db.session.flush()
    return {item.key: version.id for (_module, item), version in zip(placed, versions, strict=True)}


def _add_words_and_media(versions: dict[str, int], draft: RevisionDraft) -> None:
    texts: list[dict[str, object]] = []
    media: list[dict[str, object]] = []
    for item in draft.items:
        version = versions[item.key]
        texts += [
            {"item_version_id": version, "language": language, "html": text.html, "word_count": text.word_count}
            for language, text in item.texts.items()
        ]
        media += [
            {
                "item_version_id": version,
                "name": file.name,
                "digest": file.digest,
                "content_type": file.content_type,
                "size_bytes": file.size_bytes,
            }
            for file in item.media
        ]
    insert_rows(ItemText, texts)
    insert_rows(ItemMedia, media)


def _replace_search_terms(course_id: int, draft: RevisionDraft) -> None:
    fields = [
        (language, place, text)
        for language, words in draft.texts.items()
        for place, text in (
            ("title", words.title),
            ("summary", words.summary),
            ("audience", words.audience),
            *(("outcome", outcome) for outcome in words.outcomes),
        )
    ]
    fields += [(lang, "module", title) for module in draft.modules for lang, title in module.titles.items()]
    fields += [(language, "item", title) for item in draft.items for language, title in _searched_titles(item)]
    db.session.execute(delete(SearchTerm).where(SearchTerm.course_id == course_id))
    insert_rows(
        SearchTerm,
        [
            {"course_id": course_id, "term": term, "weight": weight}
            for term, weight in sorted(rules.weighted_terms(fields).items())
        ],
    )


def _searched_titles(item: ItemDraft) -> list[tuple[str, str]]:
    """Titles of what one reads or watches; every course has a "Final quiz", which finds nothing."""
    return [] if item.kind == "quiz" else list(item.titles.items())


def _item_versions(revision_id: int) -> dict[str, int]:
    rows = db.session.execute(
        select(Item.key, ItemVersion.id)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(ItemVersion.revision_id == revision_id)
    )
    return dict(rows.tuples().all())
