"""A small web view on a read-only connection."""
