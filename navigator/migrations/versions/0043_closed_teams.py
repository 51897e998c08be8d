"""When a team or a locality was closed"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0043_closed_teams'
down_revision = '0042_carers_words'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('localities', 'teams'):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column('closed_at', UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ('teams', 'localities'):
        with op.batch_alter_table(name) as table:
            table.drop_column('closed_at')
