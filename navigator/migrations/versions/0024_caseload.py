"""Things to do, visits and contacts, and when we were last in touch with each person"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0024_caseload'
down_revision = '0023_self_care'
branch_labels = None
depends_on = None

MOMENTS = (
    "SELECT max(saved_at) FROM conversations WHERE conversations.person_id = persons.id",
    "SELECT max(asked_at) FROM confidences JOIN steps ON steps.id = confidences.step_id WHERE steps.person_id = persons.id",
    "SELECT max(happened_at) FROM referral_events JOIN referrals ON referrals.id = referral_events.referral_id"
    " WHERE referrals.person_id = persons.id",
    "SELECT max(received_at) FROM received_messages WHERE received_messages.from_number = persons.mobile",
)


def upgrade() -> None:
    _tasks()
    _visits()
    _views()
    with op.batch_alter_table('persons') as table:
        table.add_column(sa.Column('last_contact_at', UTCDateTime(timezone=True), nullable=True))
    op.execute("UPDATE persons SET last_contact_at = created_at")
    for moment in MOMENTS:
        op.execute(f"UPDATE persons SET last_contact_at = ({moment}) WHERE ({moment}) > last_contact_at")
    with op.batch_alter_table('persons') as table:
        table.alter_column('last_contact_at', existing_type=UTCDateTime(timezone=True), nullable=False)
        table.drop_index(op.f('ix_persons_navigator_id_closed_at'))
        table.drop_index(op.f('ix_persons_team_id'))
        table.create_index(op.f('ix_persons_navigator_id_closed_at_last_contact_at'), ['navigator_id', 'closed_at', 'last_contact_at'])
        table.create_index(op.f('ix_persons_team_id_closed_at_last_contact_at'), ['team_id', 'closed_at', 'last_contact_at'])


def _tasks() -> None:
    op.create_table(
        'tasks',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('origin', sa.String(length=40), nullable=False),
        sa.Column('about_id', sa.Uuid(), nullable=True),
        sa.Column('about_words', sa.String(length=255), nullable=False),
        sa.Column('unique_key', sa.String(length=120), nullable=True),
        sa.Column('made_by_id', sa.Uuid(), nullable=True),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('ended_by_id', sa.Uuid(), nullable=True),
        sa.Column('is_dropped', sa.Boolean(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_tasks_person_id_persons')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_tasks_staff_id_staff')),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_tasks_made_by_id_staff')),
        sa.ForeignKeyConstraint(['ended_by_id'], ['staff.id'], name=op.f('fk_tasks_ended_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
        sa.UniqueConstraint('unique_key', name=op.f('uq_tasks_unique_key')),
    )
    with op.batch_alter_table('tasks') as table:
        table.create_index(op.f('ix_tasks_staff_id_ended_at_due_on'), ['staff_id', 'ended_at', 'due_on'])
        table.create_index(op.f('ix_tasks_person_id_ended_at'), ['person_id', 'ended_at'])
        table.create_index(op.f('ix_tasks_about_id'), ['about_id'])


def _visits() -> None:
    op.create_table(
        'visits',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('starts_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('place', sa.String(length=255), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('is_told', sa.Boolean(), nullable=False),
        sa.Column('out_safe_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('cancelled_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_visits_person_id_persons')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_visits_staff_id_staff')),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_visits_made_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    )
    with op.batch_alter_table('visits') as table:
        table.create_index(op.f('ix_visits_staff_id_starts_at'), ['staff_id', 'starts_at'])
        table.create_index(op.f('ix_visits_person_id_starts_at'), ['person_id', 'starts_at'])
    op.create_table(
        'logged_contacts',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('visit_id', sa.Uuid(), nullable=True),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('outcome', sa.String(length=40), nullable=False),
        sa.Column('happened_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=True),
        sa.Column('place', sa.String(length=255), nullable=False),
        sa.Column('with_whom', sa.String(length=255), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('written_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('taken_back_at', UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint('minutes IS NULL OR minutes BETWEEN 0 AND 1440', name=op.f('ck_logged_contacts_minutes_of_a_day')),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_logged_contacts_person_id_persons')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_logged_contacts_staff_id_staff')),
        sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_logged_contacts_visit_id_visits')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_logged_contacts')),
        sa.UniqueConstraint('visit_id', name=op.f('uq_logged_contacts_visit_id')),
    )
    with op.batch_alter_table('logged_contacts') as table:
        table.create_index(op.f('ix_logged_contacts_person_id_happened_at'), ['person_id', 'happened_at'])
        table.create_index(op.f('ix_logged_contacts_staff_id_happened_at'), ['staff_id', 'happened_at'])
    op.create_table(
        'safety_notes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('written_by_id', sa.Uuid(), nullable=False),
        sa.Column('written_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_safety_notes_person_id_persons')),
        sa.ForeignKeyConstraint(['written_by_id'], ['staff.id'], name=op.f('fk_safety_notes_written_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_safety_notes')),
    )
    with op.batch_alter_table('safety_notes') as table:
        table.create_index(op.f('ix_safety_notes_person_id'), ['person_id'])
    op.create_table(
        'round_feeds',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_round_feeds_staff_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_round_feeds')),
        sa.UniqueConstraint('digest', name=op.f('uq_round_feeds_digest')),
    )
    with op.batch_alter_table('round_feeds') as table:
        table.create_index(op.f('ix_round_feeds_staff_id'), ['staff_id'])


def _views() -> None:
    op.create_table(
        'saved_views',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('words', sa.String(length=500), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_saved_views_staff_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views')),
        sa.UniqueConstraint('staff_id', 'name', name=op.f('uq_saved_views_staff_id_name')),
    )


def downgrade() -> None:
    for name in ('saved_views', 'round_feeds', 'safety_notes', 'logged_contacts', 'visits', 'tasks'):
        op.drop_table(name)
    with op.batch_alter_table('persons') as table:
        table.drop_index(op.f('ix_persons_team_id_closed_at_last_contact_at'))
        table.drop_index(op.f('ix_persons_navigator_id_closed_at_last_contact_at'))
        table.create_index(op.f('ix_persons_team_id'), ['team_id'])
        table.create_index(op.f('ix_persons_navigator_id_closed_at'), ['navigator_id', 'closed_at'])
        table.drop_column('last_contact_at')
