"""Weights of the search"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0013_ranking'
down_revision = '0012_quality_marks'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ranking_changes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=120), nullable=False),
    sa.Column('at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_changes'))
    )


def downgrade() -> None:
    op.drop_table('ranking_changes')
