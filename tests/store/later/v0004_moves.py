"""Test only: a later schema that moves data.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A column that is filled from another table, and a table that takes rows over."""
    op.add_column("activities", sa.Column("domain", sa.Text(), server_default="", nullable=False))
    op.execute(
        """update activities set domain = coalesce((select min(substr(address, position_of_at)) from (
             select address, activity_id, length(address) - 7 as position_of_at from participants) as p
           where p.activity_id = activities.id), '')"""
    )
    op.create_table(
        "domains",
        sa.Column("domain", sa.Text(), primary_key=True),
        sa.Column("activities", sa.Integer(), nullable=False),
    )
    op.execute("insert into domains select domain, count(*) from activities group by domain")
    op.execute("delete from facts where name = 'old'")
