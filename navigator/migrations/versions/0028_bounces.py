"""E-mail addresses that do not work"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0028_bounces'
down_revision = '0027_conversations'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'dead_addresses',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('address', sa.String(length=254), nullable=False),
        sa.Column('since', UTCDateTime(timezone=True), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dead_addresses')),
        sa.UniqueConstraint('address', name=op.f('uq_dead_addresses_address')),
    )


def downgrade() -> None:
    op.drop_table('dead_addresses')
