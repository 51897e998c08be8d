"""Who carried each text; providers' calls, kept word for word; what people need to be reached"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0022_channels'
down_revision = '0021_wording'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('outgoing_messages') as table:
        table.add_column(sa.Column('provider', sa.String(length=20), nullable=False, server_default=''))
    with op.batch_alter_table('outgoing_messages') as table:
        table.alter_column('provider', existing_type=sa.String(length=20), existing_nullable=False, server_default=None)
    with op.batch_alter_table('persons') as table:
        table.add_column(sa.Column('communication_needs', sa.String(length=200), nullable=False, server_default=''))
    with op.batch_alter_table('persons') as table:
        table.alter_column(
            'communication_needs', existing_type=sa.String(length=200), existing_nullable=False, server_default=None
        )
    op.create_table(
        'provider_events',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('provider', sa.String(length=20), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('query', sa.String(length=500), nullable=False),
        sa.Column('content_type', sa.String(length=80), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('received_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('handled_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('outcome', sa.String(length=40), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_events')),
        sa.UniqueConstraint('digest', name=op.f('uq_provider_events_digest')),
    )
    with op.batch_alter_table('provider_events') as table:
        table.create_index(op.f('ix_provider_events_handled_at_received_at'), ['handled_at', 'received_at'])
        table.create_index(op.f('ix_provider_events_received_at'), ['received_at'])


def downgrade() -> None:
    op.drop_table('provider_events')
    with op.batch_alter_table('persons') as table:
        table.drop_column('communication_needs')
    with op.batch_alter_table('outgoing_messages') as table:
        table.drop_column('provider')
