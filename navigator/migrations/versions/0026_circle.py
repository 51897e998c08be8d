"""The circle of care: who helps a person, what each is given, and the links their phones open"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0026_circle'
down_revision = '0025_notices'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'circle_members',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('own_person_id', sa.Uuid(), nullable=True),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('relation', sa.String(length=80), nullable=False),
        sa.Column('mobile', sa.String(length=16), nullable=True),
        sa.Column('email', sa.String(length=254), nullable=True),
        sa.Column('language', sa.String(length=12), nullable=False),
        sa.Column('invited_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('invited_by_id', sa.Uuid(), nullable=True),
        sa.Column('confirmed_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('session_epoch', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['invited_by_id'], ['staff.id'], name=op.f('fk_circle_members_invited_by_id_staff')),
        sa.ForeignKeyConstraint(['own_person_id'], ['persons.id'], name=op.f('fk_circle_members_own_person_id_persons')),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_circle_members_person_id_persons')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_circle_members')),
    )
    with op.batch_alter_table('circle_members') as table:
        table.create_index(op.f('ix_circle_members_mobile'), ['mobile'])
        table.create_index(op.f('ix_circle_members_own_person_id'), ['own_person_id'])
        table.create_index(op.f('ix_circle_members_person_id_ended_at'), ['person_id', 'ended_at'])
    op.create_table(
        'circle_grants',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('member_id', sa.Uuid(), nullable=False),
        sa.Column('scope', sa.String(length=40), nullable=False),
        sa.Column('consent_id', sa.Uuid(), nullable=False),
        sa.Column('given_by_id', sa.Uuid(), nullable=True),
        sa.Column('from_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('until_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('ended_by', sa.String(length=40), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['consent_id'], ['consents.id'], name=op.f('fk_circle_grants_consent_id_consents')),
        sa.ForeignKeyConstraint(['given_by_id'], ['staff.id'], name=op.f('fk_circle_grants_given_by_id_staff')),
        sa.ForeignKeyConstraint(['member_id'], ['circle_members.id'], name=op.f('fk_circle_grants_member_id_circle_members')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_circle_grants')),
    )
    with op.batch_alter_table('circle_grants') as table:
        table.create_index(op.f('ix_circle_grants_member_id_ended_at'), ['member_id', 'ended_at'])
    op.create_table(
        'circle_links',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('member_id', sa.Uuid(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('created_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('expires_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('code_digest', sa.String(length=64), nullable=False),
        sa.Column('code_expires_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('wrong_tries', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['circle_members.id'], name=op.f('fk_circle_links_member_id_circle_members')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_circle_links')),
        sa.UniqueConstraint('digest', name=op.f('uq_circle_links_digest')),
    )
    with op.batch_alter_table('circle_links') as table:
        table.create_index(op.f('ix_circle_links_member_id'), ['member_id'])


def downgrade() -> None:
    op.drop_table('circle_links')
    op.drop_table('circle_grants')
    op.drop_table('circle_members')
