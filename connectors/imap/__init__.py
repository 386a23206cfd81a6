"""IMAP, read-only."""
