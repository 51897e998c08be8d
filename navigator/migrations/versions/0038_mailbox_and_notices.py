"""The mailbox e-mails come back to, and notifications that nobody has seen yet"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0038_mailbox_and_notices'
down_revision = '0037_carer_check_ins'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'bounce_mailboxes',
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('uid_validity', sa.BigInteger(), nullable=False),
        sa.Column('last_uid', sa.BigInteger(), nullable=False),
        sa.Column('to_delete', sa.JSON(), nullable=False),
        sa.Column('counts', sa.JSON(), nullable=False),
        sa.Column('next_look_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('holder', sa.String(length=80), nullable=False),
        sa.Column('looked_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('failing_since', UTCDateTime(timezone=True), nullable=True),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('trouble', sa.String(length=40), nullable=False),
        sa.Column('told_at', UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_bounce_mailboxes')),
    )
    op.create_table(
        'awaited_notices',
        sa.Column('message_id', sa.Uuid(), nullable=False),
        sa.Column('text_at', UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['message_id'], ['outgoing_messages.id'], name=op.f('fk_awaited_notices_message_id_outgoing_messages')
        ),
        sa.PrimaryKeyConstraint('message_id', name=op.f('pk_awaited_notices')),
    )
    with op.batch_alter_table('awaited_notices') as table:
        table.create_index(op.f('ix_awaited_notices_text_at'), ['text_at'])


def downgrade() -> None:
    op.drop_table('awaited_notices')
    op.drop_table('bounce_mailboxes')
