"""Which self-care page was sent to whom"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0023_self_care'
down_revision = '0022_channels'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'self_care_pages_sent',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('topic', sa.String(length=40), nullable=False),
        sa.Column('language', sa.String(length=12), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('sent_at', UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_self_care_pages_sent_person_id_persons')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_self_care_pages_sent_staff_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_self_care_pages_sent')),
    )
    with op.batch_alter_table('self_care_pages_sent') as table:
        table.create_index(op.f('ix_self_care_pages_sent_person_id_sent_at'), ['person_id', 'sent_at'])


def downgrade() -> None:
    op.drop_table('self_care_pages_sent')
