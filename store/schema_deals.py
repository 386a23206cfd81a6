"""Tables of what follows from the history: findings, proposals, decisions, the outbox; the CRMs; the rep's rules and shares.

They belong to the same `metadata` as schema.py; importing this module adds them. Values of fields are JSON, as `sync.crm.Value`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from store.schema import Id, metadata

LIVE = "state in ('waiting', 'writing', 'unknown')"
"""Of an outbox row: something is still to come of it."""

# What the text of an activity says, before it is compared with any record. Invariant: kept only while the activity has a deal or
# an open question; `fresh` until it was compared with the deal that the activity is filed under now.
findings = Table(
    "findings",
    metadata,
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("source", Text, nullable=False),  # rules, or model
    Column("fresh", Boolean, nullable=False, server_default=text("true")),
    Index("findings_fresh", "activity_id", sqlite_where=text("fresh")),
    sqlite_with_rowid=False,
)

# A suggested change with its evidence. Invariant: the digest (kind, record, field, value found, quoted words) is unique, so what was
# declined does not come again with the same words. state: pending, approved (in its grace period or on its way), applied, declined,
# expired (overtaken or too old), undone (taken back after it was applied), unknown (to be looked up), withdrawn (evidence erased).
# `version` counts how often old or new became another one; only a version that was `shown` can be approved.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("deal_id", Id, ForeignKey("deals.id", ondelete="SET NULL")),
    Column("contact_id", Id, ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="SET NULL")),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("found", Text, nullable=False),  # the new value as it was read; `new` differs when the rep edited it
    Column("quote", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("shown", Integer, nullable=False, server_default="1"),
    Column("reason", Text, nullable=False, server_default=""),  # why it is expired, withdrawn or asked again
    Column("evidence_at", BigInteger, nullable=False),  # the activity's time
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("changed_at", BigInteger, nullable=False),
    Index("proposals_state", "state", "deal_id"),
    Index("proposals_deal", "deal_id", "field"),
    Index("proposals_contact", "contact_id", "field"),
    Index("proposals_activity", "activity_id"),
)

# What was decided, when and by whom (`rep`, or `rule N`). Rows are only added.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("proposal_id", Id, ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
    Column("verb", Text, nullable=False),  # approve, edit, decline, undo
    Column("by", Text, nullable=False),
    Column("old", Text, nullable=False),  # the change as it was shown
    Column("new", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("decisions_proposal", "proposal_id", "id"),
    Index("decisions_time", "at"),
)

# One row for each approval on its way to the CRM. Invariant: `key` is made once and never changes; `writing` is stored before a
# byte is sent, so a row that is found `writing` at a start may have arrived: it becomes `unknown` and is looked up, not sent.
# state: waiting (until due_at), writing, done, unknown; conflict and refused (the CRM said no), absent (looked up, not there),
# cancelled (undone in time). At most one row of a proposal is waiting, writing or unknown: `live`.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("proposal_id", Id, ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("verb", Text, nullable=False),  # apply, or undo
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    Column("written", Text, nullable=False, server_default=""),  # the CRM's id of what was made
    Column("changed_at", BigInteger, nullable=False),
    Index("outbox_state", "state", "due_at"),
    Index("outbox_proposal", "proposal_id"),
    Index("outbox_live", "proposal_id", unique=True, sqlite_where=text(LIVE)),
)

# Activities on their way to the CRM's own history, where the rep asked for it (`log` rules). Same states and invariant as outbox.
notes = Table(
    "notes",
    metadata,
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
    Column("deal_id", Id, ForeignKey("deals.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    Column("written", Text, nullable=False, server_default=""),
    Index("notes_state", "state", "due_at"),
)

# The rep's own rules, each readable, editable and revocable. kind: file (words, a contact or a domain → a deal), approve (a kind of
# proposal, for one deal or all), log (activities of a deal to the CRM's history), share. `value` is JSON, its shape by kind.
rules = Table(
    "rules",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("deal_id", Id, ForeignKey("deals.id", ondelete="CASCADE")),
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="SET NULL")),  # the correction that it was made from
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Index("rules_kind", "kind"),
)

# One CRM that the rep connected. Its settings are in the configuration file. Invariant: what `cursor` covers is stored.
crms = Table(
    "crms",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("cursor_kind", Text),
    Column("cursor", Text),
    Column("pulled_at", BigInteger),
    Column("state", Text, nullable=False, server_default="NEW"),
    Column("sentence", Text, nullable=False, server_default=""),
    Column("action", Text, nullable=False, server_default=""),
    Column("failed_at", BigInteger),
)

# Which record of ours is which of a CRM's. Several remote ids may be one record here (merged ones).
crm_records = Table(
    "crm_records",
    metadata,
    Column("crm_id", Id, ForeignKey("crms.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),  # contact, company, deal
    Column("remote", Text, primary_key=True),
    Column("local_id", Id, nullable=False),
    Column("revision", Text, nullable=False, server_default=""),
    Index("crm_records_local", "kind", "local_id"),
    sqlite_with_rowid=False,
)

# The stages of each pipeline, in order. crm_id null: named in the configuration.
stages = Table(
    "stages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("crm_id", Id, ForeignKey("crms.id", ondelete="CASCADE")),
    Column("pipeline", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("remote", Text, nullable=False, server_default=""),
    Column("status", Text, nullable=False),
    Index("stages_pipeline", "crm_id", "pipeline", "position"),
)

# Who set a contact's field: `rep`, `person` (typed into the CRM) or `repside` (an applied proposal). No row: an import.
field_sources = Table(
    "field_sources",
    metadata,
    Column("contact_id", Id, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("source", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What the rep shows to others, item by item or by a rule. No row: nobody sees it. level: headers or preview; none: an activity that is
# kept back from a deal that is shared. On one activity the most restrictive level holds (sharing.py).
# Invariant: whoever deletes an activity or a deal deletes its share.
shares = Table(
    "shares",
    metadata,
    Column("target", Text, primary_key=True),  # activity, deal
    Column("target_id", Id, primary_key=True),
    Column("level", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Every look by somebody else, and every export.
looks = Table(
    "looks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("items", Integer, nullable=False),
    Index("looks_time", "at"),
)

whole = metadata
"""All tables, these and those of schema.py."""
