"""The tables, each with its invariant. One row of `items` for every remote item ever seen makes the receipt possible.

Times are seconds since 1970 in UTC. `digest` columns hold 16-byte keyed hashes. The migrations build these tables; a test
compares both. The tables of proposals, CRMs and rules stand in schema_deals.py. Full-text tables differ by database and live in search.py. `sqlite_where`: the rows that a partial index holds; on
PostgreSQL they are the same, but only the migrations say so: to name that database here would load all of it at each start.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

Id = BigInteger().with_variant(Integer, "sqlite")

# A few facts of the store as a whole: `key_check` tells whether the key at hand is the one that made its hashes.
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# One sign-in at a provider. Its settings are in the configuration file; this row is what its streams hang on.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("provider", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="NEW"),
    Column("sentence", Text, nullable=False, server_default=""),
    Column("action", Text, nullable=False, server_default=""),
    Column("failed_at", BigInteger),
    Column("next_check_at", BigInteger),
    Column("heartbeat_at", BigInteger),  # the daemon was alive and at this account then
    Column("paused_until", BigInteger),  # the rep asked for quiet until then
)

# One mailbox or calendar. Invariant of the cursor: everything that it covers has a row in `items`.
streams = Table(
    "streams",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("remote", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("cursor_kind", Text),
    Column("cursor", Text),
    Column("remaining", Integer, nullable=False, server_default="0"),
    Column("complete_at", BigInteger),
    Column("due_at", BigInteger),  # null: at once
    Column("quiet", Integer, nullable=False, server_default="0"),  # rounds in a row that found nothing
    Column("failures", Integer, nullable=False, server_default="0"),  # rounds in a row that failed
    Column("audited_at", BigInteger),  # last time that the whole stream was compared with the provider
    UniqueConstraint("account_id", "remote"),
)

# What became of each remote item. Invariant: exactly one state; `captured` has at least one locator, `held` has held_keys.
items = Table(
    "items",
    metadata,
    Column("stream_id", Id, ForeignKey("streams.id", ondelete="CASCADE"), primary_key=True),
    Column("remote", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("revision", Text, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("recheck", Boolean, nullable=False, server_default=text("false")),
    Column("aside_at", BigInteger),  # quarantined since then
    Index("items_recheck", "stream_id", sqlite_where=text("recheck")),
    Index("items_state", "stream_id", "state", "reason"),
    sqlite_with_rowid=False,
)

# Keyed hashes of the outside addresses and domains of held items: how a contact added later finds them. No content.
held_keys = Table(
    "held_keys",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("stream_id", Id, ForeignKey("streams.id", ondelete="CASCADE"), primary_key=True),
    Column("remote", Text, primary_key=True),
    Index("held_keys_item", "stream_id", "remote"),
    sqlite_with_rowid=False,
)

# A message or meeting in the rep's history. Invariant: the key is unique; without a locator `orphaned_at` is set,
# the history does not show it, and it is erased a week later unless a copy turns up again (a move between folders).
activities = Table(
    "activities",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("twin", LargeBinary),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("thread_id", Id, nullable=False),
    Column("occurred_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger),
    Column("direction", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("attachments", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("ical_uid", Text, nullable=False),
    Column("recurrence_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("all_day", Boolean, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("stamp", BigInteger, nullable=False),
    Column("people_total", Integer, nullable=False),
    Column("marks", Text, nullable=False),
    Column("captured_at", BigInteger, nullable=False),
    Column("orphaned_at", BigInteger),  # in time lived: clock.py
    Column("unmatched", Boolean, nullable=False, server_default=text("true")),
    Index("activities_time", "occurred_at", "id"),
    Index("activities_thread", "thread_id"),
    Index("activities_twin", "twin", sqlite_where=text("twin is not null")),
    Index("activities_uid", "ical_uid", sqlite_where=text("ical_uid <> ''")),
    Index("activities_unmatched", "id", sqlite_where=text("unmatched")),
    Index("activities_cancelled", "id", sqlite_where=text("status = 'cancelled'")),
    Index("activities_orphans", "orphaned_at", sqlite_where=text("orphaned_at is not null")),
)

# One remote copy of an activity. A mail in five folders and three accounts is one activity with as many locators.
locators = Table(
    "locators",
    metadata,
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
    Column("stream_id", Id, ForeignKey("streams.id", ondelete="CASCADE"), primary_key=True),
    Column("remote", Text, primary_key=True),
    Index("locators_item", "stream_id", "remote"),
    sqlite_with_rowid=False,
)

# Who was on it, in the order of the header. `outside`: neither the rep nor a colleague.
participants = Table(
    "participants",
    metadata,
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("response", Text, nullable=False),
    Column("outside", Boolean, nullable=False),
    Index("participants_address", "address", "activity_id"),
    sqlite_with_rowid=False,
)

# Keyed hashes of Message-IDs, own and referred to: whichever mail of a conversation arrives first, the others find it.
thread_keys = Table(
    "thread_keys",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("thread_id", Id, primary_key=True),
    Index("thread_keys_thread", "thread_id"),
    sqlite_with_rowid=False,
)

companies = Table(
    "companies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
)

# Domains that belong to a company: never a free-mail provider's, never the rep's own.
company_domains = Table(
    "company_domains",
    metadata,
    Column("domain", Text, primary_key=True),
    Column("company_id", Id, ForeignKey("companies.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)

# A person of the CRM. `external` is the id there, and the one that scripts see.
contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("external", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("company_id", Id, ForeignKey("companies.id", ondelete="SET NULL")),
    Index("contacts_company", "company_id"),
)

# Position 0 is the main address, the others follow.
contact_addresses = Table(
    "contact_addresses",
    metadata,
    Column("address", Text, primary_key=True),
    Column("contact_id", Id, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index("contact_addresses_contact", "contact_id"),
    sqlite_with_rowid=False,
)

# status: open, won, lost, gone (not in the CRM or not the rep's any more). Only open deals are linked to.
deals = Table(
    "deals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("external", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("company_id", Id, ForeignKey("companies.id", ondelete="SET NULL")),
    Column("stage", Text, nullable=False),
    Column("amount", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("close_date", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("pipeline", Text, nullable=False, server_default=""),
    Column("next_step", Text, nullable=False, server_default=""),
    Column("next_step_date", Text, nullable=False, server_default=""),
    Index("deals_company", "company_id"),
)

deal_contacts = Table(
    "deal_contacts",
    metadata,
    Column("deal_id", Id, ForeignKey("deals.id", ondelete="CASCADE"), primary_key=True),
    Column("contact_id", Id, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, nullable=False),
    Index("deal_contacts_contact", "contact_id"),
    sqlite_with_rowid=False,
)

# Activity ↔ contact, company or deal, with the rule that made it and the evidence. origin: matcher, rep (never overruled),
# rep_removed (a person took it away: not shown, never made again), kept (the record is closed or gone from the CRM: what was filed
# under it stays). `at` repeats the activity's time, for timelines.
links = Table(
    "links",
    metadata,
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
    Column("target", Text, primary_key=True),
    Column("target_id", Id, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("origin", Text, nullable=False, server_default="matcher"),
    Column("at", BigInteger, nullable=False),
    Index("links_timeline", "target", "target_id", "at", "activity_id"),
    sqlite_with_rowid=False,
)

# When each contact, company and deal was last heard of. Invariant: last_touch.py.
last_touches = Table(
    "last_touches",
    metadata,
    Column("target", Text, primary_key=True),
    Column("target_id", Id, primary_key=True),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Activities whose deal several could claim: no guess was made. candidates: JSON [{deal_id, reason}], best first.
questions = Table(
    "questions",
    metadata,
    Column("activity_id", Id, ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True),
    Column("candidates", Text, nullable=False),
)

# What the rep keeps out, as keyed hashes: kind is address, domain, folder or word.
exclusions = Table(
    "exclusions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("added_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
