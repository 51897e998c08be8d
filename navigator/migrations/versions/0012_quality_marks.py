"""Quality marks"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0012_quality_marks'
down_revision = '0011_gaps'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('quality_marks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('awarded_by', sa.String(length=120), nullable=False),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('added_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_marks')),
    sa.UniqueConstraint('name', name=op.f('uq_quality_marks_name'))
    )
    op.create_table('awarded_marks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mark_id', sa.Uuid(), nullable=False),
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('awarded_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('entered_by', sa.String(length=120), nullable=False),
    sa.Column('taken_back_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['mark_id'], ['quality_marks.id'], name=op.f('fk_awarded_marks_mark_id_quality_marks')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_awarded_marks_organization_id_organizations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_awarded_marks'))
    )
    with op.batch_alter_table('awarded_marks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_awarded_marks_mark_id'), ['mark_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_awarded_marks_organization_id'), ['organization_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('awarded_marks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_awarded_marks_organization_id'))
        batch_op.drop_index(batch_op.f('ix_awarded_marks_mark_id'))

    op.drop_table('awarded_marks')
    op.drop_table('quality_marks')
