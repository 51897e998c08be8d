"""Reviews as they were held"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0032_reviews'
down_revision = '0031_measures'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reviews',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('held_at', UTCDateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('steps_done', sa.Integer(), nullable=False),
    sa.Column('referrals_made', sa.Integer(), nullable=False),
    sa.Column('contacts_had', sa.Integer(), nullable=False),
    sa.Column('t_score', sa.Double(), nullable=True),
    sa.Column('next_step', sa.Enum('go_on', 'close', name='nextstep', native_enum=False, length=40), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('why_closed', sa.Enum('finished', 'moved_away', 'lost_touch', 'do_not_contact', 'died', 'other', name='whyclosed', native_enum=False, length=40), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('key', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_reviews_person_id_persons')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_reviews_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews')),
    sa.UniqueConstraint('key', name=op.f('uq_reviews_key'))
    )
    with op.batch_alter_table('reviews') as table:
        table.create_index(table.f('ix_reviews_person_id_held_at'), ['person_id', 'held_at'])


def downgrade() -> None:
    op.drop_table('reviews')
