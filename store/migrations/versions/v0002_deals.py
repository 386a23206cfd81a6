"""Proposals, decisions and the outbox; CRMs, the rep's rules and shares.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New tables, and three columns of deals."""
    for name in ("pipeline", "next_step", "next_step_date"):
        op.add_column("deals", sa.Column(name, sa.Text(), server_default="", nullable=False))
    _crm()
    _proposals()
    _own()


def _crm() -> None:
    """CRMs and what is known of their records."""
    op.create_table(
        "crms",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cursor_kind", sa.Text()),
        sa.Column("cursor", sa.Text()),
        sa.Column("pulled_at", sa.BigInteger()),
        sa.Column("state", sa.Text(), nullable=False, server_default="NEW"),
        sa.Column("sentence", sa.Text(), nullable=False, server_default=""),
        sa.Column("action", sa.Text(), nullable=False, server_default=""),
        sa.Column("failed_at", sa.BigInteger()),
    )
    op.create_table(
        "crm_records",
        sa.Column("crm_id", ID, sa.ForeignKey("crms.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("remote", sa.Text(), primary_key=True),
        sa.Column("local_id", ID, nullable=False),
        sa.Column("revision", sa.Text(), nullable=False, server_default=""),
        sqlite_with_rowid=False,
    )
    op.create_index("crm_records_local", "crm_records", ["kind", "local_id"])
    op.create_table(
        "stages",
        sa.Column("id", ID, primary_key=True),
        sa.Column("crm_id", ID, sa.ForeignKey("crms.id", ondelete="CASCADE")),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False, server_default=""),
        sa.Column("status", sa.Text(), nullable=False),
    )
    op.create_index("stages_pipeline", "stages", ["crm_id", "pipeline", "position"])
    op.create_table(
        "field_sources",
        sa.Column("contact_id", ID, sa.ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("field", sa.Text(), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )


def _proposals() -> None:
    """From a finding to the CRM."""
    op.create_table(
        "findings",
        sa.Column("activity_id", ID, sa.ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "findings_fresh", "findings", ["activity_id"], sqlite_where=sa.text("fresh"), postgresql_where=sa.text("fresh")
    )
    op.create_table(
        "proposals",
        sa.Column("id", ID, primary_key=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("deal_id", ID, sa.ForeignKey("deals.id", ondelete="SET NULL")),
        sa.Column("contact_id", ID, sa.ForeignKey("contacts.id", ondelete="SET NULL")),
        sa.Column("activity_id", ID, sa.ForeignKey("activities.id", ondelete="SET NULL")),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("shown", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("evidence_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("proposals_state", "proposals", ["state", "deal_id"])
    op.create_index("proposals_deal", "proposals", ["deal_id", "field"])
    op.create_index("proposals_contact", "proposals", ["contact_id", "field"])
    op.create_index("proposals_activity", "proposals", ["activity_id"])
    op.create_table(
        "decisions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("proposal_id", ID, sa.ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("decisions_proposal", "decisions", ["proposal_id", "id"])
    op.create_index("decisions_time", "decisions", ["at"])
    op.create_table(
        "outbox",
        sa.Column("id", ID, primary_key=True),
        sa.Column("proposal_id", ID, sa.ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
        sa.Column("written", sa.Text(), nullable=False, server_default=""),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("outbox_state", "outbox", ["state", "due_at"])
    op.create_index("outbox_proposal", "outbox", ["proposal_id"])
    live = sa.text("state in ('waiting', 'writing', 'unknown')")
    op.create_index("outbox_live", "outbox", ["proposal_id"], unique=True, sqlite_where=live, postgresql_where=live)
    op.create_table(
        "notes",
        sa.Column("activity_id", ID, sa.ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("deal_id", ID, sa.ForeignKey("deals.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
        sa.Column("written", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("notes_state", "notes", ["state", "due_at"])


def _own() -> None:
    """What the rep made or let others see."""
    op.create_table(
        "rules",
        sa.Column("id", ID, primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("deal_id", ID, sa.ForeignKey("deals.id", ondelete="CASCADE")),
        sa.Column("activity_id", ID, sa.ForeignKey("activities.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger()),
    )
    op.create_index("rules_kind", "rules", ["kind"])
    op.create_table(
        "shares",
        sa.Column("target", sa.Text(), primary_key=True),
        sa.Column("target_id", ID, primary_key=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "looks",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
    )
    op.create_index("looks_time", "looks", ["at"])
