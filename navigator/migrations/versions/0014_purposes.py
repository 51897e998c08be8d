"""What each message is for, and stopping one purpose alone"""

import sqlalchemy as sa
from alembic import op

revision = '0014_purposes'
down_revision = '0013_ranking'
branch_labels = None
depends_on = None

# What the templates of that day were for.
PURPOSES = {
    'asked_for': ('plan_link', 'sign_in_code', 'shortlist_link', 'shortlist_email', 'editor_sign_in', 'application_link'),
    'answer': ('confidence_question', 'thanks_confidence', 'thanks_no', 'thanks_need_help', 'stopped', 'started', 'help', 'unclear'),
    'safety': ('safety',),
    'referral': ('referral_sent', 'referral_accepted', 'appointment_changed', 'referral_no_room', 'referral_not_right',
                 'referral_email', 'referral_answer_copy'),
    'reminder': ('reminder',),
    'check_in': ('did_you_get_there',),
    'listing': ('still_correct', 'editor_invitation', 'still_correct_email', 'something_wrong', 'edit_published', 'edit_asked',
                'edit_rejected', 'application_accepted'),
}


def upgrade() -> None:
    with op.batch_alter_table('outgoing_messages') as table:
        table.add_column(sa.Column('purpose', sa.String(length=40), nullable=True))
    messages = sa.table('outgoing_messages', sa.column('template', sa.String), sa.column('purpose', sa.String))
    for purpose, templates in PURPOSES.items():
        op.execute(messages.update().where(messages.c.template.in_(templates)).values(purpose=purpose))
    op.execute(messages.update().where(messages.c.purpose.is_(None)).values(purpose='plan'))
    with op.batch_alter_table('outgoing_messages') as table:
        table.alter_column('purpose', existing_type=sa.String(length=40), nullable=False)
    with op.batch_alter_table('opt_outs') as table:
        table.add_column(sa.Column('purpose', sa.String(length=40), nullable=False, server_default=''))
        table.drop_constraint(op.f('uq_opt_outs_number_digest'), type_='unique')
        table.create_unique_constraint(op.f('uq_opt_outs_number_digest_purpose'), ['number_digest', 'purpose'])
    with op.batch_alter_table('opt_outs') as table:
        table.alter_column('purpose', existing_type=sa.String(length=40), existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM opt_outs WHERE purpose <> ''")
    with op.batch_alter_table('opt_outs') as table:
        table.drop_constraint(op.f('uq_opt_outs_number_digest_purpose'), type_='unique')
        table.create_unique_constraint(op.f('uq_opt_outs_number_digest'), ['number_digest'])
        table.drop_column('purpose')
    with op.batch_alter_table('outgoing_messages') as table:
        table.drop_column('purpose')
