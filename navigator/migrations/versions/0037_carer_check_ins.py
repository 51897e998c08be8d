"""Carers who agreed to be asked now and then how they are"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0037_carer_check_ins'
down_revision = '0036_webhooks_out'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'carer_check_ins',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('member_id', sa.Uuid(), nullable=False),
        sa.Column('every_weeks', sa.Integer(), nullable=False),
        sa.Column('wording', sa.Text(), nullable=False),
        sa.Column('how', sa.String(length=40), nullable=False),
        sa.Column('recorded_by_id', sa.Uuid(), nullable=True),
        sa.Column('started_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('next_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('why_ended', sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(['member_id'], ['circle_members.id'], name=op.f('fk_carer_check_ins_member_id_circle_members')),
        sa.ForeignKeyConstraint(['recorded_by_id'], ['staff.id'], name=op.f('fk_carer_check_ins_recorded_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_carer_check_ins')),
    )
    with op.batch_alter_table('carer_check_ins') as table:
        table.create_index(op.f('ix_carer_check_ins_member_id'), ['member_id'])
        table.create_index(op.f('ix_carer_check_ins_next_at'), ['next_at'])


def downgrade() -> None:
    op.drop_table('carer_check_ins')
