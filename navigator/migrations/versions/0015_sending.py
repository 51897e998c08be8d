"""Sending in batches: the breaker's counts and stops, each sender's pace, and an index for what somebody waits for"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0015_sending'
down_revision = '0014_purposes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('outgoing_messages') as table:
        table.add_column(sa.Column('deaths', sa.Integer(), nullable=False, server_default='0'))
        table.drop_index(op.f('ix_outgoing_messages_state_not_before'))
        table.create_index(op.f('ix_outgoing_messages_state_any_hour_not_before'), ['state', 'any_hour', 'not_before'])
    with op.batch_alter_table('outgoing_messages') as table:
        table.alter_column('deaths', existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    op.create_table('template_hours',
    sa.Column('template', sa.String(length=60), nullable=False),
    sa.Column('hour', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('sent', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('template', 'hour', name=op.f('pk_template_hours'))
    )
    with op.batch_alter_table('template_hours') as table:
        table.create_index(op.f('ix_template_hours_hour'), ['hour'])
    op.create_table('stopped_templates',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('template', sa.String(length=60), nullable=False),
    sa.Column('stopped_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('why', sa.String(length=40), nullable=False),
    sa.Column('sent', sa.Integer(), nullable=False),
    sa.Column('stopped_by', sa.String(length=120), nullable=False),
    sa.Column('started_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('started_by', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stopped_templates'))
    )
    with op.batch_alter_table('stopped_templates') as table:
        table.create_index(op.f('ix_stopped_templates_template'), ['template'])
    op.create_table('sender_paces',
    sa.Column('sender', sa.String(length=80), nullable=False),
    sa.Column('next_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sender', name=op.f('pk_sender_paces'))
    )


def downgrade() -> None:
    op.drop_table('sender_paces')
    op.drop_table('stopped_templates')
    op.drop_table('template_hours')
    with op.batch_alter_table('outgoing_messages') as table:
        table.drop_index(op.f('ix_outgoing_messages_state_any_hour_not_before'))
        table.create_index(op.f('ix_outgoing_messages_state_not_before'), ['state', 'not_before'])
        table.drop_column('deaths')
