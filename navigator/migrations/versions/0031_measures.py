"""Goals: importance, levels, ratings and history; what was asked and answered; scores of licensed measures"""

import sqlalchemy as sa
from alembic import op

from navigator.db import UTCDateTime

revision = '0031_measures'
down_revision = '0030_referring_out'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('licensed_instruments',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('lowest', sa.Double(), nullable=False),
    sa.Column('highest', sa.Double(), nullable=False),
    sa.Column('licence_note', sa.Text(), nullable=False),
    sa.Column('added_by_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', UTCDateTime(timezone=True), nullable=False),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.Column('ended_at', UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("licence_note <> ''", name=op.f('ck_licensed_instruments_says_its_licence')),
    sa.CheckConstraint('lowest < highest', name=op.f('ck_licensed_instruments_range_goes_up')),
    sa.ForeignKeyConstraint(['added_by_id'], ['staff.id'], name=op.f('fk_licensed_instruments_added_by_id_staff')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['staff.id'], name=op.f('fk_licensed_instruments_ended_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_licensed_instruments')),
    sa.UniqueConstraint('name', name=op.f('uq_licensed_instruments_name'))
    )
    op.create_table('licensed_scores',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('instrument_id', sa.Uuid(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('written_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['instrument_id'], ['licensed_instruments.id'], name=op.f('fk_licensed_scores_instrument_id_licensed_instruments')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_licensed_scores_person_id_persons')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_licensed_scores_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_licensed_scores')),
    sa.UniqueConstraint('person_id', 'instrument_id', 'on_day', name=op.f('uq_licensed_scores_person_id_instrument_id_on_day'))
    )
    op.create_table('measure_askings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('instrument', sa.String(length=40), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('by_themselves', sa.Boolean(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('begun_at', UTCDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['staff.id'], name=op.f('fk_measure_askings_asked_by_id_staff')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_measure_askings_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure_askings'))
    )
    with op.batch_alter_table('measure_askings') as table:
        table.create_index(table.f('ix_measure_askings_person_id_instrument_finished_at'), ['person_id', 'instrument', 'finished_at'], unique=False)

    op.create_table('measure_answers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('asking_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('no_score', sa.Enum('dont_know', 'rather_not', name='noscore', native_enum=False, length=40), nullable=True),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('answered_at', UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(score IS NULL) <> (no_score IS NULL)', name=op.f('ck_measure_answers_number_or_none')),
    sa.ForeignKeyConstraint(['asking_id'], ['measure_askings.id'], name=op.f('fk_measure_answers_asking_id_measure_askings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure_answers')),
    sa.UniqueConstraint('asking_id', 'question', name=op.f('uq_measure_answers_asking_id_question'))
    )
    op.create_table('goal_changes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.Enum('active', 'reached', 'set_aside', 'changed', name='goalhappening', native_enum=False, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('changed_at', UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['goal_id'], ['goals.id'], name=op.f('fk_goal_changes_goal_id_goals')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_goal_changes_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal_changes'))
    )
    with op.batch_alter_table('goal_changes') as table:
        table.create_index(table.f('ix_goal_changes_goal_id'), ['goal_id'], unique=False)

    op.create_table('goal_levels',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint('level BETWEEN -2 AND 2', name=op.f('ck_goal_levels_level_on_the_scale')),
    sa.ForeignKeyConstraint(['goal_id'], ['goals.id'], name=op.f('fk_goal_levels_goal_id_goals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal_levels')),
    sa.UniqueConstraint('goal_id', 'level', name=op.f('uq_goal_levels_goal_id_level'))
    )
    op.create_table('goal_ratings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('told_by', sa.Enum('conversation', 'text', 'plan', name='toldby', native_enum=False, length=40), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('rated_at', UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('level BETWEEN -2 AND 2', name=op.f('ck_goal_ratings_rating_on_the_scale')),
    sa.ForeignKeyConstraint(['goal_id'], ['goals.id'], name=op.f('fk_goal_ratings_goal_id_goals')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_goal_ratings_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal_ratings'))
    )
    with op.batch_alter_table('goal_ratings') as table:
        table.create_index(table.f('ix_goal_ratings_goal_id'), ['goal_id'], unique=False)

    with op.batch_alter_table('goals') as table:
        table.add_column(sa.Column('importance', sa.Integer(), nullable=True))
        table.add_column(sa.Column('baseline', sa.Integer(), nullable=True))
        table.add_column(sa.Column('review_on', sa.Date(), nullable=True))
        table.create_check_constraint(table.f('ck_goals_importance_on_its_scale'), 'importance IS NULL OR importance BETWEEN 1 AND 10')
        table.create_check_constraint(table.f('ck_goals_baseline_is_a_level'), 'baseline IS NULL OR baseline BETWEEN -2 AND 2')



def downgrade() -> None:
    with op.batch_alter_table('goals') as table:
        table.drop_constraint(table.f('ck_goals_importance_on_its_scale'), type_='check')
        table.drop_constraint(table.f('ck_goals_baseline_is_a_level'), type_='check')
        table.drop_column('review_on')
        table.drop_column('baseline')
        table.drop_column('importance')

    with op.batch_alter_table('goal_ratings') as table:
        table.drop_index(table.f('ix_goal_ratings_goal_id'))

    op.drop_table('goal_ratings')
    op.drop_table('goal_levels')
    with op.batch_alter_table('goal_changes') as table:
        table.drop_index(table.f('ix_goal_changes_goal_id'))

    op.drop_table('goal_changes')
    op.drop_table('measure_answers')
    with op.batch_alter_table('measure_askings') as table:
        table.drop_index(table.f('ix_measure_askings_person_id_instrument_finished_at'))

    op.drop_table('measure_askings')
    op.drop_table('licensed_scores')
    op.drop_table('licensed_instruments')
