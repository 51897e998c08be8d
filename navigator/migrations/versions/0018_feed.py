"""What the feed asks of every listing, as indexes; and three values the standard is giving up, kept as sources say them"""

import sqlalchemy as sa
from alembic import op

revision = '0018_feed'
down_revision = '0017_when'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('services', sa.Column('wait_time', sa.Text(), nullable=True))
    op.add_column('services', sa.Column('licenses', sa.Text(), nullable=True))
    op.add_column('schedules', sa.Column('timezone', sa.Double(), nullable=True))
    op.create_index('ix_services_feed', 'services', ['name', 'id', 'revision', 'status'])
    op.create_index('ix_publishing_verdicts_feed', 'publishing_verdicts', ['service_id', 'revision', 'is_publishable'])


def downgrade() -> None:
    op.drop_index('ix_publishing_verdicts_feed', table_name='publishing_verdicts')
    op.drop_index('ix_services_feed', table_name='services')
    with op.batch_alter_table('schedules') as schedules:
        schedules.drop_column('timezone')
    with op.batch_alter_table('services') as services:
        services.drop_column('licenses')
        services.drop_column('wait_time')
