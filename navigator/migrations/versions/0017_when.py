"""When texts go: what each person likes, why one went at night, why support ended"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0017_when'
down_revision = '0016_threads'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_text('outgoing_messages', 'at_times', 60)
    _add_text('outgoing_messages', 'urgent_reason', 300)
    _add_text('persons', 'at_times', 60)
    with op.batch_alter_table('persons') as table:
        table.add_column(sa.Column('review_on', sa.Date(), nullable=True))
        table.add_column(sa.Column('why_closed', sa.String(length=40), nullable=True))
        table.add_column(sa.Column('died_on', sa.Date(), nullable=True))
    op.create_table(
        'reminder_plans',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('event', sa.String(length=40), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('lines', sa.JSON(), nullable=False),
        sa.Column('made_by', sa.String(length=120), nullable=False),
        sa.Column('made_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_plans')),
        sa.UniqueConstraint('event', 'version', name=op.f('uq_reminder_plans_event_version')),
    )
    op.create_table(
        'step_nudges',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('step_id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('days', sa.String(length=20), nullable=False),
        sa.Column('until', sa.Date(), nullable=True),
        sa.Column('most_unanswered', sa.Integer(), nullable=False),
        sa.Column('started_by_id', sa.Uuid(), nullable=False),
        sa.Column('started_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column('look_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column('message_id', sa.Uuid(), nullable=True),
        sa.Column('ended_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column('why_ended', sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_step_nudges_step_id_steps')),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_step_nudges_person_id_persons')),
        sa.ForeignKeyConstraint(['started_by_id'], ['staff.id'], name=op.f('fk_step_nudges_started_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_step_nudges')),
    )
    with op.batch_alter_table('step_nudges') as table:
        table.create_index(op.f('ix_step_nudges_step_id_started_at'), ['step_id', 'started_at'])
        table.create_index(op.f('ix_step_nudges_person_id'), ['person_id'])
        table.create_index(op.f('ix_step_nudges_look_at'), ['look_at'])
    op.create_table(
        'contact_schedules',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('entries', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_schedules')),
        sa.UniqueConstraint('name', name=op.f('uq_contact_schedules_name')),
    )
    op.create_table(
        'person_schedules',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('chosen_by_id', sa.Uuid(), nullable=False),
        sa.Column('started_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column('ended_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_person_schedules_person_id_persons')),
        sa.ForeignKeyConstraint(['chosen_by_id'], ['staff.id'], name=op.f('fk_person_schedules_chosen_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_person_schedules')),
    )
    op.create_table(
        'planned_contacts',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_schedule_id', sa.Uuid(), nullable=False),
        sa.Column('on_day', sa.Date(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('what', sa.String(length=300), nullable=False),
        sa.Column('dropped_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column('made_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['person_schedule_id'], ['person_schedules.id'], name=op.f('fk_planned_contacts_person_schedule_id_person_schedules')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_contacts')),
    )
    with op.batch_alter_table('person_schedules') as table:
        table.create_index(op.f('ix_person_schedules_person_id'), ['person_id'])
    with op.batch_alter_table('planned_contacts') as table:
        table.create_index(op.f('ix_planned_contacts_person_schedule_id'), ['person_schedule_id'])
        table.create_index(op.f('ix_planned_contacts_made_at_on_day'), ['made_at', 'on_day'])


def _add_text(table_name: str, name: str, length: int) -> None:
    """A text that is empty in every row there is, and has no default afterwards: the models say it."""
    with op.batch_alter_table(table_name) as table:
        table.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
    with op.batch_alter_table(table_name) as table:
        table.alter_column(name, existing_type=sa.String(length=length), existing_nullable=False, server_default=None)


def downgrade() -> None:
    for name in ('planned_contacts', 'person_schedules', 'contact_schedules', 'step_nudges'):
        op.drop_table(name)
    op.drop_table('reminder_plans')
    with op.batch_alter_table('persons') as table:
        for name in ('died_on', 'why_closed', 'review_on', 'at_times'):
            table.drop_column(name)
    with op.batch_alter_table('outgoing_messages') as table:
        for name in ('urgent_reason', 'at_times'):
            table.drop_column(name)
