"""Test only: tables that others refer to are built anew.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """SQLite cannot change a column: batch mode copies the table, drops it and renames the copy."""
    with op.batch_alter_table("activities") as batch:
        batch.alter_column("subject", existing_type=sa.Text(), nullable=True)
        batch.drop_column("location")
    with op.batch_alter_table("streams") as batch:
        batch.add_column(sa.Column("colour", sa.Text()))
        batch.alter_column("name", existing_type=sa.Text(), new_column_name="title")
