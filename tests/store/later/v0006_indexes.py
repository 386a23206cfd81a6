"""Test only: indexes are built and dropped.

Revision ID: 0006
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Over rows that are there."""
    op.create_index("activities_domain", "activities", ["domain"])
    op.create_index("participants_name", "participants", ["name"])
    op.drop_index("participants_name", table_name="participants")
    op.execute("update facts set value = 'new' where name = 'kept'")
