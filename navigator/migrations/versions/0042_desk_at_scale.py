"""Indexes for what the desk, the conversations and an organisation's inbox ask of a whole county (see benchmarks/desk.py)"""

import sqlalchemy as sa
from alembic import op

revision = '0042_desk_at_scale'
down_revision = '0041_closed_teams_review_drafts'
branch_labels = None
depends_on = None

UNASKED = sa.text('answers_id IS NULL')
IN_THE_INBOX = ['closed_at', 'status', 'sent_at', 'consent_id', 'id']
OPEN_NUMBER = sa.text('number IS NOT NULL AND done_at IS NULL')


def upgrade() -> None:
    op.create_index(
        'ix_received_messages_unasked',
        'received_messages',
        ['received_at', 'from_number', 'meaning', 'id'],
        sqlite_where=UNASKED,
        postgresql_where=UNASKED,
    )
    op.create_index(op.f('ix_attentions_received_id'), 'attentions', ['received_id'])
    op.create_index('ix_threads_open_numbers', 'threads', ['number'], sqlite_where=OPEN_NUMBER, postgresql_where=OPEN_NUMBER)
    op.create_index(op.f('ix_threads_holder_id_done_at'), 'threads', ['holder_id', 'done_at'])
    op.drop_index(op.f('ix_threads_holder_id'), table_name='threads')
    op.drop_index(op.f('ix_threads_done_at_waiting_since'), table_name='threads')
    op.create_index(op.f('ix_persons_mobile_closed_at'), 'persons', ['mobile', 'closed_at'])
    op.drop_index(op.f('ix_persons_mobile'), table_name='persons')
    op.create_index(
        op.f('ix_persons_team_id_closed_at_navigator_id_last_contact_at'),
        'persons',
        ['team_id', 'closed_at', 'navigator_id', 'last_contact_at'],
    )
    op.create_index('ix_referrals_inbox', 'referrals', ['sent_to', *IN_THE_INBOX])
    op.create_index('ix_referrals_own_inbox', 'referrals', ['organization_id', *IN_THE_INBOX])
    op.drop_index(op.f('ix_referrals_sent_to_status'), table_name='referrals')
    op.drop_index(op.f('ix_referrals_organization_id_status'), table_name='referrals')


def downgrade() -> None:
    op.create_index(op.f('ix_referrals_organization_id_status'), 'referrals', ['organization_id', 'status'])
    op.create_index(op.f('ix_referrals_sent_to_status'), 'referrals', ['sent_to', 'status'])
    op.drop_index('ix_referrals_own_inbox', table_name='referrals')
    op.drop_index('ix_referrals_inbox', table_name='referrals')
    op.drop_index(op.f('ix_persons_team_id_closed_at_navigator_id_last_contact_at'), table_name='persons')
    op.create_index(op.f('ix_persons_mobile'), 'persons', ['mobile'])
    op.drop_index(op.f('ix_persons_mobile_closed_at'), table_name='persons')
    op.create_index(op.f('ix_threads_done_at_waiting_since'), 'threads', ['done_at', 'waiting_since'])
    op.create_index(op.f('ix_threads_holder_id'), 'threads', ['holder_id'])
    op.drop_index(op.f('ix_threads_holder_id_done_at'), table_name='threads')
    op.drop_index('ix_threads_open_numbers', table_name='threads')
    op.drop_index(op.f('ix_attentions_received_id'), table_name='attentions')
    op.drop_index('ix_received_messages_unasked', table_name='received_messages')
