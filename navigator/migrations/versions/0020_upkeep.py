"""Organisations without an editor are asked too"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0020_upkeep'
down_revision = '0019_replies'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('contact_links',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_contact_links_organization_id_organizations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_links')),
    sa.UniqueConstraint('digest', name=op.f('uq_contact_links_digest'))
    )
    op.create_index(op.f('ix_contact_links_organization_id'), 'contact_links', ['organization_id'])
    op.create_table('listing_calls',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('said', sa.Enum('still_right', 'changed', 'closed', 'no_answer', name='saidonthecall', native_enum=False, length=40), nullable=False),
    sa.Column('at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_listing_calls_service_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_calls'))
    )
    op.create_index(op.f('ix_listing_calls_service_id_at'), 'listing_calls', ['service_id', 'at'])


def downgrade() -> None:
    op.drop_table('listing_calls')
    op.drop_table('contact_links')
