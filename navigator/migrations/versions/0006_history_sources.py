"""History, sources and reports"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0006_history_sources'
down_revision = '0005_editing'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sources',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('address', sa.String(length=2000), nullable=False),
    sa.Column('kind', sa.Enum('web', 'files', name='sourcekind', native_enum=False, length=40), nullable=False),
    sa.Column('every_hours', sa.Integer(), nullable=True),
    sa.Column('added_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.String(length=120), nullable=False),
    sa.Column('next_run_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('paused_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('held_by', sa.String(length=120), nullable=True),
    sa.Column('held_until', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('changed_since', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sources')),
    sa.UniqueConstraint('name', name=op.f('uq_sources_name'))
    )
    with op.batch_alter_table('sources', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sources_next_run_at'), ['next_run_at'], unique=False)

    op.create_table('source_runs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=False),
    sa.Column('began_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Enum('running', 'done', 'failed', name='runstate', native_enum=False, length=40), nullable=False),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('report', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['source_id'], ['sources.id'], name=op.f('fk_source_runs_source_id_sources'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_runs'))
    )
    with op.batch_alter_table('source_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_runs_source_id_began_at'), ['source_id', 'began_at'], unique=False)

    op.create_table('import_conflicts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=True),
    sa.Column('source', sa.String(length=254), nullable=False),
    sa.Column('resource_type', sa.String(length=60), nullable=False),
    sa.Column('resource_id', sa.Uuid(), nullable=False),
    sa.Column('field_name', sa.String(length=60), nullable=False),
    sa.Column('ours', sa.Text(), nullable=True),
    sa.Column('theirs', sa.Text(), nullable=True),
    sa.Column('is_news', sa.Boolean(), nullable=False),
    sa.Column('since', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('kept_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('kept_by', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_import_conflicts_service_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_conflicts')),
    sa.UniqueConstraint('resource_type', 'resource_id', 'field_name', name=op.f('uq_import_conflicts_resource_type_resource_id_field_name'))
    )
    with op.batch_alter_table('import_conflicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_conflicts_kept_at_since'), ['kept_at', 'since'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_conflicts_service_id'), ['service_id'], unique=False)

    op.create_table('listing_reports',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.Enum('closed', 'times', 'place', 'contact', 'cost', 'no room', 'other', name='whatiswrong', native_enum=False, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('reach', sa.String(length=254), nullable=True),
    sa.Column('reported_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('done', sa.Enum('corrected', 'was right', 'passed on', 'not about it', name='whatwasdone', native_enum=False, length=40), nullable=True),
    sa.Column('done_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.String(length=120), nullable=True),
    sa.Column('done_note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_listing_reports_service_id_services'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_reports'))
    )
    with op.batch_alter_table('listing_reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_reports_done_at_reported_at'), ['done_at', 'reported_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_reports_service_id'), ['service_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('listing_reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_reports_service_id'))
        batch_op.drop_index(batch_op.f('ix_listing_reports_done_at_reported_at'))

    op.drop_table('listing_reports')
    with op.batch_alter_table('import_conflicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_conflicts_service_id'))
        batch_op.drop_index(batch_op.f('ix_import_conflicts_kept_at_since'))

    op.drop_table('import_conflicts')
    with op.batch_alter_table('source_runs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_source_runs_source_id_began_at'))

    op.drop_table('source_runs')
    with op.batch_alter_table('sources', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sources_next_run_at'))

    op.drop_table('sources')
