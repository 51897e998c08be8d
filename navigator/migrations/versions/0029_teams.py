"""Who coordinates, helps and covers whom, programmes, invitations, the trail of changes; what staff speak, know and work"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime, new_id

revision = '0029_teams'
down_revision = '0028_bounces'
branch_labels = None
depends_on = None

STILL = sa.text('until IS NULL')
GOES_ON = sa.text('ends_on IS NULL')
NEW_COLUMNS = (
    ('localities', 'skills', sa.JSON(), '[]'),
    ('staff', 'languages', sa.String(length=200), ''),
    ('staff', 'skills', sa.JSON(), '[]'),
    ('staff', 'areas', sa.String(length=300), ''),
    ('staff', 'works', sa.JSON(), '{}'),
)


def upgrade() -> None:
    for table_name, name, kind, default in NEW_COLUMNS:
        with op.batch_alter_table(table_name) as table:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        with op.batch_alter_table(table_name) as table:
            table.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    op.create_table(
        'coordinations',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('since', UTCDateTime(timezone=True), nullable=False),
        sa.Column('until', UTCDateTime(timezone=True), nullable=True),
        sa.Column('why', sa.String(length=40), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=True),
        sa.Column('is_told', sa.Boolean(), nullable=False),
        sa.Column('seen_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_coordinations_person_id_persons')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_coordinations_staff_id_staff')),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_coordinations_made_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_coordinations')),
    )
    op.create_index('uq_coordinations_open', 'coordinations', ['person_id'], unique=True, sqlite_where=STILL, postgresql_where=STILL)
    op.create_index(op.f('ix_coordinations_person_id_since'), 'coordinations', ['person_id', 'since'])
    op.create_index(op.f('ix_coordinations_staff_id_until'), 'coordinations', ['staff_id', 'until'])
    _begin_from_what_stands()
    op.create_table(
        'given_to',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('volunteer_id', sa.Uuid(), nullable=False),
        sa.Column('since', UTCDateTime(timezone=True), nullable=False),
        sa.Column('until', UTCDateTime(timezone=True), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('given_by_id', sa.Uuid(), nullable=True),
        sa.Column('taken_back_by_id', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_given_to_person_id_persons')),
        sa.ForeignKeyConstraint(['volunteer_id'], ['staff.id'], name=op.f('fk_given_to_volunteer_id_staff')),
        sa.ForeignKeyConstraint(['given_by_id'], ['staff.id'], name=op.f('fk_given_to_given_by_id_staff')),
        sa.ForeignKeyConstraint(['taken_back_by_id'], ['staff.id'], name=op.f('fk_given_to_taken_back_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_given_to')),
    )
    op.create_index(
        'uq_given_to_open', 'given_to', ['person_id', 'volunteer_id'], unique=True, sqlite_where=STILL, postgresql_where=STILL
    )
    op.create_index(op.f('ix_given_to_volunteer_id_until'), 'given_to', ['volunteer_id', 'until'])
    op.create_table(
        'programmes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('locality_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('who_for', sa.String(length=300), nullable=False),
        sa.Column('is_open', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['locality_id'], ['localities.id'], name=op.f('fk_programmes_locality_id_localities')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_programmes')),
    )
    op.create_index('uq_programmes_name', 'programmes', ['locality_id', 'name'], unique=True)
    op.create_table(
        'enrolments',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('programme_id', sa.Uuid(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('baseline_on', sa.Date(), nullable=True),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('why_left', sa.String(length=40), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('enrolled_by_id', sa.Uuid(), nullable=True),
        sa.Column('ended_by_id', sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_enrolments_person_id_persons')),
        sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_enrolments_programme_id_programmes')),
        sa.ForeignKeyConstraint(['enrolled_by_id'], ['staff.id'], name=op.f('fk_enrolments_enrolled_by_id_staff')),
        sa.ForeignKeyConstraint(['ended_by_id'], ['staff.id'], name=op.f('fk_enrolments_ended_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolments')),
    )
    op.create_index(
        'uq_enrolments_open', 'enrolments', ['person_id', 'programme_id'], unique=True, sqlite_where=GOES_ON, postgresql_where=GOES_ON
    )
    op.create_index(op.f('ix_enrolments_programme_id_ends_on'), 'enrolments', ['programme_id', 'ends_on'])
    op.create_table(
        'changes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('happened_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=True),
        sa.Column('subject', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.Uuid(), nullable=False),
        sa.Column('team_id', sa.Uuid(), nullable=True),
        sa.Column('name', sa.String(length=160), nullable=False),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('after', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_changes_staff_id_staff')),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_changes_team_id_teams')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_changes')),
    )
    op.create_index(op.f('ix_changes_subject_happened_at'), 'changes', ['subject', 'happened_at'])
    op.create_index(op.f('ix_changes_subject_id_happened_at'), 'changes', ['subject_id', 'happened_at'])
    op.create_table(
        'invitations',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('team_id', sa.Uuid(), nullable=False),
        sa.Column('role', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('language', sa.String(length=12), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=True),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('expires_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('used_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_invitations_team_id_teams')),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_invitations_made_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
        sa.UniqueConstraint('digest', name=op.f('uq_invitations_digest')),
    )
    op.create_index(op.f('ix_invitations_team_id_made_at'), 'invitations', ['team_id', 'made_at'])
    op.create_index(op.f('ix_invitations_email'), 'invitations', ['email'])
    op.create_table(
        'absences',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('covered_by_id', sa.Uuid(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('back_on', sa.Date(), nullable=True),
        sa.Column('says', sa.String(length=40), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('cancelled_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_absences_staff_id_staff')),
        sa.ForeignKeyConstraint(['covered_by_id'], ['staff.id'], name=op.f('fk_absences_covered_by_id_staff')),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_absences_made_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_absences')),
    )
    op.create_index(op.f('ix_absences_staff_id_starts_on'), 'absences', ['staff_id', 'starts_on'])
    op.create_index(op.f('ix_absences_covered_by_id_starts_on'), 'absences', ['covered_by_id', 'starts_on'])
    op.create_table(
        'locality_settings',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('locality_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('value', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['locality_id'], ['localities.id'], name=op.f('fk_locality_settings_locality_id_localities')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_locality_settings')),
    )
    op.create_index('uq_locality_settings_name', 'locality_settings', ['locality_id', 'name'], unique=True)


def _begin_from_what_stands() -> None:
    """Whoever is a person's coordinator now has been it since we met them: nobody wrote down who it was before."""
    persons = sa.table(
        'persons', sa.column('id', sa.Uuid()), sa.column('navigator_id', sa.Uuid()), sa.column('created_at', UTCDateTime())
    )
    coordinations = sa.table(
        'coordinations',
        sa.column('id', sa.Uuid()),
        sa.column('person_id', sa.Uuid()),
        sa.column('staff_id', sa.Uuid()),
        sa.column('since', UTCDateTime()),
        sa.column('until', UTCDateTime()),
        sa.column('why', sa.String()),
        sa.column('note', sa.Text()),
        sa.column('is_told', sa.Boolean()),
        sa.column('seen_at', UTCDateTime()),
    )
    connection = op.get_bind()
    standing = connection.execute(sa.select(persons.c.id, persons.c.navigator_id, persons.c.created_at)).all()
    for begin in range(0, len(standing), 1000):
        rows = [
            {
                'id': new_id(),
                'person_id': row.id,
                'staff_id': row.navigator_id,
                'since': row.created_at,
                'until': None,
                'why': 'taken_on',
                'note': '',
                'is_told': False,
                'seen_at': row.created_at,
            }
            for row in standing[begin : begin + 1000]
        ]
        connection.execute(sa.insert(coordinations), rows)


def downgrade() -> None:
    for name in ('locality_settings', 'absences', 'invitations', 'changes', 'enrolments', 'programmes', 'given_to', 'coordinations'):
        op.drop_table(name)
    for table_name, name, _, _ in reversed(NEW_COLUMNS):
        with op.batch_alter_table(table_name) as table:
            table.drop_column(name)
