"""Referrals: more states, both sides' words, chasers, recalls; questions, times proposed, inbox links, signposts; whom nobody may write to"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0030_referring_out'
down_revision = '0029_teams'
branch_labels = None
depends_on = None

REFERRAL: tuple[sa.Column[object], ...] = (
    sa.Column('organization_id', sa.Uuid(), nullable=True),
    sa.Column('together_id', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('contact_prohibited', sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column('chase_at', UTCDateTime(timezone=True), nullable=True),
    sa.Column('chased', sa.Integer(), nullable=False, server_default='0'),
    sa.Column('person_says', sa.String(length=40), nullable=True),
    sa.Column('receiver_says', sa.String(length=40), nullable=True),
    sa.Column('recalled_why', sa.String(length=40), nullable=True),
    sa.Column('incident', sa.JSON(), nullable=True),
)


def upgrade() -> None:
    op.create_table(
        'contact_bans',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('whose_id', sa.Uuid(), nullable=False),
        sa.Column('key', sa.String(length=80), nullable=False),
        sa.Column('since', UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_bans')),
        sa.UniqueConstraint('whose_id', 'key', name=op.f('uq_contact_bans_whose_id_key')),
    )
    with op.batch_alter_table('contact_bans') as table:
        table.create_index(op.f('ix_contact_bans_key'), ['key'])
    with op.batch_alter_table('persons') as table:
        table.add_column(sa.Column('contact_prohibited', sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column('safe_contact', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('persons') as table:
        table.alter_column('contact_prohibited', existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
        table.alter_column('safe_contact', existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('referrals') as table:
        for column in REFERRAL:
            table.add_column(column._copy())
        table.alter_column('consent_id', existing_type=sa.Uuid(), nullable=True)
    op.execute('UPDATE referrals SET organization_id = (SELECT organization_id FROM services WHERE services.id = referrals.service_id)')
    op.execute("UPDATE referrals SET chase_at = sent_at WHERE status = 'sent'")
    # whoever told us was the person or the team: an organisation could not say so before
    op.execute(
        "UPDATE referrals SET person_says = status WHERE status IN ('attended', 'did_not_attend') AND EXISTS ("
        "SELECT 1 FROM referral_events e WHERE e.referral_id = referrals.id AND e.to_status = referrals.status"
        " AND e.who LIKE '%, by text')"
    )
    with op.batch_alter_table('referrals') as table:
        table.alter_column('contact_prohibited', existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
        table.alter_column('chased', existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        table.create_foreign_key(op.f('fk_referrals_organization_id_organizations'), 'organizations', ['organization_id'], ['id'])
        table.create_index(op.f('ix_referrals_sent_to_status'), ['sent_to', 'status'])
        table.create_index(op.f('ix_referrals_organization_id_status'), ['organization_id', 'status'])
        table.create_index(op.f('ix_referrals_together_id'), ['together_id'])
        table.create_index(op.f('ix_referrals_chase_at'), ['chase_at'])
    with op.batch_alter_table('reply_links') as table:
        table.add_column(sa.Column('opened_at', UTCDateTime(timezone=True), nullable=True))
    with op.batch_alter_table('referral_events') as table:
        table.add_column(sa.Column('what', sa.String(length=40), nullable=False, server_default=''))
    with op.batch_alter_table('referral_events') as table:
        table.alter_column('what', existing_type=sa.String(length=40), existing_nullable=False, server_default=None)
    op.create_table(
        'referral_notes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('referral_id', sa.Uuid(), nullable=False),
        sa.Column('written_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('side', sa.String(length=40), nullable=False),
        sa.Column('who', sa.String(length=120), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['referral_id'], ['referrals.id'], name=op.f('fk_referral_notes_referral_id_referrals')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referral_notes')),
        sa.UniqueConstraint('key', name=op.f('uq_referral_notes_key')),
    )
    with op.batch_alter_table('referral_notes') as table:
        table.create_index(op.f('ix_referral_notes_referral_id'), ['referral_id'])
    op.create_table(
        'referral_proposals',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('referral_id', sa.Uuid(), nullable=False),
        sa.Column('appointment_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('place', sa.String(length=255), nullable=False),
        sa.Column('ask_for', sa.String(length=120), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('proposed_by', sa.String(length=120), nullable=False),
        sa.Column('proposed_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('answered_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('is_accepted', sa.Boolean(), nullable=True),
        sa.Column('answered_by', sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(['referral_id'], ['referrals.id'], name=op.f('fk_referral_proposals_referral_id_referrals')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referral_proposals')),
    )
    with op.batch_alter_table('referral_proposals') as table:
        table.create_index(op.f('ix_referral_proposals_referral_id'), ['referral_id'])
    op.create_table(
        'inbox_links',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('address', sa.String(length=254), nullable=False),
        sa.Column('organization_name', sa.String(length=255), nullable=False),
        sa.Column('created_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('expires_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox_links')),
        sa.UniqueConstraint('digest', name=op.f('uq_inbox_links_digest')),
    )
    with op.batch_alter_table('inbox_links') as table:
        table.create_index(op.f('ix_inbox_links_address'), ['address'])
    op.create_table(
        'signposts',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('service_id', sa.Uuid(), nullable=False),
        sa.Column('step_id', sa.Uuid(), nullable=True),
        sa.Column('service_name', sa.String(length=255), nullable=False),
        sa.Column('idempotency_key', sa.String(length=64), nullable=False),
        sa.Column('told_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('tried', sa.String(length=40), nullable=True),
        sa.Column('answered_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_signposts_person_id_persons')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_signposts_staff_id_staff')),
        sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_signposts_service_id_services')),
        sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_signposts_step_id_steps')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_signposts')),
        sa.UniqueConstraint('idempotency_key', name=op.f('uq_signposts_idempotency_key')),
    )
    with op.batch_alter_table('signposts') as table:
        table.create_index(op.f('ix_signposts_person_id_told_at'), ['person_id', 'told_at'])
        table.create_index(op.f('ix_signposts_service_id_told_at'), ['service_id', 'told_at'])


def downgrade() -> None:
    for name in ('signposts', 'inbox_links', 'referral_proposals', 'referral_notes', 'contact_bans'):
        op.drop_table(name)
    with op.batch_alter_table('referral_events') as table:
        table.drop_column('what')
    with op.batch_alter_table('reply_links') as table:
        table.drop_column('opened_at')
    op.execute("UPDATE referrals SET status = 'sent' WHERE status = 'received'")
    op.execute("UPDATE referrals SET status = 'attended' WHERE status IN ('started', 'completed')")
    op.execute("UPDATE referrals SET status = 'not_right' WHERE status IN ('not_eligible', 'cannot_reach')")
    op.execute("UPDATE referrals SET status = 'withdrawn' WHERE status IN ('draft', 'cancelled', 'recalled')")
    with op.batch_alter_table('referrals') as table:
        for name in ('sent_to_status', 'organization_id_status', 'together_id', 'chase_at'):
            table.drop_index(op.f(f'ix_referrals_{name}'))
        table.drop_constraint(op.f('fk_referrals_organization_id_organizations'), type_='foreignkey')
        for column in REFERRAL:
            table.drop_column(column.name)
    with op.batch_alter_table('persons') as table:
        table.drop_column('safe_contact')
        table.drop_column('contact_prohibited')
