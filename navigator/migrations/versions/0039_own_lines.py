"""A locality's own questions and ideas, version after version"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0039_own_lines'
down_revision = '0038_mailbox_and_notices'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'line_versions',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column(
            'about',
            sa.Enum(
                'prompts', 'myself', 'family', 'community', 'technology', 'statutory', name='about', native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column('topic', sa.String(length=40), nullable=False),
        sa.Column('lines', sa.JSON(), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_line_versions_made_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_line_versions')),
    )
    with op.batch_alter_table('line_versions') as table:
        table.create_index(op.f('ix_line_versions_about_topic_made_at'), ['about', 'topic', 'made_at'])


def downgrade() -> None:
    op.drop_table('line_versions')
