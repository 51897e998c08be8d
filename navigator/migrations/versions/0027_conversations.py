"""About me and the card, written down beforehand, needs, who wrote a priority, what became of a step, is the plan right"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0027_conversations'
down_revision = '0026_circle'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('own_words',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('heading', sa.Enum('about_important', 'about_people', 'about_communication', 'about_wellness', 'about_please_do', 'about_support', 'about_also', 'about_supported_by', 'worse_notice', 'worse_can_do', 'worse_ring', name='heading', native_enum=False, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('writer', sa.Enum('person', 'staff', name='writer', native_enum=False, length=40), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('begun_at', UTCDateTime(timezone=True), nullable=False),
    sa.Column('saved_at', UTCDateTime(timezone=True), nullable=False),
    sa.Column('replaced_at', UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_own_words_person_id_persons')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_own_words_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_words'))
    )
    with op.batch_alter_table('own_words') as table:
        table.create_index(table.f('ix_own_words_person_id_replaced_at'), ['person_id', 'replaced_at'])
    op.create_table('plan_checks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('knows', sa.Enum('yes', 'partly', 'no', name='howmuch', native_enum=False, length=40), nullable=False),
    sa.Column('is_right', sa.Enum('yes', 'partly', 'no', name='howmuch', native_enum=False, length=40), nullable=False),
    sa.Column('would_change', sa.Text(), nullable=False),
    sa.Column('told_by', sa.Enum('conversation', 'text', 'plan', name='toldby', native_enum=False, length=40), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('answered_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_plan_checks_person_id_persons')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_plan_checks_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_checks'))
    )
    with op.batch_alter_table('plan_checks') as table:
        table.create_index(table.f('ix_plan_checks_person_id'), ['person_id'])
    op.create_table('preparations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', UTCDateTime(timezone=True), nullable=False),
    sa.Column('invited_at', UTCDateTime(timezone=True), nullable=True),
    sa.Column('invited_by_id', sa.Uuid(), nullable=True),
    sa.Column('shown_at', UTCDateTime(timezone=True), nullable=True),
    sa.Column('helped_by', sa.String(length=120), nullable=False),
    sa.Column('talked_over_at', UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['staff.id'], name=op.f('fk_preparations_invited_by_id_staff')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_preparations_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preparations'))
    )
    with op.batch_alter_table('preparations') as table:
        table.create_index(table.f('ix_preparations_person_id'), ['person_id'])
    op.create_table('prepared_answers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('preparation_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('based_on', sa.String(length=20), nullable=False),
    sa.Column('saved_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['preparation_id'], ['preparations.id'], name=op.f('fk_prepared_answers_preparation_id_preparations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prepared_answers')),
    sa.UniqueConstraint('preparation_id', 'question', name=op.f('uq_prepared_answers_preparation_id_question'))
    )
    op.create_table('recorded_needs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('recorded_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_recorded_needs_conversation_id_conversations')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_recorded_needs_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recorded_needs')),
    sa.UniqueConstraint('conversation_id', 'code', name=op.f('uq_recorded_needs_conversation_id_code'))
    )
    with op.batch_alter_table('recorded_needs') as table:
        table.create_index(table.f('ix_recorded_needs_person_id'), ['person_id'])
    op.create_table('priority_wordings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('priority_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=True),
    sa.Column('written_at', UTCDateTime(timezone=True), nullable=True),
    sa.Column('agreed_at', UTCDateTime(timezone=True), nullable=True),
    sa.Column('replaced_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['priority_id'], ['priorities.id'], name=op.f('fk_priority_wordings_priority_id_priorities')),
    sa.ForeignKeyConstraint(['written_by_id'], ['staff.id'], name=op.f('fk_priority_wordings_written_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_wordings'))
    )
    with op.batch_alter_table('priority_wordings') as table:
        table.create_index(table.f('ix_priority_wordings_priority_id'), ['priority_id'])
    op.create_table('step_events',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.Enum('done', 'not_done', 'not_yet', 'note', 'changed', name='happening', native_enum=False, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('told_by', sa.Enum('conversation', 'text', 'plan', name='toldby', native_enum=False, length=40), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('happened_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_step_events_staff_id_staff')),
    sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_step_events_step_id_steps')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_events'))
    )
    with op.batch_alter_table('step_events') as table:
        table.create_index(table.f('ix_step_events_step_id'), ['step_id'])
    with op.batch_alter_table('conversations') as table:
        table.add_column(sa.Column('how_supported', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('priorities') as table:
        table.add_column(sa.Column('written_by_id', sa.Uuid(), nullable=True))
        table.add_column(sa.Column('written_at', UTCDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('agreed_at', UTCDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('taken_away_at', UTCDateTime(timezone=True), nullable=True))
        table.create_foreign_key(table.f('fk_priorities_written_by_id_staff'), 'staff', ['written_by_id'], ['id'])
    with op.batch_alter_table('steps') as table:
        table.add_column(sa.Column('who_with', sa.String(length=200), nullable=False, server_default=''))
        table.add_column(sa.Column('service_id', sa.Uuid(), nullable=True))
        table.add_column(sa.Column('service_name', sa.String(length=255), nullable=False, server_default=''))
        table.add_column(sa.Column('topic', sa.String(length=40), nullable=False, server_default=''))
        table.create_foreign_key(table.f('fk_steps_service_id_services'), 'services', ['service_id'], ['id'])
    with op.batch_alter_table('conversations') as table:
        table.alter_column('how_supported', existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('steps') as table:
        table.alter_column('who_with', existing_type=sa.String(length=200), existing_nullable=False, server_default=None)
    with op.batch_alter_table('steps') as table:
        table.alter_column('service_name', existing_type=sa.String(length=255), existing_nullable=False, server_default=None)
    with op.batch_alter_table('steps') as table:
        table.alter_column('topic', existing_type=sa.String(length=40), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('steps') as table:
        table.drop_constraint(table.f('fk_steps_service_id_services'), type_='foreignkey')
        table.drop_column('topic')
        table.drop_column('service_name')
        table.drop_column('service_id')
        table.drop_column('who_with')
    with op.batch_alter_table('priorities') as table:
        table.drop_constraint(table.f('fk_priorities_written_by_id_staff'), type_='foreignkey')
        table.drop_column('taken_away_at')
        table.drop_column('agreed_at')
        table.drop_column('written_at')
        table.drop_column('written_by_id')
    with op.batch_alter_table('conversations') as table:
        table.drop_column('how_supported')
    op.drop_table('step_events')
    op.drop_table('priority_wordings')
    op.drop_table('recorded_needs')
    op.drop_table('prepared_answers')
    op.drop_table('preparations')
    op.drop_table('plan_checks')
    op.drop_table('own_words')
