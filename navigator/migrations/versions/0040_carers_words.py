"""What a carer writes down before a conversation, in their own name; the person may take it away"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0040_carers_words'
down_revision = '0039_own_lines'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('preparations') as table:
        table.add_column(sa.Column('member_id', sa.Uuid(), nullable=True))
        table.add_column(sa.Column('taken_away_at', UTCDateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f('fk_preparations_member_id_circle_members'), 'circle_members', ['member_id'], ['id'])
        table.create_index(op.f('ix_preparations_member_id'), ['member_id'])


def downgrade() -> None:
    with op.batch_alter_table('preparations') as table:
        table.drop_index(op.f('ix_preparations_member_id'))
        table.drop_constraint(op.f('fk_preparations_member_id_circle_members'), type_='foreignkey')
        table.drop_column('taken_away_at')
        table.drop_column('member_id')
