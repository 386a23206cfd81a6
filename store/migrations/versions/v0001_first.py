"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.search import create

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table of version 0.1."""
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="NEW", nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("next_check_at", sa.BigInteger(), nullable=True),
        sa.Column("heartbeat_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "companies",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("folded"),
    )
    op.create_table(
        "exclusions",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "digest"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "thread_keys",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("thread_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("digest", "thread_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("thread_keys_thread", "thread_keys", ["thread_id"], unique=False)
    op.create_table(
        "activities",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("twin", sa.LargeBinary(), nullable=True),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("thread_id", ID, nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("ical_uid", sa.Text(), nullable=False),
        sa.Column("recurrence_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("people_total", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("orphaned_at", sa.BigInteger(), nullable=True),
        sa.Column("unmatched", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index(
        "activities_orphans",
        "activities",
        ["orphaned_at"],
        unique=False,
        sqlite_where=sa.text("orphaned_at is not null"),
        postgresql_where=sa.text("orphaned_at is not null"),
    )
    op.create_index("activities_thread", "activities", ["thread_id"], unique=False)
    op.create_index("activities_time", "activities", ["occurred_at", "id"], unique=False)
    op.create_index(
        "activities_twin",
        "activities",
        ["twin"],
        unique=False,
        sqlite_where=sa.text("twin is not null"),
        postgresql_where=sa.text("twin is not null"),
    )
    op.create_index(
        "activities_uid",
        "activities",
        ["ical_uid"],
        unique=False,
        sqlite_where=sa.text("ical_uid <> ''"),
        postgresql_where=sa.text("ical_uid <> ''"),
    )
    op.create_index(
        "activities_unmatched",
        "activities",
        ["id"],
        unique=False,
        sqlite_where=sa.text("unmatched"),
        postgresql_where=sa.text("unmatched"),
    )
    op.create_table(
        "company_domains",
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("company_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("domain", "company_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("company_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("external"),
    )
    op.create_index("contacts_company", "contacts", ["company_id"], unique=False)
    op.create_table(
        "deals",
        sa.Column("id", ID, nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("close_date", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("external"),
    )
    op.create_index("deals_company", "deals", ["company_id"], unique=False)
    op.create_table(
        "streams",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("cursor_kind", sa.Text(), nullable=True),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("remaining", sa.Integer(), server_default="0", nullable=False),
        sa.Column("complete_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("quiet", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("audited_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "remote"),
    )
    op.create_table(
        "contact_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address", "contact_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("contact_addresses_contact", "contact_addresses", ["contact_id"], unique=False)
    op.create_table(
        "deal_contacts",
        sa.Column("deal_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("deal_id", "contact_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("deal_contacts_contact", "deal_contacts", ["contact_id"], unique=False)
    op.create_table(
        "held_keys",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("stream_id", ID, nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", "stream_id", "remote"),
        sqlite_with_rowid=False,
    )
    op.create_index("held_keys_item", "held_keys", ["stream_id", "remote"], unique=False)
    op.create_table(
        "items",
        sa.Column("stream_id", ID, nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("revision", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recheck", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("aside_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("stream_id", "remote"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "items_recheck",
        "items",
        ["stream_id"],
        unique=False,
        sqlite_where=sa.text("recheck"),
        postgresql_where=sa.text("recheck"),
    )
    op.create_index("items_state", "items", ["stream_id", "state", "reason"], unique=False)
    op.create_table(
        "links",
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), server_default="matcher", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("activity_id", "target", "target_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("links_timeline", "links", ["target", "target_id", "at", "activity_id"], unique=False)
    op.create_table(
        "locators",
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("stream_id", ID, nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("activity_id", "stream_id", "remote"),
        sqlite_with_rowid=False,
    )
    op.create_index("locators_item", "locators", ["stream_id", "remote"], unique=False)
    op.create_table(
        "participants",
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("activity_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("participants_address", "participants", ["address", "activity_id"], unique=False)
    op.create_table(
        "questions",
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("activity_id"),
    )
    create(op.get_bind())
