"""A whole team's caseload is counted, and an inbox is read, from indexes alone (see benchmarks/desk.py)"""

import sqlalchemy as sa
from alembic import op

revision = '0043_caseload_by_index'
down_revision = '0042_desk_at_scale'
branch_labels = None
depends_on = None

WITHDRAWN = sa.text('withdrawn_at IS NOT NULL')
# table, the index that goes with its columns, the index that comes with its columns
WIDENED = (
    (
        'persons',
        ('ix_persons_team_id_closed_at_navigator_id_last_contact_at', ['team_id', 'closed_at', 'navigator_id', 'last_contact_at']),
        ('ix_persons_caseload', ['team_id', 'closed_at', 'navigator_id', 'last_contact_at', 'review_on', 'id']),
    ),
    (
        'attentions',
        ('ix_attentions_person_id_settled_at', ['person_id', 'settled_at']),
        ('ix_attentions_person_id_settled_at_reason', ['person_id', 'settled_at', 'reason']),
    ),
    (
        'tasks',
        ('ix_tasks_person_id_ended_at', ['person_id', 'ended_at']),
        ('ix_tasks_person_id_ended_at_due_on', ['person_id', 'ended_at', 'due_on']),
    ),
    (
        'visits',
        ('ix_visits_person_id_starts_at', ['person_id', 'starts_at']),
        ('ix_visits_person_id_starts_at_cancelled_at', ['person_id', 'starts_at', 'cancelled_at']),
    ),
    (
        'steps',
        ('ix_steps_person_id', ['person_id']),
        ('ix_steps_person_id_status_created_at_id', ['person_id', 'status', 'created_at', 'id']),
    ),
    (
        'confidences',
        ('ix_confidences_step_id', ['step_id']),
        ('ix_confidences_latest', ['step_id', 'asked_at', 'id', 'score']),
    ),
)


def upgrade() -> None:
    for table, (narrow, _), (wide, columns) in WIDENED:
        op.create_index(wide, table, columns)
        op.drop_index(narrow, table_name=table)
    op.create_index('ix_referrals_person_id_status_appointment_at', 'referrals', ['person_id', 'status', 'appointment_at'])
    op.create_index('ix_consents_withdrawn', 'consents', ['id'], sqlite_where=WITHDRAWN, postgresql_where=WITHDRAWN)


def downgrade() -> None:
    op.drop_index('ix_consents_withdrawn', table_name='consents')
    op.drop_index('ix_referrals_person_id_status_appointment_at', table_name='referrals')
    for table, (narrow, columns), (wide, _) in reversed(WIDENED):
        op.create_index(narrow, table, columns)
        op.drop_index(wide, table_name=table)
