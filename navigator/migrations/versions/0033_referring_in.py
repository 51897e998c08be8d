"""Referrals in, the links and codes of those who make them, and lists of proposed people"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0033_referring_in'
down_revision = '0032_reviews'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('referrer_codes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('created_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('expires_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('wrong_tries', sa.Integer(), nullable=False),
        sa.Column('used_at', UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referrer_codes')),
    )
    op.create_table('front_desks',
        sa.Column('locality_id', sa.Uuid(), nullable=False),
        sa.Column('team_id', sa.Uuid(), nullable=False),
        sa.Column('chosen_by_id', sa.Uuid(), nullable=False),
        sa.Column('chosen_at', UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['chosen_by_id'], ['staff.id'], name=op.f('fk_front_desks_chosen_by_id_staff')),
        sa.ForeignKeyConstraint(['locality_id'], ['localities.id'], name=op.f('fk_front_desks_locality_id_localities')),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_front_desks_team_id_teams')),
        sa.PrimaryKeyConstraint('locality_id', name=op.f('pk_front_desks')),
    )
    op.create_table('proposal_lists',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('team_id', sa.Uuid(), nullable=False),
        sa.Column('file_name', sa.String(length=120), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('added_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('added', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_proposal_lists_made_by_id_staff')),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_proposal_lists_team_id_teams')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_lists')),
    )
    with op.batch_alter_table('proposal_lists') as table:
        table.create_index(table.f('ix_proposal_lists_team_id'), ['team_id'])

    op.create_table('referrer_links',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('organization_name', sa.String(length=120), nullable=False),
        sa.Column('team_id', sa.Uuid(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_referrer_links_made_by_id_staff')),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_referrer_links_team_id_teams')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referrer_links')),
        sa.UniqueConstraint('digest', name=op.f('uq_referrer_links_digest')),
    )
    op.create_table('referrals_in',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('reference', sa.String(length=10), nullable=False),
        sa.Column('token_digest', sa.String(length=64), nullable=False),
        sa.Column('team_id', sa.Uuid(), nullable=False),
        sa.Column('source', sa.Enum('link', 'email', 'self', 'carer', 'list', name='source', native_enum=False, length=40), nullable=False),
        sa.Column('link_id', sa.Uuid(), nullable=True),
        sa.Column('list_id', sa.Uuid(), nullable=True),
        sa.Column('referrer_name', sa.String(length=120), nullable=False),
        sa.Column('referrer_role', sa.String(length=120), nullable=False),
        sa.Column('referrer_organization', sa.String(length=120), nullable=False),
        sa.Column('referrer_email', sa.String(length=254), nullable=True),
        sa.Column('referrer_phone', sa.String(length=40), nullable=False),
        sa.Column('referrer_language', sa.String(length=12), nullable=False),
        sa.Column('given_name', sa.String(length=80), nullable=False),
        sa.Column('family_name', sa.String(length=80), nullable=False),
        sa.Column('name_folded', sa.String(length=161), nullable=False),
        sa.Column('birth_date', sa.Date(), nullable=False),
        sa.Column('phone', sa.String(length=40), nullable=False),
        sa.Column('mobile', sa.String(length=16), nullable=True),
        sa.Column('email', sa.String(length=254), nullable=True),
        sa.Column('address', sa.Text(), nullable=False),
        sa.Column('postcode', sa.String(length=10), nullable=True),
        sa.Column('language', sa.String(length=12), nullable=False),
        sa.Column('spoken', sa.String(length=80), nullable=False),
        sa.Column('contact_method', sa.Enum('text', 'call', 'letter', 'email', name='contactmethod', native_enum=False, length=40), nullable=False),
        sa.Column('communication_needs', sa.String(length=200), nullable=False),
        sa.Column('gp_name', sa.String(length=120), nullable=False),
        sa.Column('gp_code', sa.String(length=12), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('needs', sa.String(length=255), nullable=False),
        sa.Column('should_know', sa.Text(), nullable=False),
        sa.Column('risks', sa.Text(), nullable=False),
        sa.Column('no_risks', sa.Boolean(), nullable=False),
        sa.Column('band', sa.String(length=60), nullable=False),
        sa.Column('is_urgent', sa.Boolean(), nullable=False),
        sa.Column('from_hospital', sa.Boolean(), nullable=False),
        sa.Column('home_on', sa.Date(), nullable=True),
        sa.Column('basis', sa.Enum('agreed', 'best_interest', 'not_asked', name='basis', native_enum=False, length=40), nullable=False),
        sa.Column('basis_words', sa.Text(), nullable=False),
        sa.Column('person_knows', sa.Text(), nullable=False),
        sa.Column('may_text', sa.Boolean(), nullable=False),
        sa.Column('tells_referrer', sa.Boolean(), nullable=False),
        sa.Column('state', sa.Enum('received', 'parked', 'accepted', 'declined', name='state', native_enum=False, length=40), nullable=False),
        sa.Column('received_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('accepted_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('declined_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('why_declined', sa.Enum('not_wanted', 'cannot_reach', 'elsewhere', 'not_right', 'known', 'other', name='whydeclined', native_enum=False, length=40), nullable=True),
        sa.Column('parked_until', sa.Date(), nullable=True),
        sa.Column('asked_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('answered_at', UTCDateTime(timezone=True), nullable=True),
        sa.Column('person_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint("state != 'accepted' OR person_id IS NOT NULL", name=op.f('ck_referrals_in_accepted_is_somebody')),
        sa.ForeignKeyConstraint(['link_id'], ['referrer_links.id'], name=op.f('fk_referrals_in_link_id_referrer_links')),
        sa.ForeignKeyConstraint(['list_id'], ['proposal_lists.id'], name=op.f('fk_referrals_in_list_id_proposal_lists')),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_referrals_in_person_id_persons')),
        sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name=op.f('fk_referrals_in_team_id_teams')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referrals_in')),
        sa.UniqueConstraint('reference', name=op.f('uq_referrals_in_reference')),
        sa.UniqueConstraint('token_digest', name=op.f('uq_referrals_in_token_digest')),
    )
    with op.batch_alter_table('referrals_in') as table:
        table.create_index(table.f('ix_referrals_in_birth_date'), ['birth_date'])
        table.create_index(table.f('ix_referrals_in_list_id'), ['list_id'])
        table.create_index(table.f('ix_referrals_in_person_id'), ['person_id'])
        table.create_index(table.f('ix_referrals_in_team_id_state_received_at'), ['team_id', 'state', 'received_at'])

    op.create_table('referral_in_events',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('referral_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.Enum('received', 'accepted', 'declined', 'parked', 'opened_again', 'asked', 'answered', name='happened', native_enum=False, length=40), nullable=False),
        sa.Column('happened_at', UTCDateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=True),
        sa.Column('words', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_referral_in_events_by_id_staff')),
        sa.ForeignKeyConstraint(['referral_id'], ['referrals_in.id'], name=op.f('fk_referral_in_events_referral_id_referrals_in')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referral_in_events')),
    )
    with op.batch_alter_table('referral_in_events') as table:
        table.create_index(table.f('ix_referral_in_events_referral_id_happened_at'), ['referral_id', 'happened_at'])


def downgrade() -> None:
    with op.batch_alter_table('referral_in_events') as table:
        table.drop_index(table.f('ix_referral_in_events_referral_id_happened_at'))

    op.drop_table('referral_in_events')
    with op.batch_alter_table('referrals_in') as table:
        table.drop_index(table.f('ix_referrals_in_team_id_state_received_at'))
        table.drop_index(table.f('ix_referrals_in_person_id'))
        table.drop_index(table.f('ix_referrals_in_list_id'))
        table.drop_index(table.f('ix_referrals_in_birth_date'))

    op.drop_table('referrals_in')
    op.drop_table('referrer_links')
    with op.batch_alter_table('proposal_lists') as table:
        table.drop_index(table.f('ix_proposal_lists_team_id'))

    op.drop_table('proposal_lists')
    op.drop_table('front_desks')
    op.drop_table('referrer_codes')
