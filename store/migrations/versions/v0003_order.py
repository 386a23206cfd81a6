"""The order of time: the words' index in that of the history, and the last touch of each record; what was called off.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A table, an index, and on SQLite the index of words anew: some eighty seconds for a million activities."""
    op.create_table(
        "last_touches",
        sa.Column("target", sa.Text(), primary_key=True),
        sa.Column("target_id", ID, primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        """insert into last_touches (target, target_id, at)
           select target, target_id, max(at) from links join activities on activities.id = links.activity_id
           where origin <> 'rep_removed' and orphaned_at is null group by target, target_id"""
    )
    where = sa.text("status = 'cancelled'")
    op.create_index("activities_cancelled", "activities", ["id"], sqlite_where=where, postgresql_where=where)
    if op.get_bind().dialect.name == "sqlite":
        _search()


def _search() -> None:
    """Row ids were those of the activities, in whatever order they came; now they are places (store/search.py)."""
    op.execute(
        """create virtual table activity_search_new using fts5(
             subject, body, people, tokenize = "unicode61 remove_diacritics 2", prefix = '3 4')"""
    )
    op.execute(
        """insert into activity_search_new (rowid, subject, body, people)
           select max(min(occurred_at, 17179869183), -17179869184) * 268435456 + id, activity_search.subject, body, people
           from activities join activity_search on activity_search.rowid = activities.id order by occurred_at, id"""
    )
    op.execute("drop table activity_search")
    op.execute("alter table activity_search_new rename to activity_search")
    op.execute("create virtual table activity_search_words using fts5vocab(activity_search, instance)")
