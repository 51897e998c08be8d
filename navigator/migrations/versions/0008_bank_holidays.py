"""Bank holidays and school terms that a locality brings in."""

import sqlalchemy as sa
from alembic import op

revision = '0008_bank_holidays'
down_revision = '0007_open_referral'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_periods',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('bank holiday', 'term', name='calendarkind', native_enum=False, length=40), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_periods')),
    sa.UniqueConstraint('kind', 'first_day', name=op.f('uq_calendar_periods_kind_first_day'))
    )


def downgrade() -> None:
    op.drop_table('calendar_periods')
