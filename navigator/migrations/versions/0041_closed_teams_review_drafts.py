"""When a team or a locality was closed; what was typed of a review that could not be kept yet"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0041_closed_teams_review_drafts'
down_revision = '0040_carers_words'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('localities', 'teams'):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column('closed_at', UTCDateTime(timezone=True), nullable=True))
    op.create_table(
        'review_drafts',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('typed', sa.JSON(), nullable=False),
        sa.Column('saved_at', UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_review_drafts_person_id_persons')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_review_drafts_staff_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_review_drafts')),
        sa.UniqueConstraint('person_id', 'staff_id', name=op.f('uq_review_drafts_person_id_staff_id')),
    )


def downgrade() -> None:
    op.drop_table('review_drafts')
    for name in ('teams', 'localities'):
        with op.batch_alter_table(name) as table:
            table.drop_column('closed_at')
