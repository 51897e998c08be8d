"""Spreadsheets"""

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0009_spreadsheets'
down_revision = '0008_bank_holidays'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('column_mappings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('headings', sa.String(length=64), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('organization', sa.String(length=255), nullable=False),
    sa.Column('saved_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('saved_by', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_column_mappings')),
    sa.UniqueConstraint('name', name=op.f('uq_column_mappings_name'))
    )
    with op.batch_alter_table('column_mappings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_column_mappings_headings'), ['headings'], unique=False)

    op.create_table('sheets',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('tab', sa.String(length=120), nullable=False),
    sa.Column('mapping_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('new', 'checking', 'checked', 'importing', 'done', 'failed', name='sheetstate', native_enum=False, length=40), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('rows_read', sa.Integer(), nullable=False),
    sa.Column('claimed_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('handed_in_at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('handed_in_by', sa.String(length=120), nullable=False),
    sa.Column('done_at', navigator.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['mapping_id'], ['column_mappings.id'], name=op.f('fk_sheets_mapping_id_column_mappings'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheets'))
    )
    with op.batch_alter_table('sheets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheets_state'), ['state'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sheets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheets_state'))

    op.drop_table('sheets')
    with op.batch_alter_table('column_mappings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_column_mappings_headings'))

    op.drop_table('column_mappings')
