"""The thesaurus as groups, one idea each, and judged searches

What the old table taught stays: the words of each term become one group, named as the term.
"""

import unicodedata
from itertools import groupby

import sqlalchemy as sa
from alembic import op

import navigator.db

revision = '0010_thesaurus_groups'
down_revision = '0009_spreadsheets'
branch_labels = None
depends_on = None

_entries = sa.table(
    'thesaurus_entries',
    sa.column('id', sa.Uuid()),
    sa.column('words', sa.String()),
    sa.column('folded', sa.String()),
    sa.column('language', sa.String()),
    sa.column('term_code', sa.String()),
)
_groups = sa.table(
    'thesaurus_groups',
    sa.column('id', sa.Uuid()),
    sa.column('idea', sa.String()),
    sa.column('folded', sa.String()),
    sa.column('terms', sa.JSON()),
    sa.column('also', sa.JSON()),
    sa.column('version', sa.Uuid()),
)
_words = sa.table(
    'thesaurus_words',
    sa.column('id', sa.Uuid()),
    sa.column('group_id', sa.Uuid()),
    sa.column('words', sa.String()),
    sa.column('folded', sa.String()),
    sa.column('language', sa.String()),
    sa.column('place', sa.Integer()),
)


def upgrade() -> None:
    op.create_table('judged_searches',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('typed', sa.String(length=300), nullable=False),
    sa.Column('folded', sa.String(length=300), nullable=False),
    sa.Column('right', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judged_searches')),
    sa.UniqueConstraint('folded', name=op.f('uq_judged_searches_folded'))
    )
    op.create_table('thesaurus_changes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('idea', sa.String(length=120), nullable=False),
    sa.Column('was', sa.JSON(), nullable=True),
    sa.Column('at', navigator.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thesaurus_changes'))
    )
    with op.batch_alter_table('thesaurus_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thesaurus_changes_group_id'), ['group_id'], unique=False)

    op.create_table('thesaurus_groups',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('idea', sa.String(length=120), nullable=False),
    sa.Column('folded', sa.String(length=120), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('also', sa.JSON(), nullable=False),
    sa.Column('version', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thesaurus_groups')),
    sa.UniqueConstraint('folded', name=op.f('uq_thesaurus_groups_folded'))
    )
    with op.batch_alter_table('thesaurus_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thesaurus_groups_version'), ['version'], unique=False)

    op.create_table('thesaurus_words',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.String(length=120), nullable=False),
    sa.Column('folded', sa.String(length=120), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['thesaurus_groups.id'], name=op.f('fk_thesaurus_words_group_id_thesaurus_groups'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thesaurus_words')),
    sa.UniqueConstraint('group_id', 'folded', name=op.f('uq_thesaurus_words_group_id_folded'))
    )
    with op.batch_alter_table('thesaurus_words', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thesaurus_words_folded'), ['folded'], unique=False)
        batch_op.create_index(batch_op.f('ix_thesaurus_words_group_id'), ['group_id'], unique=False)

    _gather()
    with op.batch_alter_table('thesaurus_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thesaurus_entries_folded'))
        batch_op.drop_index(batch_op.f('uq_thesaurus_entries_folded_term_code'))

    op.drop_table('thesaurus_entries')


def downgrade() -> None:
    op.create_table('thesaurus_entries',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.String(length=120), nullable=False),
    sa.Column('folded', sa.String(length=120), nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('term_code', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thesaurus_entries'))
    )
    with op.batch_alter_table('thesaurus_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('uq_thesaurus_entries_folded_term_code'), ['folded', 'term_code'], unique=True)
        batch_op.create_index(batch_op.f('ix_thesaurus_entries_folded'), ['folded'], unique=False)

    _scatter()
    with op.batch_alter_table('thesaurus_words', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thesaurus_words_group_id'))
        batch_op.drop_index(batch_op.f('ix_thesaurus_words_folded'))

    op.drop_table('thesaurus_words')
    with op.batch_alter_table('thesaurus_groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thesaurus_groups_version'))

    op.drop_table('thesaurus_groups')
    with op.batch_alter_table('thesaurus_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thesaurus_changes_group_id'))

    op.drop_table('thesaurus_changes')
    op.drop_table('judged_searches')


def _gather() -> None:
    """The words of each term into a group of that term."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(_entries).order_by(_entries.c.term_code, _entries.c.folded)).all()
    for code, entries in groupby(rows, key=lambda row: row.term_code):
        group_id = navigator.db.new_id()
        folded = unicodedata.normalize('NFKD', code.casefold()).replace('-', ' ')
        connection.execute(
            sa.insert(_groups).values(
                id=group_id, idea=code, folded=folded[:120], terms=[code], also=[], version=navigator.db.new_id()
            )
        )
        connection.execute(
            sa.insert(_words),
            [
                {
                    'id': row.id,
                    'group_id': group_id,
                    'words': row.words,
                    'folded': row.folded,
                    'language': row.language,
                    'place': place,
                }
                for place, row in enumerate(entries)
            ],
        )


def _scatter() -> None:
    """Each word of a group once for each term it means."""
    connection = op.get_bind()
    meanings = {group.id: group.terms + group.also for group in connection.execute(sa.select(_groups))}
    entries = {
        (row.folded, code): {
            'id': navigator.db.new_id(),
            'words': row.words,
            'folded': row.folded,
            'language': row.language,
            'term_code': code,
        }
        for row in connection.execute(sa.select(_words))
        for code in meanings[row.group_id]
    }
    if entries:
        connection.execute(sa.insert(_entries), list(entries.values()))
