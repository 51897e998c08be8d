"""A locality's own words for what we say, and how much a person's texts may say"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0021_wording'
down_revision = '0020_upkeep'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rewordings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('template', sa.String(length=60), nullable=False),
    sa.Column('locale', sa.String(length=12), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('made_by', sa.String(length=120), nullable=False),
    sa.Column('made_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('replaced_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rewordings')),
    sa.UniqueConstraint('template', 'locale', 'part', 'version', name=op.f('uq_rewordings_template_locale_part_version'))
    )
    with op.batch_alter_table('rewordings') as table:
        table.create_index(op.f('ix_rewordings_template_replaced_at'), ['template', 'replaced_at'])
    with op.batch_alter_table('persons') as table:
        table.add_column(sa.Column('text_detail', sa.String(length=40), nullable=False, server_default='plain'))
    with op.batch_alter_table('persons') as table:
        table.alter_column('text_detail', existing_type=sa.String(length=40), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('persons') as table:
        table.drop_column('text_detail')
    op.drop_table('rewordings')
