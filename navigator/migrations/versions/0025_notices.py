"""The browsers that people let us notify"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0025_notices'
down_revision = '0024_caseload'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'push_subscriptions',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('recipient_id', sa.Uuid(), nullable=False),
        sa.Column('endpoint', sa.String(length=1000), nullable=False),
        sa.Column('p256dh', sa.String(length=100), nullable=False),
        sa.Column('auth', sa.String(length=40), nullable=False),
        sa.Column('created_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('gone_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('why_gone', sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_push_subscriptions')),
        sa.UniqueConstraint('endpoint', name=op.f('uq_push_subscriptions_endpoint')),
    )
    with op.batch_alter_table('push_subscriptions') as table:
        table.create_index(op.f('ix_push_subscriptions_recipient_id_gone_at'), ['recipient_id', 'gone_at'])


def downgrade() -> None:
    op.drop_table('push_subscriptions')
