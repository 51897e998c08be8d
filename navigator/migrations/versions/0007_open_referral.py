"""Open Referral"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0007_open_referral'
down_revision = '0006_history_sources'
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table('publishing_state',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('rules', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changed_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publishing_state'))
    )
    op.create_table('publishing_verdicts',
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('is_publishable', sa.Boolean(), nullable=False),
    sa.Column('hides_place', sa.Boolean(), nullable=False),
    sa.Column('changed_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_publishing_verdicts_service_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', name=op.f('pk_publishing_verdicts'))
    )
    with op.batch_alter_table('publishing_verdicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publishing_verdicts_changed_at'), ['changed_at'], unique=False)

    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contacts_location_id'), ['location_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contacts_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contacts_service_at_location_id'), ['service_at_location_id'], unique=False)

    with op.batch_alter_table('languages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_languages_location_id'), ['location_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_languages_phone_id'), ['phone_id'], unique=False)

    with op.batch_alter_table('phones', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_phones_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_phones_location_id'), ['location_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_phones_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_phones_service_at_location_id'), ['service_at_location_id'], unique=False)




def downgrade() -> None:

    with op.batch_alter_table('phones', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_phones_service_at_location_id'))
        batch_op.drop_index(batch_op.f('ix_phones_organization_id'))
        batch_op.drop_index(batch_op.f('ix_phones_location_id'))
        batch_op.drop_index(batch_op.f('ix_phones_contact_id'))

    with op.batch_alter_table('languages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_languages_phone_id'))
        batch_op.drop_index(batch_op.f('ix_languages_location_id'))

    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contacts_service_at_location_id'))
        batch_op.drop_index(batch_op.f('ix_contacts_organization_id'))
        batch_op.drop_index(batch_op.f('ix_contacts_location_id'))

    with op.batch_alter_table('publishing_verdicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publishing_verdicts_changed_at'))

    op.drop_table('publishing_verdicts')
    op.drop_table('publishing_state')

