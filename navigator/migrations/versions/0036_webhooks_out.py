"""Webhooks out: addresses that are told when a referral moves, and what became of each telling"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0036_webhooks_out'
down_revision = '0035_api_tokens'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'webhook_addresses',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('locality_id', sa.Uuid(), nullable=False),
        sa.Column('url', sa.String(length=500), nullable=False),
        sa.Column('label', sa.String(length=80), nullable=False),
        sa.Column('secret', sa.String(length=80), nullable=False),
        sa.Column('old_secret', sa.String(length=80), nullable=False),
        sa.Column('old_until', UTCDateTime(timezone=True), nullable=True),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('failing_since', UTCDateTime(timezone=True), nullable=True),
        sa.Column('stopped_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['locality_id'], ['localities.id'], name=op.f('fk_webhook_addresses_locality_id_localities')),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_webhook_addresses_made_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_addresses')),
    )
    with op.batch_alter_table('webhook_addresses') as table:
        table.create_index(op.f('ix_webhook_addresses_locality_id'), ['locality_id'])
    op.create_table(
        'webhook_deliveries',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('address_id', sa.Uuid(), nullable=False),
        sa.Column('event_id', sa.Uuid(), nullable=False),
        sa.Column('referral_id', sa.Uuid(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('next_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('give_up_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('tried_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('answered', sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ['address_id'], ['webhook_addresses.id'], name=op.f('fk_webhook_deliveries_address_id_webhook_addresses')
        ),
        sa.ForeignKeyConstraint(['referral_id'], ['referrals.id'], name=op.f('fk_webhook_deliveries_referral_id_referrals')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_deliveries')),
        sa.UniqueConstraint('address_id', 'event_id', name=op.f('uq_webhook_deliveries_address_id_event_id')),
    )
    with op.batch_alter_table('webhook_deliveries') as table:
        table.create_index(op.f('ix_webhook_deliveries_state_next_at'), ['state', 'next_at'])
        table.create_index(op.f('ix_webhook_deliveries_address_id_made_at'), ['address_id', 'made_at'])
        table.create_index(op.f('ix_webhook_deliveries_referral_id'), ['referral_id'])


def downgrade() -> None:
    op.drop_table('webhook_deliveries')
    op.drop_table('webhook_addresses')
