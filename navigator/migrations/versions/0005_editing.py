"""Editing, applications, and listings that look alike"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0005_editing'
down_revision = '0004_editors'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('listing_applications',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organization_name', sa.String(length=255), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('charity_number', sa.String(length=20), nullable=True),
    sa.Column('company_number', sa.String(length=20), nullable=True),
    sa.Column('website', sa.Text(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('applied_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_applications')),
    sa.UniqueConstraint('digest', name=op.f('uq_listing_applications_digest'))
    )
    with op.batch_alter_table('listing_applications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_applications_email'), ['email'], unique=False)

    op.create_table('listing_pairs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('why', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('alike', 'different', 'merged', name='pairstate', native_enum=False, length=40), nullable=False),
    sa.Column('found_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('decided_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['first_id'], ['services.id'], name=op.f('fk_listing_pairs_first_id_services'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['services.id'], name=op.f('fk_listing_pairs_second_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_pairs')),
    sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_listing_pairs_first_id_second_id'))
    )
    with op.batch_alter_table('listing_pairs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_pairs_second_id'), ['second_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_pairs_state_score'), ['state', 'score'], unique=False)

    op.create_table('merged_listings',
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('kept_id', sa.Uuid(), nullable=False),
    sa.Column('status_before', sa.Enum('active', 'inactive', 'defunct', 'temporarily closed', name='servicestatus', native_enum=False, length=40), nullable=False),
    sa.Column('merged_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('merged_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['kept_id'], ['services.id'], name=op.f('fk_merged_listings_kept_id_services'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_merged_listings_service_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', name=op.f('pk_merged_listings'))
    )
    with op.batch_alter_table('merged_listings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merged_listings_kept_id'), ['kept_id'], unique=False)

    with op.batch_alter_table('listing_edits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('application_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('before', sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        batch_op.alter_column('organization_id',
               existing_type=sa.Uuid(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_listing_edits_application_id'), ['application_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_listing_edits_application_id_listing_applications'), 'listing_applications', ['application_id'], ['id'])



    with op.batch_alter_table("listing_edits", schema=None) as batch_op:
        batch_op.alter_column("before", existing_type=sa.JSON(), server_default=None)  # it was for the rows there were


def downgrade() -> None:
    with op.batch_alter_table('listing_edits', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_listing_edits_application_id_listing_applications'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_listing_edits_application_id'))
        batch_op.alter_column('organization_id',
               existing_type=sa.Uuid(),
               nullable=False)
        batch_op.drop_column('before')
        batch_op.drop_column('application_id')

    with op.batch_alter_table('merged_listings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merged_listings_kept_id'))

    op.drop_table('merged_listings')
    with op.batch_alter_table('listing_pairs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_pairs_state_score'))
        batch_op.drop_index(batch_op.f('ix_listing_pairs_second_id'))

    op.drop_table('listing_pairs')
    with op.batch_alter_table('listing_applications', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_applications_email'))

    op.drop_table('listing_applications')
