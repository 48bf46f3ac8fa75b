"""The studio: drafts, translations, the library, assignments, the gradebook, uploads."""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


# How the roles with a scope stand in the constraint, before and after.
_SCOPED = (
    " OR (role = 'coordinator' AND country_code IS NOT NULL AND course_id IS NULL)"
    " OR (role IN ('owner', 'instructor', 'assistant') AND course_id IS NOT NULL AND country_code IS NULL)"
)


def _allow_roles(role: str, scope: str) -> None:
    """Autogenerate does not see CHECK constraints."""
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_role_grant_role'), type_='check')
        batch_op.drop_constraint(op.f('ck_role_grant_scope'), type_='check')
        batch_op.create_check_constraint(op.f('ck_role_grant_role'), role)
        batch_op.create_check_constraint(op.f('ck_role_grant_scope'), scope)


def upgrade() -> None:
    _allow_roles(
        "role IN ('administrator', 'observer', 'author', 'coordinator', 'owner', 'instructor', 'assistant')",
        "(role IN ('administrator', 'observer', 'author') AND country_code IS NULL AND course_id IS NULL)" + _SCOPED,
    )
    op.create_table('picture_size',
    sa.Column('source_digest', sa.String(), nullable=False),
    sa.Column('recipe', sa.Integer(), nullable=False),
    sa.Column('width_wanted', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('content_type', sa.String(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('source_digest', 'recipe', 'width_wanted', name=op.f('pk_picture_size'))
    )
    op.create_table('upload_allowance',
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('used_bytes', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('used_bytes >= 0', name=op.f('ck_upload_allowance_used')),
    sa.PrimaryKeyConstraint('owner', name=op.f('pk_upload_allowance'))
    )
    op.create_table('library_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('newest', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('module', 'reading', 'video', 'quiz', 'assignment')", name=op.f('ck_library_entry_kind')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_library_entry_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_entry')),
    sa.UniqueConstraint('public_id', name=op.f('uq_library_entry_public_id'))
    )
    with op.batch_alter_table('library_entry', schema=None) as batch_op:
        batch_op.create_index('ix_library_entry_changed_at', ['changed_at'], unique=False)

    op.create_table('peer_pool',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('allotted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_peer_pool_item_id')),
    sa.PrimaryKeyConstraint('item_id', name=op.f('pk_peer_pool'))
    )
    op.create_table('staff_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('email_key', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('owner', 'instructor', 'assistant')", name=op.f('ck_staff_invitation_role')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_staff_invitation_course_id')),
    sa.ForeignKeyConstraint(['invited_by'], ['person.id'], name=op.f('fk_staff_invitation_invited_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_invitation')),
    sa.UniqueConstraint('course_id', 'email_key', name=op.f('uq_staff_invitation_course_id_email_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_staff_invitation_public_id'))
    )
    op.create_table('upload',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('size_bytes', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.Column('mark', sa.String(), nullable=True),
    sa.Column('received_bytes', sa.BigInteger(), nullable=False),
    sa.Column('staged', sa.String(), nullable=True),
    sa.Column('digest', sa.String(), nullable=True),
    sa.Column('stored_bytes', sa.BigInteger(), nullable=True),
    sa.Column('content_type', sa.String(), nullable=True),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('duration_seconds', sa.Double(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'open' OR digest IS NOT NULL", name=op.f('ck_upload_finished')),
    sa.CheckConstraint("state IN ('open', 'finished', 'taken')", name=op.f('ck_upload_state')),
    sa.CheckConstraint('received_bytes <= size_bytes', name=op.f('ck_upload_received')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_upload_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload')),
    sa.UniqueConstraint('public_id', name=op.f('uq_upload_public_id'))
    )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.create_index('ix_upload_person_id', ['person_id', 'purpose', 'scope'], unique=False)
        batch_op.create_index('ix_upload_state_touched_at', ['state', 'touched_at'], unique=False)

    op.create_table('draft',
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('base_revision_id', sa.Integer(), nullable=True),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['base_revision_id'], ['revision.id'], name=op.f('fk_draft_base_revision_id')),
    sa.ForeignKeyConstraint(['changed_by'], ['person.id'], name=op.f('fk_draft_changed_by')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_draft_course_id')),
    sa.PrimaryKeyConstraint('course_id', name=op.f('pk_draft'))
    )
    op.create_table('grade_override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('percent', sa.Double(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('set_by', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('percent >= 0 AND percent <= 100', name=op.f('ck_grade_override_percent')),
    sa.ForeignKeyConstraint(['ended_by'], ['person.id'], name=op.f('fk_grade_override_ended_by')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_grade_override_enrolment_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_grade_override_item_id')),
    sa.ForeignKeyConstraint(['set_by'], ['person.id'], name=op.f('fk_grade_override_set_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grade_override'))
    )
    with op.batch_alter_table('grade_override', schema=None) as batch_op:
        batch_op.create_index('ix_grade_override_enrolment_id', ['enrolment_id', 'item_id'], unique=False)
        batch_op.create_index('uq_grade_override_item', ['enrolment_id', 'item_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL AND item_id IS NOT NULL'), postgresql_where=sa.text('ended_at IS NULL AND item_id IS NOT NULL'))
        batch_op.create_index('uq_grade_override_total', ['enrolment_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL AND item_id IS NULL'), postgresql_where=sa.text('ended_at IS NULL AND item_id IS NULL'))

    op.create_table('library_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['library_entry.id'], name=op.f('fk_library_version_entry_id')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_library_version_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_version')),
    sa.UniqueConstraint('entry_id', 'number', name=op.f('uq_library_version_entry_id_number'))
    )
    op.create_table('draft_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['person.id'], name=op.f('fk_draft_change_changed_by')),
    sa.ForeignKeyConstraint(['course_id'], ['draft.course_id'], name=op.f('fk_draft_change_course_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_change'))
    )
    with op.batch_alter_table('draft_change', schema=None) as batch_op:
        batch_op.create_index('ix_draft_change_course_id', ['course_id', 'id'], unique=False)

    op.create_table('draft_file',
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['person.id'], name=op.f('fk_draft_file_changed_by')),
    sa.ForeignKeyConstraint(['course_id'], ['draft.course_id'], name=op.f('fk_draft_file_course_id')),
    sa.PrimaryKeyConstraint('course_id', 'path', name=op.f('pk_draft_file'))
    )
    op.create_table('draft_translation',
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('source_digest', sa.String(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.CheckConstraint("state IN ('done', 'review')", name=op.f('ck_draft_translation_state')),
    sa.ForeignKeyConstraint(['course_id'], ['draft.course_id'], name=op.f('fk_draft_translation_course_id')),
    sa.PrimaryKeyConstraint('course_id', 'unit', 'language', name=op.f('pk_draft_translation'))
    )
    op.create_table('library_file',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['version_id'], ['library_version.id'], name=op.f('fk_library_file_version_id')),
    sa.PrimaryKeyConstraint('version_id', 'path', name=op.f('pk_library_file'))
    )
    op.create_table('assignment',
    sa.Column('item_version_id', sa.Integer(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['item_version_id'], ['item_version.id'], name=op.f('fk_assignment_item_version_id')),
    sa.PrimaryKeyConstraint('item_version_id', name=op.f('pk_assignment'))
    )
    op.create_table('draft_change_file',
    sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('before_digest', sa.String(), nullable=True),
    sa.Column('before_text', sa.String(), nullable=True),
    sa.Column('after_digest', sa.String(), nullable=True),
    sa.Column('after_text', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['change_id'], ['draft_change.id'], name=op.f('fk_draft_change_file_change_id')),
    sa.PrimaryKeyConstraint('change_id', 'path', name=op.f('pk_draft_change_file'))
    )
    op.create_table('library_use',
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('of', sa.String(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('declined', sa.Integer(), nullable=True),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by', sa.Integer(), nullable=False),
    sa.Column('change_id', sa.Integer(), nullable=True),
    sa.Column('before', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['change_id'], ['draft_change.id'], name=op.f('fk_library_use_change_id')),
    sa.ForeignKeyConstraint(['course_id'], ['draft.course_id'], name=op.f('fk_library_use_course_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['library_entry.id'], name=op.f('fk_library_use_entry_id')),
    sa.ForeignKeyConstraint(['taken_by'], ['person.id'], name=op.f('fk_library_use_taken_by')),
    sa.PrimaryKeyConstraint('course_id', 'of', name=op.f('pk_library_use'))
    )
    with op.batch_alter_table('library_use', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_library_use_entry_id'), ['entry_id'], unique=False)

    op.create_table('submission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('item_version_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('late_days', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Double(), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('graded_by', sa.String(), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("graded_by IN ('staff', 'peers')", name=op.f('ck_submission_graded_by')),
    sa.CheckConstraint("state IN ('draft', 'submitted', 'returned')", name=op.f('ck_submission_state')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_submission_course_id')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_submission_enrolment_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_submission_item_id')),
    sa.ForeignKeyConstraint(['item_version_id'], ['item_version.id'], name=op.f('fk_submission_item_version_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_submission_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission')),
    sa.UniqueConstraint('enrolment_id', 'item_id', 'number', name=op.f('uq_submission_enrolment_id_item_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_submission_public_id'))
    )
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index('ix_submission_item_id_state', ['item_id', 'state'], unique=False)
        batch_op.create_index('ix_submission_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_submission_queue', ['course_id', 'state', 'submitted_at'], unique=False)
        batch_op.create_index('uq_submission_draft', ['enrolment_id', 'item_id'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))

    op.create_table('grading',
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('given_percent', sa.Double(), nullable=True),
    sa.Column('comments', sa.JSON(), nullable=False),
    sa.Column('feedback', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['saved_by'], ['person.id'], name=op.f('fk_grading_saved_by')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_grading_submission_id')),
    sa.PrimaryKeyConstraint('submission_id', name=op.f('pk_grading'))
    )
    op.create_table('peer_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('allotted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_peer_review_enrolment_id')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_peer_review_item_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_peer_review_person_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_peer_review_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_peer_review')),
    sa.UniqueConstraint('public_id', name=op.f('uq_peer_review_public_id')),
    sa.UniqueConstraint('submission_id', 'enrolment_id', name=op.f('uq_peer_review_submission_id_enrolment_id'))
    )
    with op.batch_alter_table('peer_review', schema=None) as batch_op:
        batch_op.create_index('ix_peer_review_enrolment_id_item_id', ['enrolment_id', 'item_id'], unique=False)
        batch_op.create_index('ix_peer_review_item_id', ['item_id'], unique=False)

    op.create_table('submission_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_submission_file_person_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_submission_file_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_submission_file_public_id'))
    )
    with op.batch_alter_table('submission_file', schema=None) as batch_op:
        batch_op.create_index('ix_submission_file_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_submission_file_submission_id', ['submission_id'], unique=False)

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index('ix_attempt_item_id', ['item_id', 'number', 'id'], unique=False)

    with op.batch_alter_table('item_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('category', sa.String(), nullable=True))

    with op.batch_alter_table('offering', schema=None) as batch_op:
        batch_op.add_column(sa.Column('opens_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('closes_on', sa.Date(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_offering_days_in_order'), 'closes_on >= opens_on')

    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('translated', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('grading', sa.JSON(), nullable=True))



def downgrade() -> None:
    op.execute("DELETE FROM role_grant WHERE role = 'author'")
    _allow_roles(
        "role IN ('administrator', 'observer', 'coordinator', 'owner', 'instructor', 'assistant')",
        "(role IN ('administrator', 'observer') AND country_code IS NULL AND course_id IS NULL)" + _SCOPED,
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_column('grading')
        batch_op.drop_column('translated')

    with op.batch_alter_table('offering', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_offering_days_in_order'), type_='check')
        batch_op.drop_column('closes_on')
        batch_op.drop_column('opens_on')

    with op.batch_alter_table('item_version', schema=None) as batch_op:
        batch_op.drop_column('category')

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_attempt_item_id')

    with op.batch_alter_table('submission_file', schema=None) as batch_op:
        batch_op.drop_index('ix_submission_file_submission_id')
        batch_op.drop_index('ix_submission_file_person_id')

    op.drop_table('submission_file')
    with op.batch_alter_table('peer_review', schema=None) as batch_op:
        batch_op.drop_index('ix_peer_review_item_id')
        batch_op.drop_index('ix_peer_review_enrolment_id_item_id')

    op.drop_table('peer_review')
    op.drop_table('grading')
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_index('uq_submission_draft', sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
        batch_op.drop_index('ix_submission_queue')
        batch_op.drop_index('ix_submission_person_id')
        batch_op.drop_index('ix_submission_item_id_state')

    op.drop_table('submission')
    with op.batch_alter_table('library_use', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_library_use_entry_id'))

    op.drop_table('library_use')
    op.drop_table('draft_change_file')
    op.drop_table('assignment')
    op.drop_table('library_file')
    op.drop_table('draft_translation')
    op.drop_table('draft_file')
    with op.batch_alter_table('draft_change', schema=None) as batch_op:
        batch_op.drop_index('ix_draft_change_course_id')

    op.drop_table('draft_change')
    op.drop_table('library_version')
    with op.batch_alter_table('grade_override', schema=None) as batch_op:
        batch_op.drop_index('uq_grade_override_total', sqlite_where=sa.text('ended_at IS NULL AND item_id IS NULL'), postgresql_where=sa.text('ended_at IS NULL AND item_id IS NULL'))
        batch_op.drop_index('uq_grade_override_item', sqlite_where=sa.text('ended_at IS NULL AND item_id IS NOT NULL'), postgresql_where=sa.text('ended_at IS NULL AND item_id IS NOT NULL'))
        batch_op.drop_index('ix_grade_override_enrolment_id')

    op.drop_table('grade_override')
    op.drop_table('draft')
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_index('ix_upload_state_touched_at')
        batch_op.drop_index('ix_upload_person_id')

    op.drop_table('upload')
    op.drop_table('staff_invitation')
    op.drop_table('peer_pool')
    with op.batch_alter_table('library_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_library_entry_changed_at')

    op.drop_table('library_entry')
    op.drop_table('upload_allowance')
    op.drop_table('picture_size')
