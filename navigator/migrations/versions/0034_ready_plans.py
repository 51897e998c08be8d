"""Ready plans: their versions, and what was made of them for a person"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0034_ready_plans'
down_revision = '0033_referring_in'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('plan_versions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_plan_versions_made_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_versions'))
    )
    with op.batch_alter_table('plan_versions') as table:
        table.create_index(table.f('ix_plan_versions_code_made_at'), ['code', 'made_at'])
    op.create_table('made_plans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=36), nullable=False),
    sa.Column('review_before', sa.Date(), nullable=True),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
    sa.Column('undone_at', UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['goal_id'], ['goals.id'], name=op.f('fk_made_plans_goal_id_goals')),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_made_plans_made_by_id_staff')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_made_plans_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_made_plans')),
    sa.UniqueConstraint('key', name=op.f('uq_made_plans_key'))
    )
    with op.batch_alter_table('made_plans') as table:
        table.create_index(table.f('ix_made_plans_person_id_made_at'), ['person_id', 'made_at'])
    op.create_table('made_parts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('made_plan_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('step', 'task', 'contacts', 'review', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['made_plan_id'], ['made_plans.id'], name=op.f('fk_made_parts_made_plan_id_made_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_made_parts'))
    )
    with op.batch_alter_table('made_parts') as table:
        table.create_index(table.f('ix_made_parts_made_plan_id'), ['made_plan_id'])


def downgrade() -> None:
    for name in ('made_parts', 'made_plans', 'plan_versions'):
        op.drop_table(name)
