"""Pictures that come with a text are counted, and an urgent item says who has taken it and when"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0019_replies'
down_revision = '0018_feed'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('received_messages') as table:
        table.add_column(sa.Column('media', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('received_messages') as table:
        table.alter_column('media', existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('attentions') as table:
        table.add_column(sa.Column('taken_at', navigator.db.UTCDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('taken_by_id', sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f('fk_attentions_taken_by_id_staff'), 'staff', ['taken_by_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('attentions') as table:
        table.drop_constraint(op.f('fk_attentions_taken_by_id_staff'), type_='foreignkey')
        table.drop_column('taken_by_id')
        table.drop_column('taken_at')
    with op.batch_alter_table('received_messages') as table:
        table.drop_column('media')
