"""Keys of the API: what each may do, when it was last used, how often it calls; calls that may come again"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0035_api_tokens'
down_revision = '0034_ready_plans'
branch_labels = None
depends_on = None

BEFORE = 'people:read people:write conversations referrals:read referrals:write'  # what every key could do until now


def upgrade() -> None:
    with op.batch_alter_table('api_tokens') as table:
        table.add_column(sa.Column('scopes', sa.String(length=255), nullable=False, server_default=BEFORE))
        table.add_column(sa.Column('last_used_at', UTCDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('window_began_at', UTCDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('window_calls', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('api_tokens') as table:
        table.alter_column('scopes', server_default=None)
        table.alter_column('window_calls', server_default=None)
    op.create_table(
        'repeated_calls',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('token_id', sa.Uuid(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('asked', sa.String(length=64), nullable=False),
        sa.Column('status', sa.Integer(), nullable=True),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['token_id'], ['api_tokens.id'], name=op.f('fk_repeated_calls_token_id_api_tokens')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_repeated_calls')),
        sa.UniqueConstraint('token_id', 'key', name=op.f('uq_repeated_calls_token_id_key')),
    )
    with op.batch_alter_table('repeated_calls') as table:
        table.create_index(op.f('ix_repeated_calls_made_at'), ['made_at'])


def downgrade() -> None:
    op.drop_table('repeated_calls')
    with op.batch_alter_table('api_tokens') as table:
        for name in ('window_calls', 'window_began_at', 'last_used_at', 'scopes'):
            table.drop_column(name)
