"""Conversations by text, what was done with them, and a locality's ready answers"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0016_threads'
down_revision = '0015_sending'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('threads',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('number', sa.String(length=20), nullable=True),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('last_words', sa.Text(), nullable=False),
    sa.Column('last_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('waiting_since', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('due_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('is_urgent', sa.Boolean(), nullable=False),
    sa.Column('holder_id', sa.Uuid(), nullable=True),
    sa.Column('held_since', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('handed_by_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('done_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_threads_person_id_persons')),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_threads_team_id_teams')),
    sa.ForeignKeyConstraint(['holder_id'], ['staff.id'], name=op.f('fk_threads_holder_id_staff')),
    sa.ForeignKeyConstraint(['handed_by_id'], ['staff.id'], name=op.f('fk_threads_handed_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_threads')),
    sa.UniqueConstraint('person_id', name=op.f('uq_threads_person_id')),
    sa.UniqueConstraint('number', name=op.f('uq_threads_number'))
    )
    op.create_index(op.f('ix_threads_done_at_waiting_since'), 'threads', ['done_at', 'waiting_since'])
    op.create_index(op.f('ix_threads_escalated_at_due_at'), 'threads', ['escalated_at', 'due_at'])
    op.create_index(op.f('ix_threads_holder_id'), 'threads', ['holder_id'])
    op.create_table('thread_events',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('thread_id', sa.Uuid(), nullable=False),
    sa.Column('happened_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('to_staff_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_events_thread_id_threads')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_thread_events_staff_id_staff')),
    sa.ForeignKeyConstraint(['to_staff_id'], ['staff.id'], name=op.f('fk_thread_events_to_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_events'))
    )
    op.create_index(op.f('ix_thread_events_thread_id_happened_at'), 'thread_events', ['thread_id', 'happened_at'])
    op.create_table('ready_answers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=False),
    sa.Column('written_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['written_by_id'], ['staff.id'], name=op.f('fk_ready_answers_written_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ready_answers')),
    sa.UniqueConstraint('title', name=op.f('uq_ready_answers_title'))
    )


def downgrade() -> None:
    op.drop_table('ready_answers')
    op.drop_table('thread_events')
    op.drop_table('threads')
