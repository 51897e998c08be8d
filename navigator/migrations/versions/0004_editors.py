"""Editors: links, checks and counts"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0004_editors'
down_revision = '0003_shortlists'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('editor_links',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('editor_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Enum('invitation', 'sign_in', 'check', name='linkpurpose', native_enum=False, length=40), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('used_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['editor_id'], ['listing_editors.id'], name=op.f('fk_editor_links_editor_id_listing_editors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editor_links')),
    sa.UniqueConstraint('digest', name=op.f('uq_editor_links_digest'))
    )
    with op.batch_alter_table('editor_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_editor_links_editor_id'), ['editor_id'], unique=False)

    op.create_table('listing_checks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('began_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('asked_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('times_asked', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Enum('still_right', 'changed', 'closed', name='checkanswer', native_enum=False, length=40), nullable=True),
    sa.Column('answered_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_listing_checks_service_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_checks'))
    )
    with op.batch_alter_table('listing_checks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_checks_service_id_began_at'), ['service_id', 'began_at'], unique=False)

    op.create_table('listing_counts',
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('found', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_listing_counts_service_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', 'day', name=op.f('pk_listing_counts'))
    )
    with op.batch_alter_table('services', schema=None) as batch_op:
        batch_op.add_column(sa.Column('listed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('left_search_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_services_listed_on'), ['listed_on'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('services', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_services_listed_on'))
        batch_op.drop_column('left_search_on')
        batch_op.drop_column('listed_on')

    op.drop_table('listing_counts')
    with op.batch_alter_table('listing_checks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_checks_service_id_began_at'))

    op.drop_table('listing_checks')
    with op.batch_alter_table('editor_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_editor_links_editor_id'))

    op.drop_table('editor_links')
